import type * as pulumi from "@pulumi/pulumi";
import type { ServiceGrant } from "./bucket-policy";
import type { DataClass } from "./core/data-class";
import { refuse } from "./core/errors";
import type { Days } from "./core/units";
import type { Here } from "./here";
import { expiryProblem, PrivateBucket } from "./private-bucket";

export interface LogStoreArgs {
  /** Delete logs this long after they are written. */
  readonly keep: Days;
  /** What the logs are worth. */
  readonly data: DataClass;
}

/**
 * Takes the access logs of buckets and load balancers of this account and region. Encrypted with S3's key and not with
 * one of ours, because load balancers deliver to no other kind of bucket (Elastic Load Balancing user guide, "Enable
 * access logs for your Application Load Balancer").
 *
 * Buckets write below `s3/<name>/`, load balancers below `AWSLogs/` (no prefix).
 */
export class LogStore extends PrivateBucket {
  /** @throws {Mistake} when logs would expire in less than a day. */
  constructor(name: string, args: LogStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`log store "${name}"`, [expiryProblem(args.keep)]);
    super(
      "atelier:data:LogStore",
      name,
      {
        data: args.data,
        encryption: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
        grants: logDelivery,
        expireAfter: args.keep,
        accessLogsTo: undefined,
      },
      opts,
    );
    this.registerOutputs({});
  }
}

const logDelivery = ({ partition, account }: Here): readonly ServiceGrant[] => [
  // S3 user guide, "Enabling Amazon S3 server access logging".
  {
    service: "logging.s3.amazonaws.com",
    action: "s3:PutObject",
    objects: "s3/*",
    conditions: {
      ArnLike: { "aws:SourceArn": `arn:${partition}:s3:::*` },
      StringEquals: { "aws:SourceAccount": account },
    },
  },
  // The service writes a balancer's logs below the account that owns it, so the path is the condition; AWS's own
  // example has no other, and a condition on a key that a delivery does not carry would lose the logs in silence.
  {
    service: "logdelivery.elasticloadbalancing.amazonaws.com",
    action: "s3:PutObject",
    objects: `AWSLogs/${account}/*`,
  },
];
