import type { Here } from "./here";

/** A service that uses a key by itself. The others act with the permissions of whoever calls them. */
export type KeyUser = "cloudwatch logs" | "cloudfront";

interface ServiceStatement {
  readonly Principal: { readonly Service: string };
  readonly Action: readonly string[];
  readonly Condition: Readonly<Record<"ArnLike", Readonly<Record<string, string>>>>;
}

const statements: Readonly<Record<KeyUser, (where: Here) => ServiceStatement>> = {
  // Only for log groups of this account and region: the encryption context carries the ARN of the group.
  // CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using KMS".
  "cloudwatch logs": ({ partition, account, region }) => ({
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:DescribeKey",
    ],
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:log-group:*` },
    },
  }),
  // Any distribution of this account: the ARN of one is known only after its bucket, and so after the bucket's key.
  // CloudFront developer guide, "Restrict access to an Amazon S3 origin", on SSE-KMS.
  cloudfront: ({ partition, account }) => ({
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: ["kms:Decrypt"],
    Condition: { ArnLike: { "aws:SourceArn": `arn:${partition}:cloudfront::${account}:distribution/*` } },
  }),
};

/** Who may use a key: whom IAM allows in its own account, and the services named. */
export function keyPolicy(where: Here, users: readonly KeyUser[]): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        // Hands the decision to IAM. Without it a key that loses its last principal can never be managed again
        // (KMS developer guide, "Default key policy").
        Sid: "IamDecides",
        Effect: "Allow",
        Principal: { AWS: `arn:${where.partition}:iam::${where.account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      // In a key's own policy `*` is that key.
      ...users.map((user) => ({ Effect: "Allow", ...statements[user](where), Resource: "*" })),
    ],
  };
}
