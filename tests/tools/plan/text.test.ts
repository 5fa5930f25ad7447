import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { shortType, within } from "../../../tools/plan/short-names";
import { dollars, duration, layout, wrapped } from "../../../tools/plan/text/layout";
import { treeLines } from "../../../tools/plan/text/tree";
import { treeOf } from "../../../tools/plan/tree";
import { recorded, stack } from "../recorded";

describe("figures", () => {
  test.each([
    [0, "$0.00"],
    [1234.5, "$1,234.50"],
    [1234567.891, "$1,234,567.89"],
  ])("%p dollars", (usd, text) => expect(dollars(usd)).toBe(text));

  test.each([
    [0, "0s"],
    [59.6, "1m00s"],
    [570, "9m30s"],
    [3720, "1h02m"],
  ])("%p seconds", (seconds, text) => expect(duration(seconds)).toBe(text));
});

test.each([
  ["aws:ec2/subnet:Subnet", "ec2:Subnet"],
  ["kubernetes:apps/v1:Deployment", "k8s:Deployment"],
  ["pulumi:providers:aws", "provider:aws"],
  ["random:index/randomPassword:RandomPassword", "random:RandomPassword"],
])("%s is short", (type, short) => expect(shortType(type)).toBe(short));

test("a child is called by its part, whoever only shares the beginning keeps its name, and nothing is left of the same", () => {
  expect(within("models", "models-key")).toBe("key");
  expect(within("models", "modelsX")).toBe("modelsX");
  expect(within("models", "models")).toBe("");
});

test("a list is broken between entries only, keeps all of them and leaves no line too long", () => {
  const entries = fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { maxLength: 30 });
  fc.assert(
    fc.property(entries, fc.integer({ min: 24, max: 100 }), (given, width) => {
      const lines = wrapped(given, "  ", width);
      expect(lines.join(" ").split(/[ ,]+/).filter(Boolean)).toEqual(given);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }),
  );
});

const store = (name: string) => [
  recorded("atelier:data:Store", name, { parent: stack.urn }),
  recorded("aws:s3/bucket:Bucket", `${name}-bucket`, { parent: recorded("atelier:data:Store", name).urn }),
];
const network = recorded("atelier:infra:Network", "network", { parent: stack.urn });
const subnets = ["a", "b", "c"].map((zone) =>
  recorded("aws:ec2/subnet:Subnet", `network-${zone}`, { parent: network.urn }),
);

test("the tree has components by name and class, their own resources counted, and alike ones as one", () => {
  const resources = [stack, network, ...subnets, ...store("models"), ...store("data")];
  const prices = new Map(store("models").map(({ urn }) => [urn, 1.5]));
  const [, ...lines] = treeLines(treeOf(resources), prices, layout(false));
  expect(lines.map((line) => line.replace(/ {3,}/g, " | "))).toEqual([
    "network  Network | 3",
    " | ec2:Subnet x3",
    "models, data  Store x2 | 2 | $1.50",
    " | s3:Bucket x2",
  ]);
});

test("no line of the tree is wider than the terminal, and figures stand beneath one another", () => {
  const many = Array.from({ length: 40 }, (_, index) => store(`a-store-with-a-name-${index}`)).flat();
  for (const columns of [60, 80, 120]) {
    const lines = treeLines(treeOf([stack, network, ...subnets, ...many]), new Map(), layout(false, columns));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
  }
});

test("colour is a matter of the terminal, the text is the same", () => {
  const root = treeOf([stack, network, ...subnets]);
  const plain = treeLines(root, new Map(), layout(false)).join("\n");
  const colored = treeLines(root, new Map(), layout(true)).join("\n");
  expect(plain).not.toContain("\u001b");
  expect(stripVTControlCharacters(colored)).toBe(plain);
  expect(colored).not.toBe(plain);
});

test("a resource beneath another resource counts to the component above both", () => {
  const [subnet] = subnets;
  const inner = recorded("aws:ec2/eip:Eip", "address", { parent: subnet?.urn ?? "" });
  expect(treeOf([stack, network, ...subnets, inner]).branches).toMatchObject([{ name: "network", count: 4 }]);
});
