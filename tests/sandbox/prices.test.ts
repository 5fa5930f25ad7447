import { describe, expect, test } from "@jest/globals";
import { price, seconds } from "../../sandbox/facts";
import { assumed } from "../../sandbox/facts/assumed";
import prices from "../../sandbox/facts/prices.json";
import times from "../../sandbox/facts/times.json";
import { type Costly, pricesIn } from "../../sandbox/prices";
import { resources } from "../../sandbox/tables";
import { durationOf } from "../../sandbox/times";
import type { Properties } from "../../sandbox/wire";

const costly = (type: string, inputs: Properties = {}, outputs: Properties = {}): Costly => ({
  urn: `urn:${type}`,
  type,
  id: "id",
  inputs,
  outputs,
});

const linesOf = (one: Costly, region = "eu-central-1", together: readonly Costly[] = []) =>
  pricesIn(region, [one, ...together])(one).lines.map(({ sku, quantity, usd }) => [
    sku,
    quantity,
    Number(usd.toFixed(4)),
  ]);

describe("what costs while nobody uses it", () => {
  const cases: readonly (readonly [string, Properties, readonly unknown[]])[] = [
    ["aws:eks/cluster:Cluster", {}, [["eks.cluster.standard", 730, 73]]],
    ["aws:ec2/natGateway:NatGateway", {}, [["vpc.natgateway", 730, 37.96]]],
    ["aws:ec2/eip:Eip", {}, [["vpc.publicipv4", 730, 3.65]]],
    ["aws:kms/key:Key", {}, [["kms.key", 1, 1]]],
    ["aws:secretsmanager/secret:Secret", {}, [["secretsmanager.secret", 1, 0.4]]],
    ["aws:route53/zone:Zone", {}, [["route53.zone", 1, 0.5]]],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "Gateway", subnetIds: [] }, []],
    [
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      { vpcEndpointType: "Interface", subnetIds: ["a", "b", "c"] },
      [["vpc.endpoint.interface", 2190, 26.28]],
    ],
    [
      "aws:lb/loadBalancer:LoadBalancer",
      { subnets: ["a", "b"] },
      [
        ["elb.alb", 730, 19.71],
        ["vpc.publicipv4", 1460, 7.3],
      ],
    ],
    ["aws:lb/loadBalancer:LoadBalancer", { internal: true, subnets: ["a", "b"] }, [["elb.alb", 730, 19.71]]],
    [
      "aws:wafv2/webAcl:WebAcl",
      { rules: [{}, {}] },
      [
        ["waf.webacl", 1, 5],
        ["waf.rule", 2, 2],
      ],
    ],
    [
      "aws:rds/instance:Instance",
      { instanceClass: "db.t4g.medium", allocatedStorage: 50 },
      [
        ["rds.postgres.db.t4g.medium.single-az", 730, 54.02],
        ["rds.storage.gp3.single-az", 50, 6.85],
      ],
    ],
    [
      "aws:rds/instance:Instance",
      { instanceClass: "db.r7g.large", allocatedStorage: 100, multiAz: true, manageMasterUserPassword: true },
      [
        ["rds.postgres.db.r7g.large.multi-az", 730, 424.86],
        ["rds.storage.gp3.multi-az", 100, 27.4],
        ["secretsmanager.secret", 1, 0.4],
      ],
    ],
    ["aws:s3/bucket:Bucket", {}, []],
    ["kubernetes:apps/v1:Deployment", {}, []],
  ];
  test.each(cases)("%s with %j", (type, inputs, lines) => {
    expect(linesOf(costly(type, inputs))).toEqual(lines);
  });

  test("is a cache by its engine and the number of its nodes", () => {
    const inputs = { nodeType: "cache.t4g.small", numCacheClusters: 2 };
    const cache = costly("aws:elasticache/replicationGroup:ReplicationGroup", inputs, { engine: "valkey" });
    expect(linesOf(cache)).toEqual([["elasticache.valkey.cache.t4g.small", 1460, 42.048]]);
  });

  test("is a node group by the nodes wanted, with the disks of its launch template", () => {
    const ebs = { volumeSize: 80, iops: 4000, throughput: 225 };
    const template = {
      ...costly("aws:ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings: [{ ebs }] }),
      id: "lt-1",
    };
    const group = (desiredSize: number) =>
      costly("aws:eks/nodeGroup:NodeGroup", {
        instanceTypes: ["m7i.large"],
        scalingConfig: { desiredSize },
        launchTemplate: { id: "lt-1" },
      });
    expect(linesOf(group(2), "eu-central-1", [template])).toEqual([
      ["ec2.m7i.large", 1460, 176.295],
      ["ebs.gp3.storage", 160, 15.232],
      ["ebs.gp3.iops", 2000, 12],
      ["ebs.gp3.throughput", 200, 9.52],
    ]);
    expect(linesOf(group(0), "eu-central-1", [template])).toEqual([]);
  });

  test("is said to be unknown where no source states it, and not left out", () => {
    const one = costly("aws:rds/instance:Instance", { instanceClass: "db.m8g.large", allocatedStorage: 20 });
    expect(pricesIn("eu-central-1", [one])(one).lines[0]).toMatchObject({
      sku: "rds.postgres.db.m8g.large.single-az",
      usd: 0,
      confidence: "unknown",
    });
  });
});

