import { describe, expect, test } from "@jest/globals";
import { addOns, buildFor, kubernetesVersions } from "../../infra/add-on-table";
import { AddOns } from "../../infra/add-ons";
import { deploy, named, typed } from "../support/deploy";
import { here, makeCluster, makeNetwork } from "./ground";

const made = () =>
  deploy(() => {
    const where = here();
    const cluster = makeCluster(where, makeNetwork(where));
    new AddOns("add-ons", { cluster, made: "after nodes", after: [{ ready: [cluster.provider] }] }, where);
  });

const addOn = "aws:eks/addon:Addon";

test("every add-on is installed once, at its build, and as it stands here", async () => {
  const installed = typed(await made(), addOn).map(({ inputs }) => inputs);

  expect(installed.map((inputs) => inputs["addonName"]).sort()).toEqual(Object.keys(addOns).sort());
  for (const inputs of installed) {
    expect(inputs).toMatchObject({ resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" });
    expect(inputs["addonVersion"]).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
  }
});

test("what nodes need comes with the cluster, and the rest after what it waits for", async () => {
  const resources = await made();
  const provider = named(resources, "cluster-kubernetes").urn;

  expect(
    typed(resources, addOn)
      .filter(({ dependencies }) => !dependencies.includes(provider))
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["cluster-add-on-eks-pod-identity-agent", "cluster-add-on-kube-proxy", "cluster-add-on-vpc-cni"]);
  expect(named(resources, "add-ons-coredns").dependencies).toContain(provider);
});

test("network policies are enforced", async () => {
  const { inputs } = named(await made(), "cluster-add-on-vpc-cni");

  expect(JSON.parse(String(inputs["configurationValues"]))).toMatchObject({ enableNetworkPolicy: "true" });
});

test("the CNI has a role of its own, which only its pods in this cluster can have", async () => {
  const resources = await made();
  const role = named(resources, "cluster-add-on-vpc-cni-role");
  const cluster = named(resources, "cluster-control-plane", "aws:eks/cluster:Cluster");

  expect(named(resources, "cluster-add-on-vpc-cni").inputs["podIdentityAssociations"]).toEqual([
    { serviceAccount: "aws-node", roleArn: role.outputs["arn"] },
  ]);
  expect(JSON.parse(String(role.inputs["assumeRolePolicy"])).Statement).toEqual([
    expect.objectContaining({
      Principal: { Service: "pods.eks.amazonaws.com" },
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-name": cluster.inputs["name"],
          "aws:RequestTag/kubernetes-namespace": "kube-system",
          "aws:RequestTag/kubernetes-service-account": "aws-node",
        },
      },
    }),
  ]);
  expect(named(resources, "cluster-add-on-vpc-cni").dependencies).toContain(
    named(resources, "cluster-add-on-vpc-cni-policy").urn,
  );
});

describe("builds", () => {
  test.each(kubernetesVersions)("are known for every add-on on Kubernetes %s", (minor) => {
    for (const row of Object.values(addOns)) expect(buildFor(row, minor)).toMatch(/^v.*-eksbuild\.\d+$/);
  });

  test.each(kubernetesVersions)("of kube-proxy follow the minor %s", (minor) => {
    expect(Object.entries(addOns).map(([name, row]) => [name, buildFor(row, minor)])).toContainEqual([
      "kube-proxy",
      expect.stringMatching(new RegExp(`^v${minor.replace(".", "\\.")}\\.`)),
    ]);
  });

  test("are refused for a minor that nobody looked up", () => {
    for (const row of Object.values(addOns)) {
      if (typeof row.version !== "string") {
        expect(() => buildFor(row, "1.37")).toThrow(
          "Kubernetes 1.37: no add-ons are known for it; allowed: 1.35, 1.36",
        );
      }
    }
  });
});
