import { expect, test } from "@jest/globals";
import { Secret } from "../../../sandbox/record";
import { documentOf, shown } from "../../../tools/plan/document";
import type { Plan } from "../../../tools/plan/plan";
import { recorded, stack, urnOf } from "../recorded";

const bucket = recorded("aws:s3/bucket:Bucket", "models", {
  parent: stack.urn,
  inputs: { tags: { b: "2", a: "1" }, bucket: "models" },
  outputs: { password: new Secret("hunter2"), nested: [{ token: new Secret({ a: 1 }) }] },
  options: { protect: true, provider: "p::1", deletedWith: "c" },
});

const plan: Plan = {
  stack: "test",
  region: "eu-central-1",
  resources: [stack, bucket],
  outputs: {},
  needs: [],
  notices: [],
  cost: { currency: "USD", monthly: 1, lines: [], byUse: [] },
  timing: {
    createSeconds: 9,
    sumSeconds: 10,
    criticalPath: [{ urn: bucket.urn, start: 0, seconds: 9, assumed: true }],
  },
};

test("the document is the contract, key by key", () => {
  expect(documentOf(plan)).toEqual({
    version: 1,
    stack: "test",
    resources: [
      {
        urn: urnOf("aws:s3/bucket:Bucket", "models"),
        type: "aws:s3/bucket:Bucket",
        name: "models",
        parent: stack.urn,
        inputs: { bucket: "models", tags: { a: "1", b: "2" } },
        outputs: { nested: [{ token: "[secret]" }], password: "[secret]" },
        dependencies: [],
        options: {
          protect: true,
          retainOnDelete: false,
          deletedWith: "c",
          ignoreChanges: [],
          replaceOnChanges: [],
          aliases: [],
          customTimeouts: {},
          provider: "p::1",
        },
      },
      {
        urn: stack.urn,
        type: "pulumi:pulumi:Stack",
        name: "atelier-test",
        inputs: {},
        outputs: {},
        dependencies: [],
        options: {
          protect: false,
          retainOnDelete: false,
          ignoreChanges: [],
          replaceOnChanges: [],
          aliases: [],
          customTimeouts: {},
        },
      },
    ],
    policies: { checked: 0, violations: [] },
    reachability: {},
    cost: { currency: "USD", monthly: 1, lines: [] },
    timing: { createSeconds: 9, criticalPath: [bucket.urn] },
  });
});

test("neither the order of registration nor that of keys changes a byte", () => {
  const turned = { ...bucket, inputs: { bucket: "models", tags: { a: "1", b: "2" } } };
  expect(JSON.stringify(documentOf({ ...plan, resources: [turned, stack] }))).toBe(JSON.stringify(documentOf(plan)));
});

test("a secret is hidden at any depth, and what is none is as it was", () => {
  expect(shown([{ a: new Secret("x") }, null, 1, "[secret]x"])).toEqual([{ a: "[secret]" }, null, 1, "[secret]x"]);
});
