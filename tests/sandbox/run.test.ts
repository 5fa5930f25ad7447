import { expect, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Secret } from "../../sandbox/record";
import { deploy, named, settle } from "../support/deploy";

const tlsOnly = (arn: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: `${arn}/*`,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });

class Group extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:test:Group", name, {}, opts);
  }
}

test("what a program asked for beside the inputs is recorded", async () => {
  const made = await deploy(() => {
    const group = new Group("group");
    const first = new aws.s3.Bucket("first", {}, { parent: group });
    new aws.s3.BucketPolicy(
      "policy",
      { bucket: first.id, policy: pulumi.secret(first.arn.apply(tlsOnly)) },
      { parent: group, protect: true, deletedWith: first, ignoreChanges: ["tags"], dependsOn: [first] },
    );
  });
  const bucket = named(made, "first");
  expect(bucket.urn).toBe("urn:pulumi:test::atelier::atelier:test:Group$aws:s3/bucket:Bucket::first");
  expect(named(made, "policy")).toMatchObject({
    parent: named(made, "group").urn,
    dependencies: [bucket.urn],
    propertyDependencies: { bucket: [bucket.urn], policy: [bucket.urn] },
    inputs: { bucket: bucket.id, policy: expect.any(Secret) },
    options: { protect: true, deletedWith: bucket.urn, ignoreChanges: ["tags"] },
  });
});

test("an exception in the program is the run's", async () => {
  await expect(
    deploy(() => {
      throw new Error("no such thing");
    }),
  ).rejects.toThrow("no such thing");
});

test("settle waits", async () => {
  let seen: unknown;
  await deploy(async () => {
    const b = new aws.s3.Bucket("b");
    seen = await settle(b.id);
  });
  expect(seen).toMatch(/^b-/);
});
