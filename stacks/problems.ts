import type { z } from "zod";
import { closest } from "../components/core/closest";

const shown = (value: unknown): string => {
  if (value === undefined) return "is missing";
  const text = JSON.stringify(value) ?? String(value);
  const short = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return typeof value === "string" ? `given ${short}` : `given ${short} (${kind(value)})`;
};

const kind = (value: unknown): string =>
  value === null
    ? "nothing"
    : Array.isArray(value)
      ? "a list"
      : typeof value === "object"
        ? "a map"
        : `a ${typeof value}`;

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

const remedy = (given: unknown): string => {
  if (given === undefined) return "add it";
  if (typeof given === "number") return "write it in quotes if it is meant as text: YAML reads it as a number";
  return "change it";
};

/** The keys that stand beside an unknown one; zod names only the unknown. */
type KeysAt = (path: readonly PropertyKey[]) => readonly string[];

function unknownKeys(keys: readonly string[], path: string, allowed: readonly string[]): string[] {
  return keys.map((key) => {
    const meant = closest(key, allowed);
    const where = path === "" ? key : `${path}.${key}`;
    return (
      `${where}: unknown key; allowed here: ${allowed.join(", ")}; ` +
      (meant === undefined ? "remove it" : `did you mean "${meant}"?`)
    );
  });
}

/** The one alternative of a union that was meant: the only one whose own form is right and whose parts are not. */
function meantBy(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] | undefined {
  if (issue.code !== "invalid_union") return undefined;
  const close = issue.errors.filter((alternative) => alternative.every(({ path }) => path.length > 0));
  return close.length === 1 ? close[0] : undefined;
}

/**
 * Says each of zod's findings as *path: given; allowed; remedy*. A schema's own message is the part that says what is
 * allowed; one that says everything itself ends with a full stop and is taken as it is.
 */
export function problems(
  issues: readonly z.core.$ZodIssue[],
  raw: unknown,
  keysAt: KeysAt,
  beneath: readonly PropertyKey[] = [],
): string[] {
  return issues.flatMap((issue) => {
    const keys = [...beneath, ...issue.path];
    const path = keys.join(".");
    if (issue.code === "unrecognized_keys") return unknownKeys(issue.keys, path, keysAt(keys));
    const meant = meantBy(issue);
    if (meant !== undefined) return problems(meant, raw, keysAt, keys);
    const given = at(raw, keys);
    if (issue.message.endsWith(".")) return [`${path}: ${issue.message.slice(0, -1)}`];
    return [`${path === "" ? "the settings" : path}: ${shown(given)}; allowed: ${issue.message}; ${remedy(given)}`];
  });
}