test("what costs by use is named with the price of one unit", () => {
  const bucket = costly("aws:s3/bucket:Bucket");
  const skus = pricesIn("eu-central-1", [bucket])(bucket).byUse.map(({ sku }) => sku);
  expect(skus).toEqual(["s3.standard.storage", "s3.standard.put", "s3.standard.get"]);
});

describe("a price", () => {
  test("is the region's own, else the world's, else that of us-east-1, and says which", () => {
    expect(price("vpc.natgateway", "eu-central-1")).toMatchObject({ region: "eu-central-1", usd: 0.052 });
    expect(price("route53.zone", "eu-central-1")).toMatchObject({ region: "global" });
    expect(price("vpc.natgateway", "eu-west-3")).toMatchObject({ region: "us-east-1", usd: 0.045 });
    expect(price("none", "eu-central-1")).toBeUndefined();
  });

  test("has a source, a date and a word on how sure it is, and stands once", () => {
    for (const row of prices) {
      expect(row.source).not.toBe("");
      expect(row.asOf).not.toBe("");
      expect(["read", "derived", "memory"]).toContain(row.confidence);
      expect(row.usd).toBeGreaterThanOrEqual(0);
    }
    const keys = prices.map(({ sku, region }) => `${sku} ${region}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("a time", () => {
  test("has a source for a type that the sandbox knows, and is assumed for no type that has one", () => {
    for (const row of times) {
      expect(Object.keys(resources)).toContain(row.type);
      expect(row.source).not.toBe("");
    }
    const sourced = new Set(times.filter((row) => row.variant === undefined).map(({ type }) => type));
    expect(Object.keys(assumed).filter((type) => sourced.has(type))).toEqual([]);
    expect(Object.keys(assumed).filter((type) => resources[type] === undefined)).toEqual([]);
  });

  test("is that of the variant", () => {
    const database = (multiAz: boolean) => durationOf({ type: "aws:rds/instance:Instance", inputs: { multiAz } });
    expect(database(true).create).toBeGreaterThan(database(false).create);
    const chart = (name: string) => durationOf({ type: "kubernetes:helm.sh/v3:Release", inputs: { chart: name } });
    expect(chart("cluster-autoscaler")).toMatchObject({ create: 30, assumed: false });
    expect(chart("dcgm-exporter")).toMatchObject({ create: 60, assumed: true });
    const endpoint = (vpcEndpointType: string) =>
      durationOf({ type: "aws:ec2/vpcEndpoint:VpcEndpoint", inputs: { vpcEndpointType } });
    expect(endpoint("Interface").create).toBeGreaterThan(endpoint("Gateway").create);
  });

  test("of a type that nobody thought about is an error", () => {
    expect(() => seconds("aws:foo/bar:Bar")).toThrow("no time is known or assumed for aws:foo/bar:Bar");
    expect(seconds("kubernetes:core/v1:ConfigMap")).toMatchObject({ create: 1, assumed: true });
  });
});
