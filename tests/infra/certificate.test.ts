import { expect, test } from "@jest/globals";
import { Certificate, type CertificateArgs } from "../../infra/certificate";
import { deploy, named, only } from "../support/deploy";
import { here } from "./edge-parts";

const made = (differences: Partial<CertificateArgs> = {}) =>
  deploy(
    () =>
      new Certificate(
        "tls",
        {
          domain: "ml.atelier.example",
          covers: "the domain and its hosts",
          zoneId: "Z0STACKEXAMPLE",
          delegated: [],
          ...differences,
        },
        here(),
      ),
  );

test("a domain and its hosts are proved by one record, and used only when AWS has seen it", async () => {
  const resources = await made();
  const certificate = only(resources, "aws:acm/certificate:Certificate");
  const record = only(resources, "aws:route53/record:Record");

  expect(certificate.inputs).toMatchObject({
    domainName: "ml.atelier.example",
    subjectAlternativeNames: ["*.ml.atelier.example"],
    validationMethod: "DNS",
    keyAlgorithm: "RSA_2048",
  });
  expect(record.dependencies).toContain(certificate.urn);
  expect(only(resources, "aws:acm/certificateValidation:CertificateValidation").dependencies).toEqual(
    expect.arrayContaining([certificate.urn, record.urn]),
  );
});

test("a record that never resolves ends the deploy after half an hour", async () => {
  expect(named(await made(), "tls-issued").options.customTimeouts.create).toBe("30m");
});

test("a certificate for the domain alone names nothing else", async () => {
  const { inputs } = only(await made({ covers: "the domain" }), "aws:acm/certificate:Certificate");

  expect(inputs["subjectAlternativeNames"]).toEqual([]);
});

test("a certificate for CloudFront is made and waited for in us-east-1, any other in the stack's region", async () => {
  const regions = async (differences: Partial<CertificateArgs>) => {
    const resources = await made(differences);
    return ["tls-certificate", "tls-issued"].map((name) => named(resources, name).inputs["region"]);
  };

  expect(await regions({ region: "us-east-1" })).toEqual(["us-east-1", "us-east-1"]);
  expect(await regions({})).toEqual([undefined, undefined]);
});
