import type { Account } from "./account";
import type { Thing } from "./model";
import { pricesIn } from "./prices";
import type { Recorded, Run } from "./record";

/** What must still stand while a resource stands: all that it uses, its parent and its provider. */
function needs({ dependencies, parent, options }: Recorded): readonly string[] {
  const provider = options.provider?.slice(0, options.provider.lastIndexOf("::"));
  return [...dependencies, parent, provider].filter((urn) => urn !== undefined);
}

/**
 * The order in which the engine deletes: whatever needs a thing goes before it, the last that was made first. A
 * resource that is deleted with another goes with it, before it in the list.
 */
export function destroyOrder({ resources }: Pick<Run, "resources">): readonly Recorded[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const dependents = new Map<string, Recorded[]>();
  for (const resource of resources) {
    const { deletedWith } = resource.options;
    for (const urn of [...needs(resource), ...(deletedWith === undefined ? [] : [deletedWith])]) {
      dependents.set(urn, [...(dependents.get(urn) ?? []), resource]);
    }
  }
  const order: Recorded[] = [];
  const seen = new Set<string>();
  const remove = (resource: Recorded): void => {
    if (seen.has(resource.urn)) return;
    seen.add(resource.urn);
    for (const dependent of [...(dependents.get(resource.urn) ?? [])].reverse()) remove(dependent);
    order.push(resource);
  };
  for (const resource of [...byUrn.values()].reverse()) remove(resource);
  return order;
}

export interface Destroyed {
  /** What the engine or AWS would not delete, and why. */
  readonly refused: readonly { readonly urn: string; readonly reason: string }[];
  /** What exists afterwards, kept on purpose or not. */
  readonly left: readonly Thing[];
  /** Dollars a month that it costs. */
  readonly monthly: number;
}

/** Deletes what a run made, in the engine's order. What needs something that was refused stays too, as it would. */
export function destroy(account: Account, run: Run): Destroyed {
  const refused: { urn: string; reason: string }[] = [];
  const staying = new Set<string>();
  for (const resource of destroyOrder(run)) {
    const { urn, type, id, custom, options } = resource;
    const stay = (reason: string): void => {
      refused.push({ urn, reason });
      for (const needed of needs(resource)) staying.add(needed);
    };
    if (staying.has(urn)) {
      for (const needed of needs(resource)) staying.add(needed);
      continue;
    }
    // The engine only forgets what another takes along, and what it was told to leave.
    if (!custom || id === undefined || options.retainOnDelete || goesAlong(run, resource)) continue;
    if (options.protect) {
      stay("it is protected: unprotect it first");
      continue;
    }
    const { provider } = options;
    try {
      account.delete({ type, id, ...(provider === undefined ? {} : { provider }) });
    } catch (error) {
      stay(error instanceof Error ? error.message : String(error));
    }
  }
  const left = account.remaining();
  const priced = pricesIn(account.region, left);
  const monthly = left.flatMap((thing) => priced(thing).lines).reduce((sum, { usd }) => sum + usd, 0);
  return { refused, left, monthly };
}

const goesAlong = ({ resources }: Run, { options }: Recorded): boolean =>
  options.deletedWith !== undefined && resources.some(({ urn }) => urn === options.deletedWith);
