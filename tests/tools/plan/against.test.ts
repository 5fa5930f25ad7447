import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Recorded, Secret } from "../../../sandbox/record";
import { compare } from "../../../tools/plan/against/compare";
import { differences } from "../../../tools/plan/against/differences";
import { changes } from "../../../tools/plan/against/markdown";
import { readPlan } from "../../../tools/plan/against/read";
import { documentOf } from "../../../tools/plan/document";
import type { Plan } from "../../../tools/plan/plan";
import { WrongInput } from "../../../tools/wrong-input";
import { recorded, stack, urnOf } from "../recorded";

const planned = (resources: readonly Recorded[], given: Partial<Plan> = {}): Plan => ({
  stack: "test",
  region: "eu-central-1",
  resources: [stack, ...resources],
  outputs: {},
  needs: [],
  notices: [],
  cost: { currency: "USD", monthly: 0, lines: [], byUse: [] },
  timing: { createSeconds: 60, sumSeconds: 60, criticalPath: [] },
  ...given,
});

const type = "aws:rds/instance:Instance";
const database = (inputs: Record<string, unknown>, given: Parameters<typeof recorded>[2] = {}) =>
  recorded(type, "db", { inputs, ...given });
/** Two inputs cannot change on a database that exists. */
const fixed = (of: string) => (of === type ? ["username", "host"] : []);
const between = (before: readonly Recorded[], after: readonly Recorded[]) =>
  compare(documentOf(planned(before)), [stack, ...after], fixed);

describe("what changes", () => {
  test("nothing, when nothing does", () => {
    const same = [database({ username: "a", size: [1, { b: 2 }] })];
    expect(between(same, same)).toEqual({ added: [], removed: [], replaced: [], changed: [] });
  });

  test("what is new is added and what is gone is removed", () => {
    const bucket = recorded("aws:s3/bucket:Bucket", "models");
    expect(between([database({})], [bucket])).toMatchObject({
      added: [{ name: "models" }],
      removed: [{ name: "db" }],
      replaced: [],
      changed: [],
    });
  });

  test("an input changes a resource, one that cannot change replaces it", () => {
    expect(between([database({ size: 1 })], [database({ size: 2 })])).toMatchObject({
      changed: [{ differences: [{ path: "size", before: 1, after: 2 }] }],
      replaced: [],
    });
    expect(between([database({ username: "a" })], [database({ username: "b" })])).toMatchObject({
      changed: [],
      replaced: [{ forcedBy: ["username"] }],
    });
  });

  test("the program's own word replaces too, and what it ignores is no change", () => {
    const options = { replaceOnChanges: ["size"], ignoreChanges: ["password"] };
    expect(between([database({ size: 1 })], [database({ size: 2 }, { options })]).replaced).toHaveLength(1);
    expect(between([database({ password: 1 })], [database({ password: 2 }, { options })])).toMatchObject({
      replaced: [],
      changed: [],
    });
  });

  test("protection that is taken away is a change", () => {
    const protectedBefore = database({}, { options: { protect: true } });
    expect(between([protectedBefore], [database({})]).changed).toMatchObject([
      { differences: [{ path: "options.protect", before: true, after: false }] },
    ]);
  });

  test("who is bound for life to a replaced resource is replaced with it, who only uses it is not", () => {
    const host = recorded("aws:rds/instance:Instance", "host", { inputs: { username: "a" } });
    const renamed = { ...host, inputs: { username: "b" } };
    const bound = database({ host: "h" }, { propertyDependencies: { host: [host.urn] } });
    const user = recorded("aws:s3/bucket:Bucket", "user", { propertyDependencies: { host: [host.urn] } });
    expect(between([host, bound, user], [renamed, bound, user])).toMatchObject({
      replaced: [{ follows: [] }, { forcedBy: ["host"], follows: [host.urn] }],
      changed: [],
    });
  });

  test.each([
    ["name", "db"],
    ["URN", urnOf(type, "db")],
  ])("an alias by %s carries a resource over to its new name", (_, alias) => {
    const renamed = recorded(type, "postgres", { options: { aliases: [alias] } });
    expect(between([database({})], [renamed])).toMatchObject({
      added: [],
      removed: [],
      changed: [{ renamedFrom: "db", after: { name: "postgres" } }],
    });
  });

  test("a new secret is not seen, and not shown", () => {
    const [before, after] = ["hunter2", "hunter3"].map((value) => database({ password: new Secret(value) }));
    if (before === undefined || after === undefined) throw new Error("two databases");
    expect(between([before], [after]).changed).toEqual([]);
  });
});

