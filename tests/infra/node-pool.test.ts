import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { NodePool, type NodePoolArgs } from "../../infra/node-pool";
import { instanceProblems, nodeLabels, type purposes, systemPool, userData } from "../../infra/node-settings";
import { deploy, named, only } from "../support/deploy";
import { here, makeCluster, makeNetwork, needs, tags } from "./ground";

type Differences = Partial<Omit<NodePoolArgs, "cluster" | "network">>;

const made = (differences: Differences = {}, zones: 2 | 3 = 3) =>
  deploy(() => {
    const where = here();
    const network = makeNetwork(where, { zones });
    const cluster = makeCluster(where, network);
    const pool = {
      cluster,
      network,
      purpose: "general",
      instances: ["m7i.xlarge"],
      nodes: { min: 2, max: 6 },
    } as const;
    new NodePool("pool", { ...pool, ...differences }, where);
  });

const group = async (differences: Differences = {}) =>
  only(await made(differences), "aws:eks/nodeGroup:NodeGroup").inputs;
const template = async (differences: Differences = {}) =>
  only(await made(differences), "aws:ec2/launchTemplate:LaunchTemplate").inputs;

const gpu = { purpose: "gpu", instances: ["g6.xlarge"], nodes: { min: 0, max: 4 } } as const;

