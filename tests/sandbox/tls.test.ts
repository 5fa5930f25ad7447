import { createPrivateKey, createPublicKey } from "node:crypto";
import { expect, test } from "@jest/globals";
import { Secret } from "../../sandbox/record";
import { World } from "./world";

const shown = (value: unknown): string => String(value instanceof Secret ? value.reveal() : value);

test("a private key is one, it is secret, and its public half fits", () => {
  const { outputs } = new World().make("tls:index/privateKey:PrivateKey", { algorithm: "ECDSA" });
  for (const form of [outputs.privateKeyPem, outputs.privateKeyPemPkcs8, outputs.privateKeyOpenssh]) {
    expect(form).toBeInstanceOf(Secret);
  }
  const halves = createPublicKey(createPrivateKey(shown(outputs.privateKeyPem)));
  expect(halves.export({ type: "spki", format: "pem" })).toBe(outputs.publicKeyPem);
});

test("a certificate is shaped as one, and valid as long as asked", () => {
  const world = new World();
  const key = world.make("tls:index/privateKey:PrivateKey", { algorithm: "ECDSA" }).outputs.privateKeyPem;
  const { outputs } = world.make("tls:index/selfSignedCert:SelfSignedCert", {
    privateKeyPem: key,
    validityPeriodHours: 24,
  });
  expect(outputs.certPem).toMatch(/^-----BEGIN CERTIFICATE-----\n\S+\n-----END CERTIFICATE-----\n$/);
  expect(outputs.privateKeyPem).toBeInstanceOf(Secret);
  expect(Date.parse(String(outputs.validityEndTime)) - Date.parse(String(outputs.validityStartTime))).toBe(86_400_000);
});
