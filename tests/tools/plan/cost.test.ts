import { expect, test } from "@jest/globals";
import type { CostLine } from "../../../sandbox/prices";
import { costByOwner, costOf } from "../../../tools/plan/cost";
import { billOf, caveats } from "../../../tools/plan/cost-lines";
import { recorded, urnOf } from "../recorded";

const line = (urn: string, sku: string, usd: number, given: Partial<CostLine> = {}): CostLine => ({
  urn,
  sku,
  usd,
  quantity: 730,
  unit: "hour",
  basis: "1 node",
  region: "eu-central-1",
  source: "a list",
  confidence: "read",
  ...given,
});

const [a, b] = [urnOf("aws:a/b:C", "a"), urnOf("aws:a/b:C", "b")];

test("the month is the sum of the lines in cents, dearest first, and what is by use is not in it", () => {
  const cost = costOf([recorded("aws:a/b:C", "a"), recorded("aws:a/b:C", "b")], ({ urn }) => ({
    lines: urn === a ? [line(a, "small", 0.105)] : [line(b, "large", 10.1), line(b, "small", 0.105)],
    byUse: [{ urn, sku: "traffic", unit: "GB", usd: 0.09 }],
  }));
  expect(cost.monthly).toBe(10.31);
  expect(cost.lines.map(({ urn, sku }) => [urn, sku])).toEqual([
    [b, "large"],
    [a, "small"],
    [b, "small"],
  ]);
  expect(cost.byUse).toHaveLength(2);
});

test("a component costs what everything beneath it costs", () => {
  const owner = new Map([
    [a, "inner"],
    ["inner", "outer"],
    [b, "outer"],
  ]);
  expect(costByOwner([line(a, "x", 1), line(b, "x", 2)], owner)).toEqual(
    new Map([
      ["inner", 1],
      ["outer", 3],
    ]),
  );
});

test("the bill has one line a price", () => {
  expect(billOf([line(a, "x", 1), line(b, "x", 2), line(b, "y", 9)])).toMatchObject([
    { sku: "y", usd: 9, what: "1 node" },
    { sku: "x", usd: 3, what: "2 resources" },
  ]);
});

test("prices of another region and prices that nobody printed are named, others are not", () => {
  const cost = {
    currency: "USD",
    monthly: 0,
    byUse: [],
    lines: [
      line(a, "own", 1),
      line(a, "everywhere", 1, { region: "global" }),
      line(a, "foreign", 1, { region: "us-east-1" }),
      line(a, "guess", 1, { confidence: "memory" }),
      line(a, "nobody", 0, { confidence: "unknown" }),
    ],
  } as const;
  expect(caveats(cost, "eu-central-1")).toEqual([
    "no price is known and none counted: nobody",
    "us-east-1 stands in for eu-central-1: foreign",
    "derived or from memory, check before relying on it: guess",
  ]);
  expect(caveats({ ...cost, lines: cost.lines.slice(0, 2) }, "eu-central-1")).toEqual([]);
});
