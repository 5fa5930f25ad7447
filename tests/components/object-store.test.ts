import { expect, test } from "@jest/globals";
import type { Access } from "../../components/core/access";
import { LogStore } from "../../components/log-store";
import { ObjectStore, type ObjectStoreArgs } from "../../components/object-store";
import { deploy, named, settle } from "../support/deploy";
import { json, key, keyArn } from "./data-parts";

const make = (args: Partial<ObjectStoreArgs> = {}) => new ObjectStore("models", { key, data: "kept", ...args });
const made = (args: Partial<ObjectStoreArgs> = {}) => deploy(() => make(args));
const policyOf = async (args: Partial<ObjectStoreArgs> = {}) =>
  json(named(await made(args), "models-policy").inputs["policy"]);

/** An access of a store, with everything known. */
async function settled(give: (store: ObjectStore) => Access) {
  const given: Access[] = [];
  await deploy(() => {
    given.push(give(make()));
  });
  const [access] = given;
  if (access === undefined) throw new Error("the store gave nothing");
  return await settle(access);
}

test("a store is private, owned whole, versioned and encrypted with the key before anyone asks", async () => {
  const resources = await made();

  expect(named(resources, "models-private").inputs).toMatchObject({
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  expect(named(resources, "models-owner").inputs).toMatchObject({ rule: { objectOwnership: "BucketOwnerEnforced" } });
  expect(named(resources, "models-versions").inputs).toMatchObject({ versioningConfiguration: { status: "Enabled" } });
  expect(named(resources, "models-encryption").inputs).toMatchObject({
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ],
  });
});

test("a store is reached over TLS only, and by no service", async () => {
  const bucket = named(await made(), "models-bucket");
  const arn = String(bucket.outputs["arn"]);

  expect(await policyOf()).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
});

test("a store shared with CloudFront may be read by the account's own distributions", async () => {
  expect(await policyOf({ sharedWith: "cloudfront" })).toMatchObject({
    Statement: [
      { Sid: "TlsOnly" },
      {
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/*" } },
      },
    ],
  });
});

test("every child sits beneath the store", async () => {
  const [store, ...children] = await made();

  expect(children).toHaveLength(7);
  for (const child of children) expect(child.parent).toBe(store?.urn);
});

test("who waits for the name of a store waits for its policy", async () => {
  const resources = await deploy(() => {
    const logs = new LogStore("logs", { keep: "90 days", data: "kept" });
    make({ accessLogsTo: logs });
  });

  expect(named(resources, "models-access-log").inputs).toMatchObject({
    targetBucket: named(resources, "logs-bucket").outputs["bucket"],
    targetPrefix: "s3/models/",
  });
  expect(named(resources, "models-access-log").dependencies).toContain(named(resources, "logs-policy").urn);
});

test("old versions go after 30 days and abandoned uploads after 7, in a versioned bucket", async () => {
  const resources = await made();
  const lifecycle = named(resources, "models-lifecycle");

  expect(lifecycle.inputs).toMatchObject({
    rules: [
      {
        id: "old-versions",
        status: "Enabled",
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      { id: "delete-markers", expiration: { expiredObjectDeleteMarker: true } },
    ],
  });
  expect(lifecycle.dependencies).toContain(named(resources, "models-versions").urn);
});

test("objects expire when that is asked for, and not otherwise", async () => {
  expect(named(await made({ expireAfter: "90 days" }), "models-lifecycle").inputs).toMatchObject({
    rules: [{ id: "old-versions" }, { id: "expire", expiration: { days: 90 } }],
  });
  expect(JSON.stringify(named(await made(), "models-lifecycle").inputs)).not.toContain('"days":');
});

test.each(["0 days", "-1 days", "1.5 days"] as const)("objects cannot expire after %s", async (expireAfter) => {
  await expect(made({ expireAfter })).rejects.toThrow(
    `object store "models":\n  - objects would expire after ${expireAfter}; S3 allows whole days from "1 days": give more, or leave it out`,
  );
});

test("a store of what is kept is protected and cannot be deleted with something in it; a disposable one can", async () => {
  expect(named(await made({ data: "kept" }), "models-bucket")).toMatchObject({
    inputs: { forceDestroy: false },
    options: { protect: true },
  });
  expect(named(await made({ data: "disposable" }), "models-bucket")).toMatchObject({
    inputs: { forceDestroy: true },
    options: { protect: false },
  });
});

test("readers may not write", async () => {
  const { intent, statements, env, reach } = await settled((store) => store.read("S3_BUCKET_MODELS"));
  const bucket = env["S3_BUCKET_MODELS"];

  expect(intent).toBe("read models");
  expect(bucket).toMatch(/^test-models-[a-z0-9]{7}-/);
  expect(statements).toEqual([
    { actions: ["s3:ListBucket", "s3:GetBucketLocation"], resources: [`arn:aws:s3:::${bucket}`] },
    { actions: ["s3:GetObject"], resources: [`arn:aws:s3:::${bucket}/*`] },
    {
      actions: ["kms:Decrypt"],
      resources: [keyArn],
      conditions: { StringEquals: { "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${bucket}` } },
    },
  ]);
  expect(reach).toEqual([{ to: "aws" }]);
});

test("writers may not delete", async () => {
  const actions = (await settled((store) => store.write("B"))).statements.flatMap((statement) => statement.actions);

  expect(actions).toEqual(expect.arrayContaining(["s3:GetObject", "s3:PutObject", "kms:GenerateDataKey"]));
  expect(actions.filter((action) => action.includes("Delete"))).toEqual([]);
});

test("users may delete objects, but no version of them, no bucket and no policy", async () => {
  const actions = (await settled((store) => store.use("B"))).statements.flatMap((statement) => statement.actions);

  expect(actions.filter((action) => /Delete|PutBucket/.test(action))).toEqual(["s3:DeleteObject"]);
});

test("a log store takes what load balancers and buckets of its account deliver", async () => {
  const resources = await deploy(() => new LogStore("logs", { keep: "90 days", data: "rebuildable" }));
  const arn = named(resources, "logs-bucket").outputs["arn"];

  expect(json(named(resources, "logs-policy").inputs["policy"])).toMatchObject({
    Statement: [
      { Sid: "TlsOnly" },
      {
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${arn}/s3/*`,
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
      {
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${arn}/AWSLogs/111122223333/*`,
      },
    ],
  });
  expect(named(resources, "logs-encryption").inputs).toMatchObject({
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  expect(named(resources, "logs-lifecycle").inputs).toMatchObject({ rules: [{}, { expiration: { days: 90 } }] });
});

test("a log store that keeps nothing is refused", async () => {
  await expect(deploy(() => new LogStore("logs", { keep: "0 days", data: "kept" }))).rejects.toThrow(
    'log store "logs":\n  - objects would expire after 0 days',
  );
});
