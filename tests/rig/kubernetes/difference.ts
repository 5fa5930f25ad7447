import { at } from "../../../sandbox/values";
import { isRecord, type Properties } from "../../../sandbox/wire";
import type { Client } from "./client";
import { Refused } from "./connection";
import { asObject, fields, type KubernetesObject } from "./objects";

/** What an update would do to an object. */
export interface Difference {
  /** Fields at the top that would differ. */
  readonly changes: readonly string[];
  /** Those that the server will not change. */
  readonly replaces: readonly string[];
}

/** In the server's words. What they are about cannot be changed, whatever the value. */
const fixed = /immutable|may not change|cannot change|updates to statefulset spec/;

/**
 * Asks the server what it would make of an object, which knows best what can change and what an empty field comes to.
 * What is there and belongs to others does not count; what somebody else did to our fields does.
 */
export async function difference(
  client: Client,
  stored: KubernetesObject | undefined,
  wanted: KubernetesObject,
): Promise<Difference> {
  if (stored === undefined) return { changes: Object.keys(wanted), replaces: [] };
  try {
    const foreseen = judged(await client.apply(wanted, { dryRun: true }));
    const there = judged(stored);
    const names = [...new Set([...Object.keys(foreseen), ...Object.keys(there)])];
    return { changes: names.filter((name) => !same(foreseen[name], there[name])), replaces: [] };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const about = [...new Set(error.paths.map((path) => path.replace(/[.[].*/, "")))].filter((name) => name in wanted);
    const changes = about.length > 0 ? about : ["spec"];
    // Anything else that is wrong the update will say, to whoever asks for it.
    return { changes, replaces: error.status === 422 && fixed.test(error.message) ? changes : [] };
  }
}

/** Without what the server counts and what controllers report. */
function judged({ status: _, metadata, ...object }: KubernetesObject): Properties {
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...written } = metadata;
  return { ...object, metadata: written };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** The object with the stored values of fields that are no longer ours to say, such as `spec.replicas`. */
export const keeping = (
  wanted: KubernetesObject,
  stored: KubernetesObject | undefined,
  ignored: readonly string[],
): KubernetesObject =>
  asObject(
    ignored.reduce<Properties>((object, path) => {
      const [value] = at(stored ?? {}, path);
      return value === undefined ? object : withValue(object, path.split("."), value);
    }, wanted),
  );

function withValue(object: Properties, [name = "", ...rest]: readonly string[], value: unknown): Properties {
  return { ...object, [name]: rest.length === 0 ? value : withValue(fields(object[name]), rest, value) };
}
