import * as pulumi from "@pulumi/pulumi";
import { Secret } from "./record";

/** A set of properties, as a resource's inputs and outputs are. */
export type Properties = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Secret);

/** The same shape with every value but lists and maps replaced. */
function mapped(value: unknown, leaf: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapped(item, leaf));
  return isRecord(value) ? mappedProperties(value, leaf) : leaf(value);
}

const mappedProperties = (values: Properties, leaf: (value: unknown) => unknown): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(values)) result[key] = mapped(values[key], leaf);
  return result;
};

/** Everything in clear, for what has to compute with it. */
export const revealed = (values: Properties): Record<string, unknown> =>
  mappedProperties(values, (value) => (value instanceof Secret ? mapped(value.reveal(), (inner) => inner) : value));

/** True when something that must not be seen is anywhere inside. */
export function hidesSomething(value: unknown): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some(hidesSomething);
  return isRecord(value) && Object.values(value).some(hidesSomething);
}

/** Every text that must not be seen, as JSON would print it inside quotes. Shorter ones give nothing away. */
export function secretTexts(value: unknown): readonly string[] {
  if (value instanceof Secret) return printed(value.reveal());
  if (Array.isArray(value)) return value.flatMap(secretTexts);
  return isRecord(value) ? Object.values(value).flatMap(secretTexts) : [];
}

function printed(value: unknown): readonly string[] {
  if (typeof value === "string") return value.length < 4 ? [] : [JSON.stringify(value).slice(1, -1)];
  if (Array.isArray(value)) return value.flatMap(printed);
  return isRecord(value) ? Object.values(value).flatMap(printed) : [];
}

const signature = pulumi.runtime.specialSigKey;

/** A value as the SDK's wire format carries it, in our terms: secrets as `Secret`, resources as their ids. */
export function received(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(received);
  if (!isRecord(value)) {
    if (value === pulumi.runtime.unknownValue) throw new Error("a value is unknown, which only happens in a preview");
    return value;
  }
  switch (value[signature]) {
    case undefined:
      return receivedProperties(value);
    case pulumi.runtime.specialSecretSig:
      return new Secret(received(value.value));
    case pulumi.runtime.specialResourceSig:
      return value.id ?? value.urn;
    default: {
      const { [signature]: _, ...asset } = value;
      return receivedProperties(asset);
    }
  }
}

export const receivedProperties = (values: Properties): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(values)) result[key] = received(values[key]);
  return result;
};

/** The way back. */
export const sent = (values: Properties): Record<string, unknown> =>
  mappedProperties(values, (value) =>
    value instanceof Secret
      ? { [signature]: pulumi.runtime.specialSecretSig, value: value.reveal() ?? null }
      : (value ?? null),
  );
