import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Account } from "../../sandbox/account";
import { Secret } from "../../sandbox/record";
import type { Properties } from "../../sandbox/wire";

const shown = (value: unknown): string => String(value instanceof Secret ? value.reveal() : value);

function generate(kind: string, inputs: Properties, name = "value"): Properties {
  const type = `random:index/random${kind}:Random${kind}`;
  return new Account().create({ urn: `urn:pulumi:test::atelier::${type}::${name}`, type, name, inputs }).outputs;
}

describe("generated text", () => {
  test("has the asked length and at least as many of each class as asked, of no class that was not", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 128 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 0, max: 4 }),
        fc.boolean(),
        fc.string({ minLength: 1, maxLength: 8 }),
        (length, minNumeric, minUpper, special, name) => {
          const text = shown(generate("Password", { length, minNumeric, minUpper, special }, name).result);
          expect(text).toHaveLength(length);
          expect(text.replace(/[^0-9]/g, "").length).toBeGreaterThanOrEqual(minNumeric);
          expect(text.replace(/[^A-Z]/g, "").length).toBeGreaterThanOrEqual(minUpper);
          if (!special) expect(text).toMatch(/^[A-Za-z0-9]*$/);
        },
      ),
    );
  });

  test("uses the asked special characters", () => {
    const inputs = { length: 40, minSpecial: 40, overrideSpecial: "!" };
    expect(shown(generate("Password", inputs).result)).toBe("!".repeat(40));
  });

  test("stays what it is until its keepers change", () => {
    const first = shown(generate("Password", { length: 32 }).result);
    expect(shown(generate("Password", { length: 32 }).result)).toBe(first);
    expect(shown(generate("Password", { length: 32, keepers: { rotate: "2027-01" } }).result)).not.toBe(first);
    expect(shown(generate("Password", { length: 32 }, "other").result)).not.toBe(first);
  });

  test("is a secret when it is a password or bytes, and none when it is a name", () => {
    expect(generate("Password", { length: 8 }).result).toBeInstanceOf(Secret);
    expect(generate("Bytes", { length: 32 }).base64).toBeInstanceOf(Secret);
    expect(generate("String", { length: 8 }).result).toEqual(expect.any(String));
    expect(generate("Id", { byteLength: 4 }).hex).toMatch(/^[0-9a-f]{8}$/);
  });
});

test("bytes have their length in each form, and an id its prefix", () => {
  const { base64, hex } = generate("Bytes", { length: 32 });
  expect(Buffer.from(shown(base64), "base64").toString("hex")).toBe(shown(hex));
  expect(shown(hex)).toHaveLength(64);
  const id = generate("Id", { byteLength: 4, prefix: "p-" });
  expect(id.dec).toBe(`p-${Number.parseInt(String(id.hex).slice(2), 16)}`);
});
