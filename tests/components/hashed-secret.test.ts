import { expect, test } from "@jest/globals";
import * as kubernetes from "@pulumi/kubernetes";
import fc from "fast-check";
import { contentHash, hashedSecret } from "../../components/hashed-secret";
import { Secret } from "../../sandbox/record";
import { deploy, only } from "../support/deploy";
import { at, canary, cluster } from "./workload-parts";

const content = fc.dictionary(fc.stringMatching(/^[A-Z]{1,4}$/), fc.string(), { maxKeys: 4 });

test("equal contents have one hash, whatever their order; different ones have two", () => {
  fc.assert(
    fc.property(content, content, (a, b) => {
      const reversed = Object.fromEntries(Object.entries(a).reverse());
      const same = JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

      expect(contentHash(reversed)).toBe(contentHash(a));
      expect(contentHash(a) === contentHash(b)).toBe(same);
      expect(contentHash(a)).toMatch(/^[0-9a-f]{10}$/);
    }),
  );
});

test("a name and its value cannot be confused with the next", () => {
  expect(contentHash({ A: "B", C: "" })).not.toBe(contentHash({ A: "", BC: "" }));
});

const made = (password: string) =>
  deploy(() => {
    const { provider } = cluster();
    const args = hashedSecret("api", "automl", { part: "api" }, { PASSWORD: canary(password) });
    return new kubernetes.core.v1.Secret("secret", args, { provider });
  });

test("the name tells of a change, cannot be changed in place and is no secret, while every value is", async () => {
  const before = await made("one");
  const again = await made("one");
  const after = await made("two");
  const name = (resources: typeof before) => at(only(resources, "kubernetes:core/v1:Secret"), "metadata.name");

  expect(name(before)).toMatch(/^api-[0-9a-f]{10}$/);
  expect(name(again)).toBe(name(before));
  expect(name(after)).not.toBe(name(before));
  const { inputs } = only(before, "kubernetes:core/v1:Secret");
  expect(inputs["immutable"]).toBe(true);
  expect(inputs["stringData"]).toBeInstanceOf(Secret);
  expect(JSON.stringify(before)).not.toContain("canary");
});
