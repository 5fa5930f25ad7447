import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { scramVerifier } from "../../components/scram";

const word = fc.stringMatching(/^[A-Za-z0-9]{1,40}$/);
const form = /^SCRAM-SHA-256\$4096:([A-Za-z0-9+/]{22}==)\$([A-Za-z0-9+/]{43}=):([A-Za-z0-9+/]{43}=)$/;

/** What a server does with the proof that a client sends (RFC 5802, section 3). */
function serverAccepts(verifier: string, password: string): boolean {
  const [, salt = "", storedKey = ""] = form.exec(verifier) ?? [];
  const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), 4096, 32, "sha256");
  const clientKey = createHmac("sha256", salted).update("Client Key").digest();
  return createHash("sha256").update(clientKey).digest("base64") === storedKey;
}

test("a server that stores it accepts the password, and no other", () => {
  fc.assert(
    fc.property(word, word, word, (login, password, other) => {
      const verifier = scramVerifier(login, password);
      expect(serverAccepts(verifier, password)).toBe(true);
      expect(serverAccepts(verifier, other)).toBe(other === password);
    }),
    { numRuns: 25 },
  );
});

test("it is the same every time, and another for another login", () => {
  expect(scramVerifier("automl_1", "password")).toBe(scramVerifier("automl_1", "password"));
  expect(scramVerifier("automl_1", "password")).not.toBe(scramVerifier("automl_2", "password"));
});

test("it has the form that PostgreSQL takes for a verifier instead of hashing it as a password", () => {
  expect(scramVerifier("automl_1", "correct horse")).toMatch(form);
  expect(scramVerifier("automl_1", "horse")).not.toContain("horse");
});
