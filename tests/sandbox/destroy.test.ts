import { describe, expect, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../sandbox/account";
import { destroy, destroyOrder } from "../../sandbox/destroy";
import type { Recorded, Run } from "../../sandbox/record";
import { run } from "../../sandbox/run";
import { trust } from "./world";

interface Choice {
  readonly protect?: boolean;
  readonly retain?: boolean;
  readonly full?: boolean;
}

/** A network, a cluster and something in it. */
function stack({ protect = false, retain = false }: Choice): void {
  const region = "eu-central-1";
  const opts = { provider: new aws.Provider("aws", { region }) };
  const role = new aws.iam.Role("role", { assumeRolePolicy: trust }, opts);
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, opts);
  const subnetIds = ["a", "b"].map(
    (zone, index) =>
      new aws.ec2.Subnet(
        `subnet-${zone}`,
        { vpcId: vpc.id, cidrBlock: `10.0.${index}.0/24`, availabilityZone: `${region}${zone}` },
        opts,
      ).id,
  );
  const cluster = new aws.eks.Cluster("cluster", { roleArn: role.arn, vpcConfig: { subnetIds } }, opts);
  const nodes = new aws.eks.NodeGroup(
    "nodes",
    {
      clusterName: cluster.name,
      nodeRoleArn: role.arn,
      subnetIds,
      scalingConfig: { minSize: 0, maxSize: 1, desiredSize: 1 },
    },
    { ...opts, dependsOn: [vpc] },
  );
  const kubeconfig = pulumi.jsonStringify({ server: cluster.endpoint });
  const provider = new kubernetes.Provider("kubernetes", { kubeconfig, clusterIdentifier: cluster.arn });
  const inside = { provider, deletedWith: cluster, dependsOn: [nodes] };
  const namespace = new kubernetes.core.v1.Namespace("automl", { metadata: { name: "automl" } }, inside);
  new kubernetes.core.v1.ConfigMap("api", { metadata: { name: "api", namespace: namespace.metadata.name } }, inside);
  new aws.kms.Key("key", {}, { ...opts, protect });
  new aws.s3.Bucket("models", { bucket: "atelier-models" }, { ...opts, retainOnDelete: retain });
}

async function deployed(choice: Choice = {}): Promise<{ readonly account: Account; readonly made: Run }> {
  const account = new Account();
  const made = await run(() => stack(choice), { project: "atelier", stack: "test", account });
  if (choice.full) account.fill({ type: "aws:s3/bucket:Bucket", id: "atelier-models" });
  return { account, made };
}

const names = (found: readonly Recorded[]): readonly string[] => found.map(({ name }) => name);

describe("the order of a destroy", () => {
  test("has nothing go before what needs it", async () => {
    const { made } = await deployed();
    const order = destroyOrder(made);
    const place = new Map(order.map(({ urn }, index) => [urn, index]));
    expect(order).toHaveLength(made.resources.length);
    for (const { urn, dependencies, parent, options } of order) {
      const provider = options.provider?.split("::").slice(0, -1).join("::");
      const needed = [...dependencies, parent, provider, options.deletedWith].filter((one) => one !== undefined);
      for (const other of needed) expect(place.get(urn)).toBeLessThan(place.get(other) ?? -1);
    }
  });

  test("reads as expected: objects, nodes, cluster, subnets, network", async () => {
    const { made } = await deployed();
    const order = names(destroyOrder(made)).filter((name) =>
      /^(api|automl|nodes|cluster|subnet-a|vpc|aws)$/.test(name),
    );
    expect(order).toEqual(["api", "automl", "nodes", "cluster", "subnet-a", "vpc", "aws"]);
  });
});

describe("a destroy", () => {
  test("leaves nothing, and costs nothing", async () => {
    const { account, made } = await deployed();
    expect(destroy(account, made)).toEqual({ refused: [], left: [], monthly: 0 });
  });

  test("leaves what is protected and what it stands on, and says so with the price", async () => {
    const { account, made } = await deployed({ protect: true });
    const { refused, left, monthly } = destroy(account, made);
    expect(refused).toMatchObject([
      { urn: expect.stringMatching(/::key$/), reason: expect.stringMatching(/protected/) },
    ]);
    expect(left.map(({ type }) => type)).toEqual(["pulumi:providers:aws", "aws:kms/key:Key"]);
    expect(monthly).toBe(1);
  });

  test("leaves what it was told to leave", async () => {
    const { account, made } = await deployed({ retain: true });
    const { refused, left } = destroy(account, made);
    expect(refused).toEqual([]);
    expect(left.map(({ id }) => id)).toEqual(["atelier-models"]);
  });

  test("says what AWS would not delete", async () => {
    const { account, made } = await deployed({ full: true });
    const { refused, left } = destroy(account, made);
    expect(refused).toMatchObject([{ reason: expect.stringMatching(/^BucketNotEmpty/) }]);
    expect(left.map(({ type }) => type)).toContain("aws:s3/bucket:Bucket");
  });
});
