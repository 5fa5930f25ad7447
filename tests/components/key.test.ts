import { expect, test } from "@jest/globals";
import { Key, type KeyArgs } from "../../components/key";
import { deploy, named, only } from "../support/deploy";
import { json } from "./data-parts";

const made = (args: Partial<KeyArgs> = {}) => deploy(() => new Key("data", { data: "kept", ...args }));
const policyOf = async (args: Partial<KeyArgs>) => json(only(await made(args), "aws:kms/key:Key").inputs["policy"]);

test("a key turns every year and has a name of its own", async () => {
  const resources = await made();

  expect(only(resources, "aws:kms/key:Key").inputs).toMatchObject({ enableKeyRotation: true });
  expect(named(resources, "data-alias").inputs["name"]).toMatch(/^alias\/test-data-[a-z0-9]{7}$/);
  expect(resources.map(({ name }) => name)).toEqual(["data", "data-key", "data-alias"]);
});

test("a key of what is kept is protected and can be had back for 30 days, another for 7", async () => {
  expect(named(await made({ data: "kept" }), "data-key")).toMatchObject({
    inputs: { deletionWindowInDays: 30 },
    options: { protect: true },
  });
  expect(named(await made({ data: "disposable" }), "data-key")).toMatchObject({
    inputs: { deletionWindowInDays: 7 },
    options: { protect: false },
  });
});

test("nobody may use a key but whom IAM of its account allows", async () => {
  expect(await policyOf({})).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "IamDecides",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
});

test("CloudWatch Logs may use a key for the log groups of its account and region only", async () => {
  expect(await policyOf({ usedBy: ["cloudwatch logs"] })).toMatchObject({
    Statement: [
      {},
      {
        Effect: "Allow",
        Principal: { Service: "logs.eu-central-1.amazonaws.com" },
        Action: expect.arrayContaining(["kms:GenerateDataKey", "kms:Decrypt"]),
        Condition: {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:111122223333:log-group:*" },
        },
      },
    ],
  });
});

test("CloudFront may decrypt for the distributions of its account only, and do no more", async () => {
  expect(await policyOf({ usedBy: ["cloudfront"] })).toMatchObject({
    Statement: [
      {},
      {
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: ["kms:Decrypt"],
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/*" } },
      },
    ],
  });
});

test("the services named are those of the region the stack is in", async () => {
  const program = () => new Key("data", { data: "kept", usedBy: ["cloudwatch logs"] });
  const resources = await deploy(program, { account: { region: "us-east-1", id: "444455556666" } });

  expect(named(resources, "data-key").inputs["policy"]).toContain("logs.us-east-1.amazonaws.com");
  expect(named(resources, "data-key").inputs["policy"]).toContain("arn:aws:logs:us-east-1:444455556666:log-group:*");
});
