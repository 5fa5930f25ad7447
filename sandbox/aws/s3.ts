import type { Check, Given, Model, Table } from "../model";
import { at, records, text } from "../values";
import { named, nameProblem, oneOf } from "./naming";
import { policyProblems } from "./policy";
import * as to from "./targets";

/** S3 user guide, "General purpose bucket naming rules". */
const bucketName: Check = (given) => {
  const name = bucketNamed(given);
  const prefix = text(given.inputs.bucketPrefix);
  return [
    nameProblem(
      {
        code: "InvalidBucketName",
        what: "bucket name",
        pattern: /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
        max: 63,
        allowed: "a-z0-9.-, alphanumeric ends, at least 3",
      },
      name,
    ),
    /^(\d+\.){3}\d+$/.test(name) && `InvalidBucketName: ${name} looks like an address`,
    /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|\.mrap|--table-s3)$/.test(name) &&
      `InvalidBucketName: ${name} has a start or end that S3 keeps for itself`,
    // @pulumi/aws, `bucketPrefix`: 26 characters follow.
    prefix.length > 37 && `InvalidBucketName: the prefix ${prefix} must be at most 37 characters`,
  ];
};

const bucketNamed = (given: Given): string => named(given, "bucket");

/** S3 user guide, "Lifecycle configuration elements": days in the standard class before a move. */
const lifecycle: Check = ({ inputs }) =>
  records(inputs.rules).flatMap((rule) => {
    const expires = at(rule, "expiration.days").find((days) => typeof days === "number");
    return records(rule.transitions).map(({ days, storageClass }) => {
      const least = ["STANDARD_IA", "ONEZONE_IA"].includes(text(storageClass)) ? 30 : 0;
      if (typeof days !== "number") return false;
      if (days < least)
        return `InvalidArgument: 'Days' must be at least ${least} for storageClass '${storageClass}', not ${days}`;
      return (
        typeof expires === "number" &&
        expires <= days &&
        `InvalidArgument: 'Days' in expiration (${expires}) must be greater than in the transition (${days})`
      );
    });
  });

const ruleIds: Check = ({ inputs }) => {
  const ids = records(inputs.rules).map(({ id }) => id);
  return new Set(ids).size < ids.length && "InvalidArgument: rule IDs must be unique";
};

const policy: Check = ({ inputs, account }) => {
  const json = text(inputs.policy);
  const name = account.find("aws:s3/bucket:Bucket", "id", text(inputs.bucket))?.outputs.arn;
  return [
    ...policyProblems("MalformedPolicy", json, { size: 20_480, resource: true, principal: true }),
    typeof name === "string" &&
      !json.includes(name) &&
      `MalformedPolicy: Policy has invalid resource: none is of ${name}`,
  ];
};

const blockedPolicy: Check = ({ inputs, account }) => {
  const open =
    /"Principal":("\*"|\{"AWS":"\*"\})/.test(text(inputs.policy)) &&
    !text(inputs.policy).includes("Condition") &&
    !text(inputs.policy).includes('"Deny"');
  const block = account
    .all("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
    .find((thing) => thing.inputs.bucket === inputs.bucket);
  return (
    open &&
    block?.inputs.blockPublicPolicy === true &&
    "AccessDenied: the public access block refuses a policy that lets everyone in"
  );
};

const versioning: Check = ({ inputs }) =>
  at(inputs, "versioningConfiguration.status").map((status) =>
    oneOf("MalformedXML", "status", status, ["Enabled", "Suspended", "Disabled"]),
  );

const encryption: Check = ({ inputs }) =>
  at(inputs, "rules[].applyServerSideEncryptionByDefault.sseAlgorithm").map((algorithm) =>
    oneOf("MalformedXML", "sseAlgorithm", algorithm, ["AES256", "aws:kms", "aws:kms:dsse"]),
  );

const ownership: Check = ({ inputs }) =>
  at(inputs, "rule.objectOwnership").map((owner) =>
    oneOf("MalformedXML", "objectOwnership", owner, ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]),
  );

/** A setting of a bucket: one a bucket, and it goes with it. */
const setting = (what: string, extra: Partial<Model> = {}): Model => ({
  id: ({ inputs }) => text(inputs.bucket),
  claims: ({ inputs }) => [{ key: `${what} of ${inputs.bucket}`, code: "OperationAborted" }],
  replaces: ["bucket"],
  ...extra,
  refers: [{ path: "bucket", to: to.bucket, loose: true }, ...(extra.refers ?? [])],
});

export const s3: Table = {
  "aws:s3/bucket:Bucket": {
    id: bucketNamed,
    tagged: true,
    checks: [bucketName],
    // Bucket names are the world's.
    claims: (given) => [{ key: `bucket ${bucketNamed(given)}`, code: "BucketAlreadyExists" }],
    replaces: ["bucket", "bucketPrefix"],
    outputs: (given, id) => ({
      arn: `arn:aws:s3:::${id}`,
      bucket: id,
      bucketDomainName: `${id}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${id}.s3.${given.scope.region}.amazonaws.com`,
      bucketRegion: given.scope.region,
      hostedZoneId: `Z${given.scope.region.replaceAll("-", "").toUpperCase()}S3`,
    }),
    keeps: ({ id, inputs, full }) =>
      full && inputs.forceDestroy !== true && `BucketNotEmpty: there are objects in ${id} and forceDestroy is not set`,
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting("public access block"),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting("ownership", { checks: [ownership] }),
  "aws:s3/bucketVersioning:BucketVersioning": setting("versioning", { checks: [versioning] }),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": setting("encryption", {
    checks: [encryption],
    refers: [{ path: "rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId", to: to.key, loose: true }],
  }),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": setting("lifecycle", {
    checks: [lifecycle, ruleIds],
  }),
  "aws:s3/bucketPolicy:BucketPolicy": setting("policy", { checks: [policy, blockedPolicy] }),
  "aws:s3/bucketLogging:BucketLogging": setting("logging", {
    refers: [{ path: "targetBucket", to: to.bucket, loose: true, fills: true }],
  }),
};
