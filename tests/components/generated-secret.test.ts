import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import { GeneratedSecret, type GeneratedSecretArgs, secretLength } from "../../components/generated-secret";
import { Secret } from "../../sandbox/record";
import { deploy, named } from "../support/deploy";
import { hidden, key, keyArn } from "./data-parts";

const make = (args: Partial<GeneratedSecretArgs> = {}) =>
  new GeneratedSecret("jwt", { key, data: "kept", rotate: "2026-11", ...args });
const made = (args: Partial<GeneratedSecretArgs> = {}) => deploy(() => make(args));

test("a secret is 32 letters and digits, and a new rotation makes it anew", async () => {
  expect(named(await made(), "jwt-value").inputs).toEqual({
    length: 32,
    special: false,
    minLower: 1,
    minUpper: 1,
    minNumeric: 1,
    keepers: { rotate: "2026-11" },
  });
});

test("a secret of so many bits is long enough for them, and no longer than it need be", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 760 }), (bits) => {
      const length = secretLength(bits);
      expect(62n ** BigInt(length)).toBeGreaterThanOrEqual(2n ** BigInt(bits));
      if (length > 32) expect(62n ** BigInt(length - 1)).toBeLessThan(2n ** BigInt(bits));
    }),
  );
  expect(secretLength(256)).toBe(43);
});

test.each([0, -1, 763, Number.NaN])("%p bits are refused", async (bits) => {
  await expect(made({ bits })).rejects.toThrow(
    `generated secret "jwt":\n  - bits is ${bits}; allowed are 1 to 762, what 128 characters hold`,
  );
});

test("people find a copy in Secrets Manager, encrypted with the key", async () => {
  const resources = await made();

  expect(named(resources, "jwt-copy").inputs).toMatchObject({
    kmsKeyId: keyArn,
    namePrefix: expect.stringMatching(/^test-jwt-/),
  });
  expect(hidden(named(resources, "jwt-copied").inputs["secretString"])).toMatch(/^[A-Za-z0-9]{32}$/);
});

test("a deleted copy can be had back for 30 days where data is kept, and frees its name at once where it is not", async () => {
  expect(named(await made({ data: "kept" }), "jwt-copy").inputs).toMatchObject({ recoveryWindowInDays: 30 });
  expect(named(await made({ data: "disposable" }), "jwt-copy").inputs).toMatchObject({ recoveryWindowInDays: 0 });
});

test("a secret is not protected, because a rotation replaces it", async () => {
  for (const { options } of await made({ data: "kept" })) expect(options.protect).toBe(false);
});

test("the value is a secret wherever it stands", async () => {
  const resources = await made();
  const value = String(hidden(named(resources, "jwt-value").outputs["result"]));

  expect(JSON.stringify(resources)).not.toContain(value);
  expect(named(resources, "jwt-value").outputs["result"]).toBeInstanceOf(Secret);
});

test("who knows the secret finds it under one variable, as a secret", async () => {
  let variables: string[] = [];
  let known: readonly boolean[] = [];
  await deploy(async () => {
    const { env, secrets, statements, reach } = make().as("JWT_SECRET_KEY");
    expect({ env, statements, reach }).toEqual({ env: {}, statements: [], reach: [] });
    variables = Object.keys(secrets);
    known = await Promise.all(Object.values(secrets).map((value) => pulumi.isSecret(value)));
  });

  expect(variables).toEqual(["JWT_SECRET_KEY"]);
  expect(known).toEqual([true]);
});
