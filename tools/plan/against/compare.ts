import type { Recorded } from "../../../sandbox/record";
import { shown } from "../document";
import { type Difference, differences, inputOf } from "./differences";
import type { Before } from "./read";

type Old = Before["resources"][number];

/** A resource that stays, but not as it is. */
export interface Change {
  readonly after: Recorded;
  readonly differences: readonly Difference[];
  /** Inputs that cannot change on a thing that exists; there is at least one when it is replaced. */
  readonly forcedBy: readonly string[];
  /** URNs of replaced resources whose new identity forces this one. */
  readonly follows: readonly string[];
  /** The name it had, where an alias carries it over. */
  readonly renamedFrom?: string;
}

export interface Comparison {
  readonly added: readonly Recorded[];
  readonly removed: readonly Old[];
  readonly replaced: readonly Change[];
  readonly changed: readonly Change[];
}

/** Inputs of a type that AWS cannot change on a thing that exists. */
export type Fixed = (type: string) => readonly string[];

const optionsOf = ({ protect, retainOnDelete }: Old["options"]) => ({ protect, retainOnDelete });

const isAliased = (after: Recorded, { urn, type, name }: Old): boolean =>
  after.options.aliases.some((alias) => alias === urn || (alias === name && type === after.type));

function changeOf(before: Old, after: Recorded, fixed: Fixed): Change {
  const ignored = new Set(after.options.ignoreChanges.map(inputOf));
  const inputs = differences(before.inputs, shown(after.inputs)).filter(({ path }) => !ignored.has(inputOf(path)));
  const options = differences(optionsOf(before.options), optionsOf(after.options), "options");
  const forcing = new Set([...fixed(after.type), ...after.options.replaceOnChanges.map(inputOf)]);
  const forcedBy = [...new Set(inputs.map(({ path }) => inputOf(path)))].filter((input) => forcing.has(input));
  const renamed = before.urn === after.urn ? {} : { renamedFrom: before.name };
  return { after, differences: [...inputs, ...options], forcedBy, follows: [], ...renamed };
}

/**
 * Replacements that follow from others: a new thing has a new identity, and whoever is bound to the old one for life
 * must be made anew too. Resources come in the order of registration, so what one is bound to stands before it.
 */
function withFollowers(changes: readonly Change[], fixed: Fixed): Change[] {
  const replaced = new Set<string>();
  return changes.map((change) => {
    const { after } = change;
    const bonds = fixed(after.type).flatMap((input) =>
      (after.propertyDependencies[input] ?? []).filter((urn) => replaced.has(urn)).map((urn) => ({ input, urn })),
    );
    if (change.forcedBy.length === 0 && bonds.length === 0) return change;
    replaced.add(after.urn);
    return {
      ...change,
      forcedBy: [...new Set([...change.forcedBy, ...bonds.map(({ input }) => input)])],
      follows: [...new Set(bonds.map(({ urn }) => urn))],
    };
  });
}

/** What an `up` would do to a stack that stands as the earlier plan has it. */
export function compare(before: Before, resources: readonly Recorded[], fixed: Fixed): Comparison {
  const old = new Map(before.resources.map((resource) => [resource.urn, resource]));
  const now = new Set(resources.map(({ urn }) => urn));
  const gone = before.resources.filter(({ urn }) => !now.has(urn));
  const carried = new Set<Old>();
  const added: Recorded[] = [];
  const kept: Change[] = [];
  for (const after of resources) {
    const same = old.get(after.urn) ?? gone.find((candidate) => !carried.has(candidate) && isAliased(after, candidate));
    if (same === undefined) {
      added.push(after);
      continue;
    }
    carried.add(same);
    kept.push(changeOf(same, after, fixed));
  }
  const changes = withFollowers(kept, fixed);
  return {
    added,
    removed: gone.filter((resource) => !carried.has(resource)),
    replaced: changes.filter(({ forcedBy }) => forcedBy.length > 0),
    changed: changes.filter(
      ({ forcedBy, differences: found, renamedFrom }) =>
        forcedBy.length === 0 && (found.length > 0 || renamedFrom !== undefined),
    ),
  };
}
