import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { refuse } from "../components/core/errors";

/** Most characters of a certificate's first name (RFC 5280, ub-common-name). */
const longestName = 64;

/** What keeps a name from being a certificate's first. */
export const nameProblem = (name: string): string | false =>
  name.length > longestName &&
  `"${name}" has ${name.length} characters; allowed in a certificate: ${longestName}; choose a shorter domain or host`;

export interface CertificateArgs {
  readonly domain: string;
  /** Which names it is good for. */
  readonly covers: "the domain" | "the domain and its hosts";
  /** A public zone that answers for the domain. */
  readonly zoneId: pulumi.Input<string>;
  /** What must stand before names of the zone resolve. */
  readonly delegated: readonly pulumi.Resource[];
  /**
   * CloudFront takes certificates from us-east-1 only.
   *
   * @default - the region of the provider
   */
  readonly region?: "us-east-1";
}

/** A certificate that AWS renews by itself, for as long as its validation record stands. */
export class Certificate extends Component {
  /** Known once the certificate is issued. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    const { domain, covers, zoneId, delegated } = args;
    refuse(`certificate "${name}"`, [nameProblem(domain)]);
    super("atelier:infra:Certificate", name, opts);
    const where = args.region === undefined ? {} : { region: args.region };

    const certificate = new aws.acm.Certificate(
      this.child("certificate"),
      {
        domainName: domain,
        subjectAlternativeNames: covers === "the domain" ? [] : [`*.${domain}`],
        validationMethod: "DNS",
        keyAlgorithm: "RSA_2048",
        ...where,
      },
      this.within,
    );

    // A domain and its wildcard are proved by the same record: there is one to make, whatever the list says.
    const proof = certificate.domainValidationOptions.apply(([first]) => {
      if (first === undefined) throw new Error(`ACM gave no validation record for ${domain}`);
      return first;
    });
    const record = new aws.route53.Record(
      this.child("validation"),
      {
        zoneId,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 300,
      },
      this.within,
    );

    const validation = new aws.acm.CertificateValidation(
      this.child("issued"),
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn], ...where },
      // Minutes where the name resolves, never where it does not: the default would hold a broken deploy for 75.
      { ...this.within, dependsOn: [...delegated], customTimeouts: { create: "30m" } },
    );

    this.arn = validation.certificateArn;
    this.registerOutputs({});
  }
}
