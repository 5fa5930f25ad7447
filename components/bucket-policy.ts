/** Something that an AWS service may do with a bucket. */
export interface ServiceGrant {
  /** Such as `logging.s3.amazonaws.com`. */
  readonly service: string;
  readonly action: `s3:${string}`;
  /** Which objects: a path below the bucket, with `*` for whatever follows. */
  readonly objects: string;
  /** @default - on whoever's behalf the service acts */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Refuses what does not come over TLS, and lets in the services named. Whom else it lets in is IAM's to say. */
export function bucketPolicy(bucketArn: string, grants: readonly ServiceGrant[]): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      ...grants.map(({ service, action, objects, conditions }) => ({
        Effect: "Allow",
        Principal: { Service: service },
        Action: action,
        Resource: `${bucketArn}/${objects}`,
        ...(conditions === undefined ? {} : { Condition: conditions }),
      })),
    ],
  };
}
