import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { Mistake } from "./errors";

interface Limit {
  /** Longest name, in characters. */
  readonly max: number;
  /** What AWS accepts. */
  readonly pattern: RegExp;
  /** In front of every name of this kind. @default "" */
  readonly path?: string;
  /**
   * AWS appends its own random end to names of this kind (`namePrefix`), because a deleted one holds its name for
   * hours or weeks: a secret in recovery, a log group that its service makes again, a bucket.
   * @default - the name is the whole name
   */
  readonly ghosts?: true;
}

const hyphenated = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const prefixed = /^[a-z][a-z0-9]*(-[a-z0-9]+)*-$/;

/**
 * AWS's limits, from the service models of botocore 1.44.5 and the typings of @pulumi/aws 7.48.0. Where AWS allows
 * more characters than these patterns, we still write lower-case words joined by single hyphens: valid everywhere.
 */
export const nameLimits = {
  "s3 bucket": { max: 37, pattern: prefixed, ghosts: true },
  secret: { max: 486, pattern: /^[a-z][a-z0-9]*([/-][a-z0-9]+)*-$/, ghosts: true },
  "log group": { max: 486, pattern: /^\/atelier\/[a-z][a-z0-9]*(-[a-z0-9]+)*-$/, path: "/atelier/", ghosts: true },
  "rds instance": { max: 63, pattern: hyphenated },
  "rds subnet group": { max: 255, pattern: hyphenated },
  "rds parameter group": { max: 255, pattern: hyphenated },
  "rds snapshot": { max: 255, pattern: hyphenated },
  "replication group": { max: 40, pattern: hyphenated },
  "cache subnet group": { max: 255, pattern: hyphenated },
  "cache parameter group": { max: 255, pattern: hyphenated },
  "cache user": { max: 40, pattern: hyphenated },
  "cache user group": { max: 40, pattern: hyphenated },
  "load balancer": { max: 32, pattern: hyphenated },
  "target group": { max: 32, pattern: hyphenated },
  "iam role": { max: 64, pattern: hyphenated },
  "iam policy": { max: 128, pattern: hyphenated },
  // The log group of a cluster is `/aws/eks/<name>/cluster`, and its service makes it again after deletion. EKS takes no
  // prefix, so we append eight random characters ourselves, of the 100 that it allows.
  "eks cluster": { max: 92, pattern: prefixed, ghosts: true },
  "node group": { max: 63, pattern: hyphenated },
  "launch template": { max: 125, pattern: hyphenated },
  "kms alias": { max: 256, pattern: /^alias\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/, path: "alias/" },
  "security group": { max: 255, pattern: hyphenated },
  "web acl": { max: 128, pattern: hyphenated },
  // WAF delivers only to log groups whose name starts so.
  "waf log group": { max: 512, pattern: /^aws-waf-logs-[a-z0-9]+(-[a-z0-9]+)*$/, path: "aws-waf-logs-" },
  "ecr repository": { max: 256, pattern: hyphenated },
  "origin access control": { max: 64, pattern: hyphenated },
  // AWS states no length; what an access control of the same service may be is short enough.
  "response headers policy": { max: 64, pattern: hyphenated },
  // A DNS label (RFC 1123), because it is part of the name of every Service in it.
  namespace: { max: 63, pattern: hyphenated },
} as const satisfies Record<string, Limit>;

export type NameKind = keyof typeof nameLimits;

const hashLength = 7;

/** Seven characters of base 36 (36 bits) that stand for all of `text`. */
export function shortHash(text: string): string {
  const number = createHash("sha256").update(text).digest().readBigUInt64BE();
  return number.toString(36).padStart(hashLength, "0").slice(-hashLength);
}

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .split("-")
    .filter((word) => word !== "");

/**
 * The name of something in AWS: stack, part, and a hash of both, so that `a-b`+`c` and `a`+`b-c` differ. What does
 * not fit loses whole words in front: the end is what tells one thing from the next.
 *
 * @param version Whatever forces a replacement. It enters the hash, so the new one can be made before the old is gone.
 * @throws {Mistake} when nothing nameable is left of stack and part.
 */
export function physicalName(
  kind: NameKind,
  part: string,
  { stack = pulumi.getStack(), version = "" }: { stack?: string; version?: string } = {},
): string {
  const limit: Limit = nameLimits[kind];
  const path = limit.path ?? "";
  const tail = `${shortHash([stack, part, version].join("\n"))}${limit.ghosts ? "-" : ""}`;
  // Two characters are kept for the `s-` below.
  const room = limit.max - path.length - tail.length - 3;

  const kept: string[] = [];
  for (const word of [...words(stack), ...words(part)].reverse()) {
    if ([word, ...kept].join("-").length > room) break;
    kept.unshift(word);
  }
  // AWS wants a letter first; `s` (for stack) also saves a name whose every word is too long from being a bare hash.
  const telling = kept.join("-");
  const head = /^[a-z]/.test(telling) ? telling : ["s", ...kept].join("-");
  const name = `${path}${head}-${tail}`;
  if (!limit.pattern.test(name) || name.length > limit.max) {
    throw new Mistake(
      `no ${kind} name can be made of stack "${stack}" and part "${part}" (got "${name}"): ` +
        "use letters, digits and hyphens, a letter first",
    );
  }
  return name;
}
