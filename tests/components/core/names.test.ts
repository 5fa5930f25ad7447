import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type NameKind, nameLimits, physicalName, shortHash } from "../../../components/core/names";

const kinds = Object.keys(nameLimits) as NameKind[];
/** What Pulumi lets a stack be called: letters, digits, `-`, `_` and `.`, up to 100. */
const stack = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/);
const part = fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+){0,6}$/);

describe.each(kinds)("the name of a %s", (kind) => {
  test("is one that AWS takes, for any of 1,000 stacks", () =>
    fc.assert(
      fc.property(stack, part, (named, made) => {
        const name = physicalName(kind, made, { stack: named });
        expect(name.length).toBeLessThanOrEqual(nameLimits[kind].max);
        expect(name).toMatch(nameLimits[kind].pattern);
      }),
      { numRuns: 1000 },
    ));

  test("differs between 1,000 stacks", () => {
    const names = Array.from({ length: 1000 }, (_, number) =>
      physicalName(kind, "automl-api", { stack: `review-${number}` }),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

test("two stacks never meet where one's name goes on in the other's part", () => {
  expect(physicalName("iam role", "b-c", { stack: "a" })).not.toBe(physicalName("iam role", "c", { stack: "a-b" }));
});

test("what does not fit loses words in front and keeps the end that tells one from the next", () => {
  const name = physicalName("target group", "automl-model-registry-api", { stack: "review-1234" });

  expect(name).toMatch(/^model-registry-api-[a-z0-9]{7}$/);
});

test("a new version of the same thing gets another name, the same version the same", () => {
  const of = (version: string) => physicalName("target group", "api", { stack: "prod", version });

  expect(of("8000")).toBe(of("8000"));
  expect(of("8000")).not.toBe(of("8001"));
});

test("a name starts with a letter, whatever the stack is called", () => {
  expect(physicalName("rds instance", "db", { stack: "2026" })).toMatch(/^s-2026-db-/);
});

test("a hash has seven characters, also when the number is small", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(shortHash(text)).toMatch(/^[0-9a-z]{7}$/);
    }),
  );
});
