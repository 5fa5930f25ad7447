import { createECDH, createHash, createPrivateKey, createPublicKey } from "node:crypto";
import type { Check, Given, Table } from "./model";
import { numeric, text } from "./values";

/** The keys that belong to a secret number. Any 32 bytes are one, but for one chance in 2 to the 32. */
function keysOf(number: Buffer) {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(number);
  const point = curve.getPublicKey();
  const coordinate = (start: number) => point.subarray(start, start + 32).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", d: number.toString("base64url"), x: coordinate(1), y: coordinate(33) };
  const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/**
 * A real key, but of the cheapest kind whatever was asked: making RSA keys takes longer than everything else in a
 * plan. It is always the same for one URN and its inputs, so that two plans can be compared; it protects nothing.
 */
function pair({ urn, inputs }: Given) {
  const { privateKey, publicKey } = keysOf(
    createHash("sha256")
      .update(`${urn}\n${JSON.stringify(inputs)}`)
      .digest(),
  );
  const der = publicKey.export({ type: "spki", format: "der" });
  return {
    privateKeyPem: privateKey.export({ type: "sec1", format: "pem" }).toString(),
    privateKeyPemPkcs8: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    privateKeyOpenssh: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    publicKeyOpenssh: `ecdsa-sha2-nistp256 ${der.toString("base64")}`,
    publicKeyFingerprintMd5: createHash("md5")
      .update(der)
      .digest("hex")
      .replace(/..(?=.)/g, "$&:"),
    publicKeyFingerprintSha256: `SHA256:${createHash("sha256").update(der).digest("base64")}`,
  };
}

/** Shaped like a document, with nothing in it that could be verified. */
const pem = (kind: string, { hex }: Given): string =>
  [`-----BEGIN ${kind}-----`, Buffer.from(hex(128)).toString("base64"), `-----END ${kind}-----`, ""].join("\n");

const epoch = Date.parse("2026-01-01T00:00:00Z");
const validity = ({ inputs }: Given) => ({
  validityStartTime: new Date(epoch).toISOString(),
  validityEndTime: new Date(epoch + (numeric(inputs.validityPeriodHours) ?? 0) * 3_600_000).toISOString(),
  readyForRenewal: false,
});

const algorithm: Check = ({ inputs }) =>
  !["RSA", "ECDSA", "ED25519"].includes(text(inputs.algorithm)) &&
  `Invalid Attribute Value Match: algorithm is ${inputs.algorithm}, allowed are RSA, ECDSA, ED25519`;

const key =
  (input: string): Check =>
  ({ inputs }) =>
    !text(inputs[input]).includes("PRIVATE KEY-----") && `Invalid private key: ${input} is no private key in PEM`;

const period: Check = ({ inputs }) =>
  (numeric(inputs.validityPeriodHours) ?? -1) < 0 && "Invalid Attribute Value: validityPeriodHours must be at least 0";

const id = ({ hex }: Given): string => hex(40);
const request = ["dnsNames", "ipAddresses", "privateKeyPem", "subject", "uris"];

export const tls: Table = {
  "tls:index/privateKey:PrivateKey": {
    id,
    checks: [algorithm],
    replaces: ["algorithm", "ecdsaCurve", "rsaBits"],
    secrets: ["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"],
    outputs: pair,
  },
  "tls:index/selfSignedCert:SelfSignedCert": {
    id,
    checks: [key("privateKeyPem"), period],
    replaces: [...request, "allowedUses", "validityPeriodHours", "isCaCertificate"],
    secrets: ["privateKeyPem"],
    outputs: (given) => ({ certPem: pem("CERTIFICATE", given), keyAlgorithm: "ECDSA", ...validity(given) }),
  },
  "tls:index/certRequest:CertRequest": {
    id,
    checks: [key("privateKeyPem")],
    replaces: request,
    secrets: ["privateKeyPem"],
    outputs: (given) => ({ certRequestPem: pem("CERTIFICATE REQUEST", given), keyAlgorithm: "ECDSA" }),
  },
  "tls:index/locallySignedCert:LocallySignedCert": {
    id,
    checks: [key("caPrivateKeyPem"), period],
    replaces: [
      "caCertPem",
      "caPrivateKeyPem",
      "certRequestPem",
      "allowedUses",
      "validityPeriodHours",
      "isCaCertificate",
    ],
    secrets: ["caPrivateKeyPem"],
    outputs: (given) => ({ certPem: pem("CERTIFICATE", given), caKeyAlgorithm: "ECDSA", ...validity(given) }),
  },
};
