import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketPolicy, type ServiceGrant } from "./bucket-policy";
import { Component } from "./core/component";
import { type DataClass, protection } from "./core/data-class";
import { type Days, days } from "./core/units";
import { type Here, here } from "./here";

/** A bucket that takes the access logs of others. `components/LogStore` is one. */
export interface AccessLog {
  readonly bucket: pulumi.Output<string>;
}

export interface PrivateBucketArgs {
  /** What the objects are worth. */
  readonly data: DataClass;
  /** Encrypts what is written without another word. */
  readonly encryption: aws.types.input.s3.BucketServerSideEncryptionConfigurationRule;
  /** What AWS's own services may do with it. @default - nothing */
  readonly grants: ((where: Here) => readonly ServiceGrant[]) | undefined;
  readonly expireAfter: Days | undefined;
  readonly accessLogsTo: AccessLog | undefined;
}

/** How long an overwritten or deleted object can still be had back. */
const undo: Days = "30 days";

/** What every bucket here is: private, versioned, encrypted, over TLS only, owned whole by the account. */
export abstract class PrivateBucket extends Component {
  /** Its name, once its policy stands: who waits for the name can use the bucket. */
  readonly bucket: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Where a CDN of ours fetches: `<bucket>.s3.<region>.amazonaws.com`. */
  readonly regionalDomainName: pulumi.Output<string>;

  protected constructor(
    type: `atelier:data:${string}`,
    name: string,
    args: PrivateBucketArgs,
    opts: pulumi.ComponentResourceOptions | undefined,
  ) {
    super(type, name, opts);
    const { protect, forceDestroy } = protection[args.data];

    const made = new aws.s3.Bucket(
      this.child("bucket"),
      { bucketPrefix: this.physical("s3 bucket"), forceDestroy },
      { ...this.within, protect },
    );
    const bucket = made.bucket;

    const priv = new aws.s3.BucketPublicAccessBlock(
      this.child("private"),
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      this.within,
    );
    new aws.s3.BucketOwnershipControls(
      this.child("owner"),
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      this.within,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      this.child("encryption"),
      { bucket, rules: [args.encryption] },
      this.within,
    );
    const versions = new aws.s3.BucketVersioning(
      this.child("versions"),
      { bucket, versioningConfiguration: { status: "Enabled" } },
      this.within,
    );
    new aws.s3.BucketLifecycleConfiguration(
      this.child("lifecycle"),
      { bucket, rules: lifecycle(args.expireAfter) },
      // A rule on old versions is refused before there can be any.
      { ...this.within, dependsOn: [versions] },
    );
    if (args.accessLogsTo) {
      new aws.s3.BucketLogging(
        this.child("access-log"),
        { bucket, targetBucket: args.accessLogsTo.bucket, targetPrefix: `s3/${name}/` },
        this.within,
      );
    }
    const grants = args.grants ? here(this).apply(args.grants) : pulumi.output([]);
    const policy = new aws.s3.BucketPolicy(
      this.child("policy"),
      {
        bucket,
        policy: pulumi.all([made.arn, grants]).apply(([arn, allowed]) => JSON.stringify(bucketPolicy(arn, allowed))),
      },
      // S3 refuses to change a bucket's policy and its public access at once (OperationAborted).
      { ...this.within, dependsOn: [priv] },
    );

    this.bucket = policy.bucket;
    this.arn = made.arn;
    this.regionalDomainName = made.bucketRegionalDomainName;
  }
}

/** What is wrong with a time after which objects expire, if something is. */
export const expiryProblem = (expireAfter: Days | undefined): string | false =>
  expireAfter !== undefined &&
  !/^[1-9]\d*$/.test(String(Number.parseFloat(expireAfter))) &&
  `objects would expire after ${expireAfter}; S3 allows whole days from "1 days": give more, or leave it out`;

function lifecycle(expireAfter: Days | undefined): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  const everything = { status: "Enabled", filter: {} };
  return [
    {
      ...everything,
      id: "old-versions",
      noncurrentVersionExpiration: { noncurrentDays: days(undo) },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
    expireAfter === undefined
      ? // A marker that hides nothing any more only slows listing down.
        { ...everything, id: "delete-markers", expiration: { expiredObjectDeleteMarker: true } }
      : { ...everything, id: "expire", expiration: { days: days(expireAfter) } },
  ];
}
