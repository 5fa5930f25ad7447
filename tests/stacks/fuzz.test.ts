import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Mistake } from "../../components/core/errors";
import { changed, shippedSettings } from "../support/stack-file";
import { planned } from "../support/stacks";

/** Every path of the shipped file, to its leaves. */
function paths(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return at === "" ? [] : [at];
  return [
    ...(at === "" ? [] : [at]),
    ...Object.entries(value).flatMap(([key, inner]) => paths(inner, at === "" ? key : `${at}.${key}`)),
  ];
}

const staging = shippedSettings("staging");

const rubbish = fc.oneof(
  fc.anything({ withNullPrototype: false, maxDepth: 3 }),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    undefined,
    null,
    "",
    "CHANGEME",
    "0.0.0.0/0",
    "10.0.0.0/8",
    "__proto__",
    -1,
    1e308,
    Number.NaN,
    [],
    {},
  ),
);

type Change = readonly [path: string, value: unknown];

/** What a person may well write; alone, each of these is right. */
const harmless: readonly Change[] = [
  ["account", "222233334444"],
  ["region", "us-east-1"],
  ["domain", "a.b.c.atelier.example"],
  ["hostedZone", { existing: "Z00000000EXAMPLE" }],
  ["network.cidr", "172.16.0.0/16"],
  ["network.podsPerZone", 6_500],
  ["kubernetes.version", "1.35"],
  ["kubernetes.apiFrom", []],
  ["kubernetes.viewers", []],
  ["rotate", "2027-12"],
  ["owner", "A team: of/people @ work"],
  ["products", {}],
  ["products.automl.storage", "none"],
  ["products.automl.hosts", { landing: "www", api: "a", app: "b", mlflow: "c", reports: "d" }],
  ["products.automl.longestTrainingHours", 72],
  ["products.automl.celeryApp", "app:celery"],
];

const mangling = fc.tuple(fc.constantFrom(...paths(staging)), rubbish);
const mangled = fc
  .oneof(
    { weight: 19, arbitrary: fc.array(mangling, { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...harmless), { minLength: 1, maxLength: 4 }) },
  )
  .map((changes: readonly Change[]) =>
    changes.reduce((settings, [path, value]) => changed(settings, path, value), staging),
  );

test("500 mangled files give a plan or a message that says what is wrong, never a crash", async () => {
  let plans = 0;
  await fc.assert(
    fc.asyncProperty(mangled, async (settings) => {
      try {
        await planned("staging", { settings });
        plans += 1;
      } catch (problem) {
        expect(problem).toBeInstanceOf(Mistake);
        expect(String(problem)).toMatch(/Pulumi\.staging\.yaml, under atelier:settings:\n {2}- \S/);
      }
    }),
    { numRuns: 500 },
  );

  // A run without plans would have tried nothing but the schema.
  expect(plans).toBeGreaterThan(3);
});
