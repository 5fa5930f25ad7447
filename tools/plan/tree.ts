import type { Recorded } from "../../sandbox/record";
import { isStack, kindOf, within } from "./short-names";

/** A component and what is beneath it. The root stands for the stack. */
export interface Branch {
  readonly urn: string;
  /** Without the parent's name in front: `key` of `models-key`. */
  readonly name: string;
  /** Class of the component: `ObjectStore`. */
  readonly kind: string;
  readonly branches: readonly Branch[];
  /** Resources that are the component's own, in the order of registration. */
  readonly leaves: readonly Recorded[];
  /** Custom resources beneath it, at any depth. */
  readonly count: number;
}

/** URN of the nearest component above each resource; of a component, the one that contains it. */
export function owners(resources: readonly Recorded[]): ReadonlyMap<string, string> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const found = new Map<string, string>();
  for (const { urn, parent } of resources) {
    let above = parent === undefined ? undefined : byUrn.get(parent);
    while (above?.custom && above.parent !== undefined) above = byUrn.get(above.parent);
    if (above !== undefined) found.set(urn, above.urn);
  }
  return found;
}

function branchOf(resource: Recorded, parentName: string, beneath: ReadonlyMap<string, readonly Recorded[]>): Branch {
  const inside = beneath.get(resource.urn) ?? [];
  const branches = inside.filter(({ custom }) => !custom).map((child) => branchOf(child, resource.name, beneath));
  const leaves = inside.filter(({ custom }) => custom);
  return {
    urn: resource.urn,
    name: within(parentName, resource.name),
    kind: kindOf(resource.type),
    branches,
    leaves,
    count: branches.reduce((sum, branch) => sum + branch.count, leaves.length),
  };
}

/**
 * The resources of a run by the component that made them.
 *
 * @throws {Error} when the run has no stack.
 */
export function treeOf(resources: readonly Recorded[]): Branch {
  const owner = owners(resources);
  const root = resources.find(isStack);
  if (root === undefined) throw new Error("a run without a stack");
  const beneath = new Map<string, Recorded[]>();
  for (const resource of resources) {
    if (resource === root) continue;
    const above = owner.get(resource.urn) ?? root.urn;
    const siblings = beneath.get(above);
    if (siblings === undefined) beneath.set(above, [resource]);
    else siblings.push(resource);
  }
  return branchOf(root, "", beneath);
}
