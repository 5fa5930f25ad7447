import type { Recorded } from "../../sandbox/record";
import { isStack } from "./short-names";

/** The sort of thing a resource is, in a reader's words. */
export type Sort = "AWS" | "Kubernetes" | "generated" | "provider";

const sorts: Readonly<Record<string, Sort>> = {
  aws: "AWS",
  kubernetes: "Kubernetes",
  random: "generated",
  tls: "generated",
  pulumi: "provider",
};

export interface Totals {
  readonly resources: number;
  readonly components: number;
  /** By sort, most first. */
  readonly bySort: readonly (readonly [Sort | string, number])[];
}

/** How many of what a run made. The stack itself is none of them. */
export function totalsOf(resources: readonly Recorded[]): Totals {
  const counts = new Map<string, number>();
  let components = 0;
  for (const { type, custom } of resources.filter((resource) => !isStack(resource))) {
    const pack = type.split(":")[0] ?? type;
    const sort = sorts[pack] ?? pack;
    if (custom) counts.set(sort, (counts.get(sort) ?? 0) + 1);
    else components += 1;
  }
  const bySort = [...counts].sort(([, a], [, b]) => b - a);
  return { resources: bySort.reduce((sum, [, count]) => sum + count, 0), components, bySort };
}