describe("nodes", () => {
  test("keep their credentials from pods", async () => {
    expect((await template())["metadataOptions"]).toEqual({
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  test("encrypt both disks", async () => {
    expect((await template({ disk: "120Gi" }))["blockDeviceMappings"]).toEqual([
      { deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3", deleteOnTermination: "true" } },
      {
        deviceName: "/dev/xvdb",
        ebs: { encrypted: "true", volumeType: "gp3", deleteOnTermination: "true", volumeSize: 120 },
      },
    ]);
  });

  test("carry the stack's tags, and so do their disks and interfaces", async () => {
    const expected = { ...tags, Name: "test-pool" };

    expect((await template())["tagSpecifications"]).toEqual([
      { resourceType: "instance", tags: expected },
      { resourceType: "volume", tags: expected },
      { resourceType: "network-interface", tags: expected },
    ]);
  });

  test("are in every private subnet, and in no other", async () => {
    const resources = await made();

    expect(only(resources, "aws:eks/nodeGroup:NodeGroup").inputs["subnetIds"]).toEqual(
      ["a", "b", "c"].map((zone) => named(resources, `network-private-${zone}`, "aws:ec2/subnet:Subnet").id),
    );
  });

  test("run the cluster's own version of Kubernetes, on Bottlerocket, and are replaced when they ail", async () => {
    expect(await group()).toMatchObject({
      version: "1.36",
      amiType: "BOTTLEROCKET_x86_64",
      capacityType: "ON_DEMAND",
      nodeRepairConfig: { enabled: true },
    });
    expect((await group({ market: "spot" }))["capacityType"]).toBe("SPOT");
  });

  test("are as many as the autoscaler says, whatever stands in the program", async () => {
    const { inputs, options } = only(await made({ nodes: { min: 1, max: 9 } }), "aws:eks/nodeGroup:NodeGroup");

    expect(inputs["scalingConfig"]).toEqual({ minSize: 1, desiredSize: 1, maxSize: 9 });
    expect(options.ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
  });

  test("start after what they need to join, and end before it goes", async () => {
    const resources = await made();
    const first = needs(resources, only(resources, "aws:eks/nodeGroup:NodeGroup"));

    for (const name of [
      "cluster-add-on-vpc-cni",
      "cluster-add-on-kube-proxy",
      "cluster-add-on-eks-pod-identity-agent",
      "cluster-node-AmazonEKSWorkerNodePolicy",
      "network-private-a-internet",
    ]) {
      expect(first).toContain(named(resources, name).urn);
    }
  });
});

describe("a group that EKS cannot change", () => {
  const called = async (differences: Differences, zones?: 2 | 3) =>
    only(await made(differences, zones), "aws:eks/nodeGroup:NodeGroup").inputs["nodeGroupName"];

  test("gets another name, so that the new one can stand beside it", async () => {
    const before = await called({});

    expect(await called({ instances: ["m7a.xlarge"] })).not.toBe(before);
    expect(await called({ market: "spot" })).not.toBe(before);
    expect(await called({}, 2)).not.toBe(before);
  });

  test("keeps its name when only its size changes", async () => {
    expect(await called({ nodes: { min: 3, max: 12 }, disk: "200Gi" })).toBe(await called({}));
  });
});

describe("a purpose", () => {
  test("of system keeps products away, and what runs the cluster says that it belongs there", async () => {
    expect((await group({ purpose: "system" }))["taints"]).toEqual([
      { key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" },
    ]);
    expect(systemPool).toEqual({
      labels: { "atelier.example/pool": "system" },
      tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" }],
    });
  });

  test("of general asks nothing of a pod", async () => {
    expect(await group()).toMatchObject({ taints: [], labels: { "atelier.example/pool": "general" } });
  });

  test("of gpu has the drivers, keeps other pods away, may be empty, and says that GPUs will come", async () => {
    expect(await group(gpu)).toMatchObject({
      amiType: "BOTTLEROCKET_x86_64_NVIDIA",
      scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 4 },
      taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }],
      labels: { "atelier.example/pool": "gpu", "k8s.amazonaws.com/accelerator": "g6" },
    });
    expect(nodeLabels("general", ["m7i.xlarge"])).not.toHaveProperty("k8s.amazonaws.com/accelerator");
  });
});

describe("user data", () => {
  test("is left out where the defaults will do", async () => {
    expect(await template(gpu)).not.toHaveProperty("userData");
    expect(userData(1)).toBeUndefined();
  });

  test("makes pods take turns on a GPU", async () => {
    const written = (await template({ ...gpu, podsPerGpu: 4 }))["userData"];

    expect(Buffer.from(String(written), "base64").toString()).toBe(
      [
        "[settings.kubelet-device-plugins.nvidia]",
        'device-sharing-strategy = "time-slicing"',
        "",
        "[settings.kubelet-device-plugins.nvidia.time-slicing]",
        "replicas = 4",
        "fail-requests-greater-than-one = true",
        "",
      ].join("\n"),
    );
  });
});

describe("a pool is refused", () => {
  test.each<[string, Differences, string]>([
    ["with no room to grow", { nodes: { min: 3, max: 3 } }, "nodes.max (3) is not above nodes.min (3)"],
    ["upside down", { nodes: { min: 4, max: 2 } }, "nodes.max (2) is not above nodes.min (4)"],
    ["with a negative number of nodes", { nodes: { min: -1, max: 2 } }, "allowed: whole numbers from 0"],
    ["with half a node", { nodes: { min: 0.5, max: 2 } }, "allowed: whole numbers from 0"],
    ["when the autoscaler would have no place", { purpose: "system", nodes: { min: 0, max: 2 } }, "nodes.min is 0"],
    ["with a disk too small", { disk: "10Gi" }, "disk is 10Gi"],
    ["with turns on no GPU", { podsPerGpu: 2 }, "podsPerGpu is 2 in a general pool"],
    ["with no turns", { ...gpu, podsPerGpu: 0 }, "podsPerGpu is 0"],
    ["without instances", { instances: [] }, "instances is empty"],
    ["with an instance named twice", { instances: ["m7i.large", "m7i.large"] }, "names one type twice"],
    ["with ARM processors", { instances: ["m7g.large"] }, "has m7g.large with ARM processors"],
    ["for GPUs without one", { ...gpu, instances: ["m7i.large"] }, "has m7i.large without an NVIDIA GPU"],
    ["for GPUs that nobody uses", { instances: ["g5.xlarge"] }, "has g5.xlarge, whose accelerators a general pool"],
    ["for what is no type", { instances: ["large"] }, "has large; allowed: EC2 types"],
  ])("%s", async (_, differences, why) => {
    await expect(made(differences)).rejects.toThrow(why);
  });

  test("with every problem at once", async () => {
    await expect(made({ nodes: { min: 2, max: 1 }, disk: "1Gi" })).rejects.toThrow(/nodes\.max[\s\S]*disk/);
  });
});

describe("instance types", () => {
  const accepted = (type: string, purpose: keyof typeof purposes) =>
    instanceProblems([type], purpose).every((problem) => problem === false);

  test.each([
    "g4dn.xlarge",
    "g5.2xlarge",
    "g6.xlarge",
    "g6e.xlarge",
    "gr6.4xlarge",
    "g7e.2xlarge",
    "p4d.24xlarge",
    "p5.48xlarge",
    "p6-b300.48xlarge",
  ])("of %s have GPUs", (type) => {
    expect(accepted(type, "gpu")).toBe(true);
    expect(accepted(type, "general")).toBe(false);
  });

  test.each(["m7i.xlarge", "m7a.large", "c7i-flex.large", "r8i.large", "t3.large", "x2idn.16xlarge"])(
    "of %s have none",
    (type) => {
      expect(accepted(type, "general")).toBe(true);
      expect(accepted(type, "gpu")).toBe(false);
    },
  );

  test.each(["a1.large", "t4g.small", "m8g.large", "c7gn.large", "r8gd.large", "im4gn.large", "g5g.xlarge"])(
    "of %s are ARM, and nowhere accepted",
    (type) => {
      for (const purpose of ["system", "general", "gpu"] as const) expect(accepted(type, purpose)).toBe(false);
    },
  );

  test.each(["g4ad.xlarge", "inf2.xlarge", "trn1.2xlarge"])("of %s accelerate, but not what we run", (type) => {
    for (const purpose of ["system", "general", "gpu"] as const) expect(accepted(type, purpose)).toBe(false);
  });

  test("are judged whatever is written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.constantFrom<keyof typeof purposes>("system", "general", "gpu"),
        (given, purpose) => {
          expect(Array.isArray(instanceProblems(given, purpose))).toBe(true);
        },
      ),
    );
  });
});
