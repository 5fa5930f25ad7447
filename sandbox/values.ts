import { isRecord, type Properties } from "./wire";

/** Readers of untyped inputs. What is absent or of another type reads as empty: the schema's own business, not AWS's. */
export const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const numeric = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const record = (value: unknown): Properties => (isRecord(value) ? value : {});
export const records = (value: unknown): readonly Properties[] => list(value).filter(isRecord);
export const texts = (value: unknown): readonly string[] =>
  list(value).filter((item): item is string => typeof item === "string");

const steps = new Map<string, readonly string[]>();

/** A map or list and everything inside it, at any depth. */
const inside = (value: unknown): readonly unknown[] =>
  Array.isArray(value) || isRecord(value) ? [value, ...Object.values(value).flatMap(inside)] : [];

/** Every value at a path: `vpcConfig.subnetIds[]` reads each member of the list, `rules.**.arn` looks at any depth. */
export function at(inputs: Properties, path: string): readonly unknown[] {
  let parts = steps.get(path);
  if (parts === undefined) {
    parts = path.replaceAll("[]", ".[]").split(".");
    steps.set(path, parts);
  }
  let found: readonly unknown[] = [inputs];
  for (const part of parts) {
    if (part === "[]") found = found.flatMap(list);
    else if (part === "**") found = found.flatMap(inside);
    else found = found.map((value) => record(value)[part]);
  }
  return found.filter((value) => value !== undefined && value !== null);
}

/** A JSON document, or nothing. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
