import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { refuse } from "../components/core/errors";
import type { Front } from "../components/core/shapes";
import { Certificate, nameProblem } from "./certificate";

export interface ReportsArgs {
  /** A private bucket whose policy, and whose key's, let CloudFront read. */
  readonly store: { readonly regionalDomainName: pulumi.Output<string> };
  /** Where its name is kept. */
  readonly front: Pick<Front, "domain" | "zoneId" | "ready">;
  /**
   * Label under the front's domain. No route may claim it.
   *
   * @default "reports"
   */
  readonly host?: string;
}

/**
 * AWS's own "CachingOptimized": the address alone is the key, and an object is kept for a day unless its
 * `Cache-Control` says otherwise. What is overwritten in place should say so.
 */
const cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/**
 * A page made from data may hold a script. Sandboxed, it runs as nobody: without the cookies, storage or rights of the
 * applications under the same domain, which may show it in a frame.
 */
const contentSecurityPolicy = (domain: string): string =>
  [
    "sandbox allow-scripts allow-popups allow-downloads",
    `frame-ancestors 'self' https://${domain} https://*.${domain}`,
  ].join("; ");

/**
 * Reports that anyone may read, through CloudFront; the bucket stays private. The only thing here that is public, and
 * slow to change: CloudFront takes minutes to make a distribution and again to delete it, because it disables it
 * everywhere first. There is no firewall: nothing is computed, and only GET and HEAD are answered.
 */
export class Reports extends Component {
  readonly url: string;

  constructor(name: string, args: ReportsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { store, front, host = "reports" } = args;
    const address = `${host}.${front.domain}`;
    refuse(`reports "${name}"`, [nameProblem(address)]);
    super("atelier:infra:Reports", name, opts);

    const certificate = new Certificate(
      this.child("tls"),
      { domain: address, covers: "the domain", zoneId: front.zoneId, delegated: front.ready, region: "us-east-1" },
      this.within,
    );

    const reader = new aws.cloudfront.OriginAccessControl(
      this.child("reader"),
      {
        name: this.physical("origin access control"),
        description: "Reads the reports",
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      },
      this.within,
    );

    const headers = new aws.cloudfront.ResponseHeadersPolicy(
      this.child("headers"),
      {
        name: this.physical("response headers policy"),
        securityHeadersConfig: {
          contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(front.domain), override: true },
          contentTypeOptions: { override: true },
          referrerPolicy: { referrerPolicy: "no-referrer", override: true },
          strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
        },
      },
      this.within,
    );

    const distribution = new aws.cloudfront.Distribution(
      this.child("distribution"),
      {
        enabled: true,
        comment: "Public reports",
        aliases: [address],
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        priceClass: "PriceClass_100",
        origins: [{ originId: "reports", domainName: store.regionalDomainName, originAccessControlId: reader.id }],
        defaultCacheBehavior: {
          targetOriginId: "reports",
          viewerProtocolPolicy: "redirect-to-https",
          allowedMethods: ["GET", "HEAD"],
          cachedMethods: ["GET", "HEAD"],
          compress: true,
          cachePolicyId: cachingOptimized,
          responseHeadersPolicyId: headers.id,
        },
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: {
          acmCertificateArn: certificate.arn,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
      },
      this.within,
    );

    for (const type of ["A", "AAAA"] as const) {
      new aws.route53.Record(
        this.child(`record-${type.toLowerCase()}`),
        {
          zoneId: front.zoneId,
          name: address,
          type,
          aliases: [{ name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false }],
        },
        this.within,
      );
    }

    this.url = `https://${address}`;
    this.registerOutputs({});
  }
}
