import type { CostLine } from "../../sandbox/prices";
import type { Cost } from "./cost";
import { plural } from "./short-names";

/** Lines of one price together, as a bill shows them. */
export interface BillLine {
  readonly sku: string;
  readonly usd: number;
  /** What costs so: `2 nodes`, or how many resources. */
  readonly what: string;
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
      what:
        alike.length === 1 ? (alike[0]?.basis ?? "") : plural(new Set(alike.map(({ urn }) => urn)).size, "resource"),
      lines: alike,
    }))
    .sort((a, b) => b.usd - a.usd);
}

/** Reservations about a price: lists of another region, figures nobody printed. */
export function caveats({ lines }: Cost, region: string): string[] {
  const elsewhere = new Set(
    lines.filter((line) => line.region !== region && line.region !== "global").map((l) => l.sku),
  );
  const unsure = new Set(
    lines.filter(({ confidence }) => ["derived", "memory"].includes(confidence)).map(({ sku }) => sku),
  );
  const unknown = new Set(lines.filter(({ confidence }) => confidence === "unknown").map(({ sku }) => sku));
  const named = (skus: ReadonlySet<string>): string => [...skus].sort().join(", ");
  return [
    ...(unknown.size === 0 ? [] : [`no price is known and none counted: ${named(unknown)}`]),
    ...(elsewhere.size === 0 ? [] : [`us-east-1 stands in for ${region}: ${named(elsewhere)}`]),
    ...(unsure.size === 0 ? [] : [`derived or from memory, check before relying on it: ${named(unsure)}`]),
  ];
}
