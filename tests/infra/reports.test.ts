import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { Reports, type ReportsArgs } from "../../infra/reports";
import { deploy, named, only, typed } from "../support/deploy";
import { front, here } from "./edge-parts";

const store = { regionalDomainName: pulumi.output("reports.s3.eu-central-1.amazonaws.com") };

const made = (differences: Partial<ReportsArgs> = {}) =>
  deploy(() => new Reports("reports", { store, front: front(), ...differences }, here()));

describe("public reports", () => {
  test("are read from the private bucket with a signature, over HTTPS, and cannot be written", async () => {
    const resources = await made();
    const reader = only(resources, "aws:cloudfront/originAccessControl:OriginAccessControl");

    expect(reader.inputs).toMatchObject({
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    expect(only(resources, "aws:cloudfront/distribution:Distribution").inputs).toMatchObject({
      enabled: true,
      aliases: ["reports.ml.atelier.example"],
      httpVersion: "http2and3",
      priceClass: "PriceClass_100",
      origins: [{ domainName: "reports.s3.eu-central-1.amazonaws.com", originAccessControlId: reader.id }],
      defaultCacheBehavior: {
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
      },
      viewerCertificate: { sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" },
    });
  });

  test("use a certificate from us-east-1, once it is issued", async () => {
    const resources = await made();

    expect(named(resources, "reports-tls-certificate").inputs).toMatchObject({
      domainName: "reports.ml.atelier.example",
      region: "us-east-1",
    });
    expect(named(resources, "reports-distribution").dependencies).toContain(named(resources, "reports-tls-issued").urn);
  });

  test("run as nobody in a browser, and are framed by the stack's own pages only", async () => {
    const policy = only(await made(), "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy");

    expect(policy.inputs["securityHeadersConfig"]).toMatchObject({
      contentSecurityPolicy: {
        contentSecurityPolicy:
          "sandbox allow-scripts allow-popups allow-downloads; " +
          "frame-ancestors 'self' https://ml.atelier.example https://*.ml.atelier.example",
        override: true,
      },
      contentTypeOptions: { override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
    });
  });

  test("are found by name over IPv4 and IPv6, before the zone goes and after the distribution stands", async () => {
    const resources = await made({ host: "drift" });
    const distribution = only(resources, "aws:cloudfront/distribution:Distribution");
    const aliases = typed(resources, "aws:route53/record:Record").filter(
      ({ inputs }) => inputs["aliases"] !== undefined,
    );

    expect(aliases.map(({ inputs }) => [inputs["name"], inputs["type"]])).toEqual([
      ["drift.ml.atelier.example", "A"],
      ["drift.ml.atelier.example", "AAAA"],
    ]);
    for (const { dependencies } of aliases) expect(dependencies).toContain(distribution.urn);
  });

  test("say where they are", async () => {
    let url = "";
    await deploy(() => {
      url = new Reports("reports", { store, front: front() }, here()).url;
    });

    expect(url).toBe("https://reports.ml.atelier.example");
  });

  test("refuse an address too long for a certificate, and take one that just fits", async () => {
    const ending = ".ml.atelier.example";
    await expect(made({ host: "r".repeat(65 - ending.length) })).rejects.toThrow(
      /has 65 characters; allowed in a certificate: 64/,
    );
    await expect(made({ host: "r".repeat(64 - ending.length) })).resolves.toBeDefined();
  });
});
