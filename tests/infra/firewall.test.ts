import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { Firewall, type FirewallArgs } from "../../infra/firewall";
import { deploy, named, only } from "../support/deploy";
import { here } from "./edge-parts";

const balancer = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/edge/0000000000000000";
const key = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000";

const made = (differences: Partial<FirewallArgs> = {}) =>
  deploy(() => {
    new Firewall(
      "firewall",
      {
        protects: pulumi.output(balancer),
        limits: [],
        unlimited: [pulumi.output("192.0.2.1")],
        keepLogs: "30 days",
        key: { arn: pulumi.output(key) },
        ...differences,
      },
      here(),
    );
  });

test("a firewall stands before the load balancer it was given", async () => {
  const resources = await made();

  expect(only(resources, "aws:wafv2/webAclAssociation:WebAclAssociation").inputs).toMatchObject({
    resourceArn: balancer,
    webAclArn: only(resources, "aws:wafv2/webAcl:WebAcl").outputs["arn"],
  });
});

test("its log is encrypted, kept as long as asked, and named as WAF demands", async () => {
  const log = only(await made({ keepLogs: "365 days" }), "aws:cloudwatch/logGroup:LogGroup");

  expect(log.inputs).toMatchObject({ retentionInDays: 365, kmsKeyId: key });
  expect(log.inputs["name"]).toMatch(/^aws-waf-logs-[a-z0-9-]+$/);
});

test("what was refused or counted is logged, and nothing else", async () => {
  const logging = only(await made(), "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration");

  expect(logging.inputs["loggingFilter"]).toEqual({
    defaultBehavior: "DROP",
    filters: [
      {
        behavior: "KEEP",
        requirement: "MEETS_ANY",
        conditions: [{ actionCondition: { action: "BLOCK" } }, { actionCondition: { action: "COUNT" } }],
      },
    ],
  });
});

test("who someone is and what they upload is in no log and in no sample", async () => {
  const acl = only(await made(), "aws:wafv2/webAcl:WebAcl");

  expect(acl.inputs["dataProtectionConfig"]).toEqual({
    dataProtections: [
      { fieldType: "SINGLE_HEADER", fieldKeys: ["authorization", "cookie"] },
      { fieldType: "SINGLE_QUERY_ARGUMENT", fieldKeys: ["access_token", "code", "id_token", "state", "token"] },
      { fieldType: "BODY" },
    ].map((field) => ({ action: "SUBSTITUTION", field })),
  });
});

test("metrics are on, for the whole and for each rule", async () => {
  const acl = named(
    await made({ limits: [{ host: "api.ml.atelier.example", requestsPerMinute: 10 }] }),
    "firewall-acl",
  );

  const metrics = JSON.stringify(acl.inputs).match(/"cloudwatchMetricsEnabled":(true|false)/g);
  expect(metrics).toEqual(Array.from({ length: 6 }, () => '"cloudwatchMetricsEnabled":true'));
});

test.each([9, 10.5, 2_000_000_001, Number.NaN])("a limit of %d is refused", async (requestsPerMinute) => {
  await expect(made({ limits: [{ host: "api.ml.atelier.example", requestsPerMinute }] })).rejects.toThrow(
    `requestsPerMinute of api.ml.atelier.example is ${requestsPerMinute}; allowed: a whole number from 10 to 2000000000`,
  );
});

test("our own addresses are no client: all users of the UI call the API from them", async () => {
  const resources = await made({ unlimited: [pulumi.output("192.0.2.1"), pulumi.output("192.0.2.2")] });
  const ours = only(resources, "aws:wafv2/ipSet:IpSet");

  expect(ours.inputs["addresses"]).toEqual(["192.0.2.1/32", "192.0.2.2/32"]);
  expect(JSON.stringify(only(resources, "aws:wafv2/webAcl:WebAcl").inputs["rules"])).toContain(
    `"scopeDownStatement":{"notStatement":{"statement":{"ipSetReferenceStatement":{"arn":"${ours.outputs["arn"]}"}}}}`,
  );
});