test("two values differ somewhere exactly when they are not the same", () => {
  const key = fc.constantFrom("a", "b", "__proto__");
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, 0, 1, "x", true),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, value, (before, after) => {
      expect(differences(before, structuredClone(before))).toEqual([]);
      expect(differences(before, after).length === 0).toBe(isDeepStrictEqual(before, after));
    }),
    { numRuns: 500 },
  );
});

describe("the text of a pull request", () => {
  const markdown = (before: readonly Recorded[], after: readonly Recorded[]) =>
    changes(documentOf(planned(before)), planned(after), fixed);

  test("is short when nothing changes", () => {
    const text = markdown([database({})], [database({})]);
    expect(text).toContain("### Plan of `test`: no changes");
    expect(text.split("\n").length).toBeLessThan(8);
  });

  test("says what is replaced first, and which input forces it", () => {
    const text = markdown(
      [database({ username: "a" }), recorded("aws:s3/bucket:Bucket", "old")],
      [database({ username: "b" }), recorded("aws:s3/bucket:Bucket", "new")],
    );
    expect(text).toContain("**1 replaced**, 1 removed, 1 added");
    expect(text).toContain("- `db` (rds:Instance): forced by `username`; `username` `a` → `b`");
    expect(text.indexOf("**Replaced**")).toBeLessThan(text.indexOf("**Removed**"));
  });

  test("folds a long list away and leaves a short one open", () => {
    const buckets = (count: number) =>
      Array.from({ length: count }, (_, index) => recorded("aws:s3/bucket:Bucket", `b${index}`));
    expect(markdown([], buckets(40))).toContain("<details><summary><b>Added</b> (40)</summary>");
    expect(markdown([], buckets(3))).not.toContain("<details>");
  });

  test("cannot be broken by a value", () => {
    const value = "a`b\n## c </details> ".repeat(20);
    const text = markdown([database({ size: 1 })], [database({ size: value })]);
    expect(text).toMatch(/→ `` a`b ## c <\/details> .*\.\.\. ``$/m);
  });

  test("gives the price before and after, and what moves it", () => {
    const line = (urn: string, usd: number) =>
      ({ urn, sku: "x", usd, quantity: 1, unit: "hour", basis: "", region: "", source: "", confidence: "" }) as const;
    const cost = (usd: number) =>
      ({ currency: "USD", monthly: usd, lines: [line(urnOf(type, "db"), usd)], byUse: [] }) as const;
    const text = changes(documentOf(planned([], { cost: cost(10) })), planned([], { cost: cost(25.5) }), fixed);
    expect(text).toContain("$10.00 → $25.50 a month (**+$15.50**)");
    expect(text).toContain("- +$15.50 `db`");
  });
});

describe("an earlier plan", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "atelier-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const reading = (content: string) => {
    const path = join(folder, "plan.json");
    writeFileSync(path, content);
    return readPlan({ path, shown: "plan.json" });
  };

  test("is read as it was printed", () => {
    const document = documentOf(planned([database({ a: 1 })]));
    expect(reading(JSON.stringify(document)).resources.map(({ name }) => name)).toEqual(["db", "atelier-test"]);
  });

  test.each([
    ["nothing", "", "is not JSON"],
    ["another text", "resources:\n", "is not JSON"],
    ["another version", '{"version": 2}', "given a plan of version 2; allowed: 1"],
    ["something else", '{"name": "x"}', "is not a plan"],
    ["a list", "[]", "is not a plan"],
    ["a plan with a hole", '{"version": 1, "stack": "test", "resources": [{}]}', "is not a plan"],
  ])("%s is refused with a remedy", (_, content, says) => {
    expect(() => reading(content)).toThrow(WrongInput);
    expect(() => reading(content)).toThrow(says);
  });

  test("that is not there, or is a folder, is refused", () => {
    mkdirSync(join(folder, "inner"));
    const at = (name: string) => () => readPlan({ path: join(folder, name), shown: name });
    expect(at("none.json")).toThrow("none.json: no such file");
    expect(at("inner")).toThrow("inner: this is a folder");
  });
});
