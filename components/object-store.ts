import * as pulumi from "@pulumi/pulumi";
import type { ServiceGrant } from "./bucket-policy";
import { type Access, access, type Statement } from "./core/access";
import type { DataClass } from "./core/data-class";
import { refuse } from "./core/errors";
import type { EncryptionKey } from "./core/shapes";
import type { Days } from "./core/units";
import type { Here } from "./here";
import { type AccessLog, expiryProblem, PrivateBucket } from "./private-bucket";

export interface ObjectStoreArgs {
  /** Encrypts the objects. Where the store is shared with CloudFront, the key must be usable by it. */
  readonly key: EncryptionKey;
  /** What the objects are worth. */
  readonly data: DataClass;
  /**
   * Delete objects this long after they are written. They can be had back for 30 days more.
   *
   * @default - objects are kept until something deletes them
   */
  readonly expireAfter?: Days;
  /**
   * Where S3 writes who asked for what.
   *
   * @default - no access log
   */
  readonly accessLogsTo?: AccessLog;
  /**
   * Lets CloudFront fetch objects for any distribution of this account, and for no other. Not for one distribution
   * only: its ARN is known after the bucket, and a bucket has one policy, so naming it would close a circle.
   *
   * @default - only whom IAM allows
   */
  readonly sharedWith?: "cloudfront";
}

interface Allowed {
  readonly objects: Statement["actions"];
  readonly key: Statement["actions"];
}

const reading: Allowed = { objects: ["s3:GetObject"], key: ["kms:Decrypt"] };
const writing: Allowed = {
  objects: [...reading.objects, "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
  // A multipart upload also decrypts, to join the parts it has written.
  key: [...reading.key, "kms:GenerateDataKey"],
};
// Deleting hides an object behind a marker. Its versions, which are what could be lost, nobody here may delete.
const using: Allowed = { ...writing, objects: [...writing.objects, "s3:DeleteObject"] };

/** A private, versioned, encrypted S3 bucket. There is no argument that makes it anything else. */
export class ObjectStore extends PrivateBucket {
  readonly key: EncryptionKey;

  /** @throws {Mistake} when objects would expire in less than a day. */
  constructor(name: string, args: ObjectStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`object store "${name}"`, [expiryProblem(args.expireAfter)]);
    super(
      "atelier:data:ObjectStore",
      name,
      {
        data: args.data,
        encryption: {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.key.arn },
          // One call to KMS for many objects instead of one for each.
          bucketKeyEnabled: true,
        },
        grants: args.sharedWith === "cloudfront" ? cloudFrontReads : undefined,
        expireAfter: args.expireAfter,
        accessLogsTo: args.accessLogsTo,
      },
      opts,
    );
    this.key = args.key;
    this.registerOutputs({});
  }

  /** List the store and fetch any object in it. @param variable Which environment variable holds the bucket's name. */
  read(variable: string): Access {
    return this.allow("read", reading, variable);
  }

  /** Everything `read` allows, and writing objects. Never deleting them: that is `expireAfter`'s job. */
  write(variable: string): Access {
    return this.allow("write", writing, variable);
  }

  /** Everything `write` allows, and deleting objects, for a program that cleans up after itself. */
  use(variable: string): Access {
    return this.allow("use", using, variable);
  }

  private allow(verb: string, allowed: Allowed, variable: string): Access {
    return access(`${verb} ${this.called}`, {
      statements: [
        { actions: ["s3:ListBucket", "s3:GetBucketLocation"], resources: [this.arn] },
        { actions: allowed.objects, resources: [pulumi.interpolate`${this.arn}/*`] },
        {
          actions: allowed.key,
          resources: [this.key.arn],
          // The key encrypts more than this bucket. With a bucket key the encryption context is the bucket's ARN
          // (S3 user guide, "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys").
          conditions: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": this.arn } },
        },
      ],
      env: { [variable]: this.bucket },
      reach: [{ to: "aws" }],
    });
  }
}

const cloudFrontReads = ({ partition, account }: Here): readonly ServiceGrant[] => [
  {
    service: "cloudfront.amazonaws.com",
    action: "s3:GetObject",
    objects: "*",
    conditions: { ArnLike: { "aws:SourceArn": `arn:${partition}:cloudfront::${account}:distribution/*` } },
  },
];
