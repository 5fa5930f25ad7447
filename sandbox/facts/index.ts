import { assumed, instant, quick } from "./assumed";
import prices from "./prices.json";
import times from "./times.json";

/** How sure a figure is: it stands in a text, was calculated from one, or was remembered. */
type Confidence = string;

export interface Price {
  readonly sku: string;
  /** Of the price list: the region asked for, `global`, or `us-east-1` where the region's own was not to be had. */
  readonly region: string;
  /** `hour`, `GB-month` */
  readonly unit: string;
  /** List price of one unit, without tax or discount. */
  readonly usd: number;
  readonly source: string;
  /** `2025-07`, or `unknown`. */
  readonly asOf: string;
  readonly confidence: Confidence;
}

const byKey = new Map<string, Price>(prices.map((price) => [`${price.sku} ${price.region}`, price]));

/** The price of something, or nothing when no source states one. */
export function price(sku: string, region: string): Price | undefined {
  return byKey.get(`${sku} ${region}`) ?? byKey.get(`${sku} global`) ?? byKey.get(`${sku} us-east-1`);
}

export interface Duration {
  /** Typical seconds. */
  readonly create: number;
  readonly delete: number;
  readonly source: string;
  readonly confidence: Confidence;
  /** No source states it: a guess of ours. */
  readonly assumed: boolean;
}

const byVariant = new Map<string, Duration>(
  times.map(({ type, variant = "", createSeconds, deleteSeconds, source, confidence }) => [
    `${type} ${variant}`,
    { create: createSeconds, delete: deleteSeconds, source, confidence, assumed: false },
  ]),
);

/**
 * How long AWS takes to create and delete something of a type, in one of its variants such as `multi-az`.
 *
 * @throws when neither a source nor an assumption covers the type.
 */
export function seconds(type: string, variant = ""): Duration {
  const known = byVariant.get(`${type} ${variant}`) ?? byVariant.get(`${type} `);
  if (known !== undefined) return known;
  const guess = assumed[type] ?? (quick.includes(type.split(":")[0] ?? "") ? instant : undefined);
  if (guess === undefined) throw new Error(`no time is known or assumed for ${type}: add it to sandbox/facts`);
  return { create: guess[0], delete: guess[1], source: "assumption", confidence: "assumed", assumed: true };
}
