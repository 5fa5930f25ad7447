import type { Recorded } from "../../sandbox/record";

/** What one thing costs while nobody uses it. */
export interface CostLine {
  readonly urn: string;
  /** Which price it is: `rds.postgres.db.t4g.medium.single-az`. */
  readonly sku: string;
  readonly quantity: number;
  /** Of the quantity, over a month: `hour`, `GB-month`. */
  readonly unit: string;
  /** A month of it, of 730 hours. */
  readonly usd: number;
  /** How the quantity came about: `2 nodes`. */
  readonly basis: string;
  /** Region of the price list: another one than the stack's where no price of its own could be found. */
  readonly region: string;
  readonly source: string;
  readonly confidence: string;
}

/** What costs only when it is used, and so is not in the total. */
export interface UsePrice {
  readonly urn: string;
  readonly sku: string;
  readonly unit: string;
  /** For one unit. */
  readonly usd: number;
}

export interface Cost {
  readonly currency: "USD";
  /** All lines together, rounded to cents. */
  readonly monthly: number;
  /** Dearest first. */
  readonly lines: readonly CostLine[];
  readonly byUse: readonly UsePrice[];
}

/** What the account says one resource costs. */
export interface Priced {
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
