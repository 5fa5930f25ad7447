import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Mistake } from "../../components/core/errors";
import { platformSettings } from "../../stacks/settings";
import { changed, shippedSettings } from "../support/stack-file";

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

const mangled = fc
  .array(fc.tuple(fc.constantFrom(...paths(staging)), rubbish), { minLength: 1, maxLength: 4 })
  .map((changes) => changes.reduce((settings, [path, value]) => changed(settings, path, value), staging));

test("500 mangled files give settings or a message that says what is wrong, never a crash", () => {
  fc.assert(
    fc.property(mangled, (settings) => {
      try {
        platformSettings(settings, "Pulumi.staging.yaml");
      } catch (problem) {
        expect(problem).toBeInstanceOf(Mistake);
        expect(String(problem)).toMatch(/Pulumi\.staging\.yaml, under atelier:settings:\n {2}- \S/);
      }
    }),
    { numRuns: 500 },
  );
});
