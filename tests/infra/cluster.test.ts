import { describe, expect, test } from "@jest/globals";
import type { ClusterArgs } from "../../infra/cluster";
import { deploy, named, only, settle, typed } from "../support/deploy";
import { administrator, here, key, makeCluster, makeNetwork, needs } from "./ground";

const made = (differences: Partial<ClusterArgs> = {}) =>
  deploy(() => {
    const where = here();
    makeCluster(where, makeNetwork(where), differences);
  });

const viewer = "arn:aws:iam::111122223333:role/teams/data/reader";
const control = "aws:eks/cluster:Cluster";

describe("a control plane", () => {
  test("stands in the private subnets, and answers inside the network only", async () => {
    const resources = await made();

    expect(only(resources, control).inputs["vpcConfig"]).toEqual({
      subnetIds: ["a", "b", "c"].map((zone) => named(resources, `network-private-${zone}`, "aws:ec2/subnet:Subnet").id),
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    });
  });

  test("answers named networks too, and only those", async () => {
    const { inputs } = only(await made({ apiFrom: ["203.0.113.0/24"] }), control);

    expect(inputs["vpcConfig"]).toMatchObject({
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
    });
  });

  test("lets nobody in for having made it, brings no add-ons of its own, and never slips into extended support", async () => {
    expect(only(await made(), control).inputs).toMatchObject({
      version: "1.36",
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      upgradePolicy: { supportType: "STANDARD" },
    });
  });

  test("encrypts secrets with the key given, which its role may use", async () => {
    const resources = await made();
    const arn = await settle(key().arn);

    expect(only(resources, control).inputs["encryptionConfig"]).toEqual({
      provider: { keyArn: arn },
      resources: ["secrets"],
    });
    expect(named(resources, "cluster-control-plane-secrets").inputs["policy"]).toContain(arn);
  });

  test("logs everything, into an encrypted group that was there first", async () => {
    const resources = await made({ keepLogs: "14 days" });
    const cluster = only(resources, control);
    const group = named(resources, "cluster-logs");

    expect(cluster.inputs["enabledClusterLogTypes"]).toEqual([
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
    expect(group.inputs).toMatchObject({
      name: `/aws/eks/${cluster.inputs["name"]}/cluster`,
      retentionInDays: 14,
      kmsKeyId: await settle(key().arn),
    });
    expect(cluster.dependencies).toContain(group.urn);
  });

  test("has a name with a random end that AWS accepts", async () => {
    expect(only(await made(), control).inputs["name"]).toMatch(/^test-cluster-[0-9a-z]{7}-[0-9a-f]{8}$/);
  });

  test("is protected by AWS and by Pulumi where data is kept, and by neither where it is not", async () => {
    for (const [data, protect] of [
      ["kept", true],
      ["rebuildable", false],
      ["disposable", false],
    ] as const) {
      const { inputs, options } = only(await made({ data }), control);
      expect([inputs["deletionProtection"], options.protect]).toEqual([protect, protect]);
    }
  });

  test("does not outlive its role's permissions, and does not wait for a way out that only nodes need", async () => {
    const resources = await made();
    const first = needs(resources, only(resources, control));

    expect(first).toContain(named(resources, "cluster-control-plane-policy").urn);
    expect(first).toContain(named(resources, "cluster-control-plane-secrets").urn);
    expect(first).toContain(named(resources, "network-private-a", "aws:ec2/subnet:Subnet").urn);
    expect(first).not.toContain(named(resources, "network-private-a-internet").urn);
  });
});

describe("who is let in", () => {
  test("are the roles named: administrators to everything, viewers to what is not secret", async () => {
    const resources = await made({ viewers: [viewer] });
    const policies = typed(resources, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation").map(({ inputs }) => [
      inputs["principalArn"],
      inputs["policyArn"],
      inputs["accessScope"],
    ]);

    expect(policies).toEqual([
      [administrator, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", { type: "cluster" }],
      [viewer, "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", { type: "cluster" }],
    ]);
    expect(typed(resources, "aws:eks/accessEntry:AccessEntry")).toHaveLength(2);
  });

  test("are in before anything is made inside, and until it is gone", async () => {
    const resources = await made();

    expect(only(resources, "pulumi:providers:kubernetes").dependencies).toContain(
      named(resources, "cluster-access-111122223333-platform-administrator").urn,
    );
  });

  test("keep their entry when another role joins", async () => {
    const entries = async (differences: Partial<ClusterArgs>) =>
      typed(await made(differences), "aws:eks/accessEntry:AccessEntry").map(({ urn }) => urn);

    const before = await entries({});
    expect(await entries({ administrators: [viewer, administrator] })).toEqual(expect.arrayContaining(before));
  });
});

test("Kubernetes is reached without a token in the state, and a new address replaces nothing", async () => {
  const resources = await made();
  const { inputs } = only(resources, "pulumi:providers:kubernetes");

  expect(inputs).toMatchObject({
    clusterIdentifier: only(resources, control).inputs["name"],
    enableServerSideApply: "true",
    deleteUnreachable: "true",
  });
  expect(JSON.parse(String(inputs["kubeconfig"])).users[0].user).toEqual({
    exec: expect.objectContaining({ command: "aws" }),
  });
});

test("a node may join, ask for pods' roles and pull images, and nothing else", async () => {
  const resources = await made();

  expect(
    typed(resources, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ name }) => name.startsWith("cluster-node"))
      .map(({ inputs }) => inputs["policyArn"]),
  ).toEqual([
    "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
  ]);
});

test("workloads see the cluster only together with what must run first", async () => {
  await deploy(async () => {
    const where = here();
    const cluster = makeCluster(where, makeNetwork(where));
    const parts = [{ ready: [cluster.provider] }, { ready: [cluster.resource] }];

    expect(cluster.runningOn(...parts).ready).toEqual([cluster.provider, cluster.resource]);
    expect(cluster.runningOn(...parts).resource).toBe(cluster.resource);
  });
});

describe("a cluster is refused", () => {
  test.each<[string, Partial<ClusterArgs>, string]>([
    ["an old version", { version: "1.33" }, "version is 1.33; allowed: 1.35, 1.36"],
    ["an API open to everyone", { apiFrom: ["203.0.113.0/24", "0.0.0.0/0"] }, "apiFrom has 0.0.0.0/0"],
    ["no administrator", { administrators: [] }, "administrators is empty"],
    ["a user in place of a role", { viewers: ["arn:aws:iam::111122223333:user/eve"] }, "allowed: ARNs of IAM roles"],
    ["one role in both lists", { viewers: [administrator] }, "is named twice"],
  ])("for %s", async (_, differences, why) => {
    await expect(made(differences)).rejects.toThrow(why);
  });

  test("for everything at once, before anything of it is made", async () => {
    await expect(made({ version: "2", apiFrom: ["0.0.0.0/0"], administrators: [] })).rejects.toThrow(
      /cluster "cluster":\n {2}- version is 2;.*\n {2}- apiFrom.*\n {2}- administrators is empty/,
    );
  });
});
