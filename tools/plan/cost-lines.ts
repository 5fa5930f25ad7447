import type { Recorded } from "../../sandbox/record";
import type { Cost, CostLine } from "./cost";

/** Lines of one price together, as a bill shows them. */
export interface BillLine {
  readonly sku: string;
  readonly usd: number;
  readonly quantity: number;
  readonly unit: string;
  /** How many resources cost so. */
  readonly resources: number;
  readonly lines: readonly CostLine[];
}

/** The bill, dearest first. */
export function billOf(lines: readonly CostLine[]): BillLine[] {
  const bySku = new Map<string, CostLine[]>();
  for (const line of lines) bySku.set(line.sku, [...(bySku.get(line.sku) ?? []), line]);
  return [...bySku]
    .map(([sku, alike]) => ({
      sku,
      usd: alike.reduce((sum, { usd }) => sum + usd, 0),
      quantity: alike.reduce((sum, { quantity }) => sum + quantity, 0),
      unit: alike[0]?.unit ?? "",
      resources: new Set(alike.map(({ urn }) => urn)).size,
      lines: alike,
    }))
    .sort((a, b) => b.usd - a.usd);
}

/** Reservations about a price: lists of another region, figures nobody printed. */
export function caveats({ lines }: Cost, region: string): string[] {
  const elsewhere = new Set(
    lines.filter((line) => line.region !== region && line.region !== "global").map((l) => l.sku),
  );
  const unsure = new Set(lines.filter(({ confidence }) => confidence !== "read").map(({ sku }) => sku));
  return [
    ...(elsewhere.size === 0 ? [] : [`us-east-1 stands in for ${region} in ${[...elsewhere].sort().join(", ")}`]),
    ...(unsure.size === 0
      ? []
      : [`derived or from memory, check before relying on it: ${[...unsure].sort().join(", ")}`]),
  ];
}

/** Names of the things a URN's reader looks for. */
export const namesByUrn = (resources: readonly Recorded[]): ReadonlyMap<string, string> =>
  new Map(resources.map(({ urn, name }) => [urn, name]));
