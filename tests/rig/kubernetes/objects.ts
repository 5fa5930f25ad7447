import { isRecord, type Properties } from "../../../sandbox/wire";

/** An object as an API server takes and gives it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

export interface Metadata {
  readonly name?: string;
  /** The server appends five characters of its own. */
  readonly generateName?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** What an API server finds an object by. */
export type Reference = Pick<KubernetesObject, "apiVersion" | "kind" | "metadata">;

/** The reader of a field that may be anything: what is no record reads as an empty one. */
export const fields = (value: unknown): Properties => (isRecord(value) ? value : {});

const isObject = (value: Properties): value is KubernetesObject =>
  typeof value.apiVersion === "string" && typeof value.kind === "string" && isRecord(value.metadata);

/** @throws when the value has no version, kind or metadata. */
export function asObject(value: unknown): KubernetesObject {
  const object = fields(value);
  if (!isObject(object)) throw new Error(`no Kubernetes object: ${Object.keys(object).join(", ") || typeof value}`);
  return object;
}

/** As Pulumi calls it: `namespace/name`, or the name alone of what belongs to no namespace. */
export const idOf = ({ metadata }: Reference): string =>
  [metadata.namespace, metadata.name].filter((part) => part !== undefined).join("/");
