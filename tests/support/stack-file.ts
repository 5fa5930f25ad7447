import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** The root of the repository. */
export const root = join(__dirname, "..", "..");

/** A shipped stack file's settings: a fresh copy, to be changed at will. */
export function shippedSettings(stack: string): Record<string, unknown> {
  const file: { config: Record<string, unknown> } = parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8"));
  return Object(file.config["atelier:settings"]);
}

/** Sets the value at a path such as `network.cidr`; `undefined` takes it away. */
export function changed(settings: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = structuredClone(settings);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const parent = keys.reduce<Record<string, unknown>>((inner, key) => Object(inner[key]), copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}
