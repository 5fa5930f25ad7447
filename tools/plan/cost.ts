import type { CostLine, Priced, UsePrice } from "../../sandbox/prices";
import type { Recorded } from "../../sandbox/record";

export interface Cost {
  readonly currency: "USD";
  /** All lines together, rounded to cents. */
  readonly monthly: number;
  /** Dearest first. */
  readonly lines: readonly CostLine[];
  readonly byUse: readonly UsePrice[];
}

const cents = (usd: number): number => Math.round(usd * 100) / 100;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The price of a month, and where it comes from. */
export function costOf(resources: readonly Recorded[], priced: (resource: Recorded) => Priced): Cost {
  const all = resources.filter(({ custom }) => custom).map(priced);
  const lines = all
    .flatMap((one) => one.lines)
    .sort((a, b) => b.usd - a.usd || compare(a.urn, b.urn) || compare(a.sku, b.sku));
  const byUse = all.flatMap((one) => one.byUse).sort((a, b) => compare(a.sku, b.sku) || compare(a.urn, b.urn));
  return { currency: "USD", monthly: cents(lines.reduce((sum, { usd }) => sum + usd, 0)), lines, byUse };
}

/** Dollars by component, each with everything beneath it. */
export function costByOwner(lines: readonly CostLine[], owner: ReadonlyMap<string, string>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { urn, usd } of lines) {
    for (let at = owner.get(urn); at !== undefined; at = owner.get(at)) sums.set(at, (sums.get(at) ?? 0) + usd);
  }
  return sums;
}
