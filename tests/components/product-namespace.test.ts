import { expect, test } from "@jest/globals";
import { ProductNamespace, type Quota } from "../../components/product-namespace";
import { deploy, only, settle } from "../support/deploy";
import { at, cluster, network } from "./workload-parts";

const quota: Quota = { pods: 40, cpu: "32", memory: "128Gi", gpus: 2 };

async function made(differences: Partial<Quota> = {}, stack = "test") {
  const namespaces: ProductNamespace[] = [];
  const args = { network: network(), quota: { ...quota, ...differences } };
  const resources = await deploy(
    () => namespaces.push(new ProductNamespace("automl", { ...args, cluster: cluster() })),
    { stack },
  );
  return { resources, namespaces };
}

const ofProduct = async () => (await made()).resources.filter(({ name }) => name.startsWith("automl-"));

test("only pods of the restricted standard are let in", async () => {
  const namespace = (await ofProduct()).find(({ type }) => type === "kubernetes:core/v1:Namespace");

  expect(namespace?.inputs).toMatchObject({
    metadata: {
      labels: {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
        "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
      },
    },
  });
});

test("everything in it is refused the network until a policy says otherwise", async () => {
  const policy = only(await ofProduct(), "kubernetes:networking.k8s.io/v1:NetworkPolicy");

  expect(policy.inputs["spec"]).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
});

test("it holds so much and no more, and nothing that would make a resource of AWS", async () => {
  const { inputs } = only(await ofProduct(), "kubernetes:core/v1:ResourceQuota");

  expect(inputs["spec"]).toEqual({
    hard: {
      pods: "40",
      "requests.cpu": "32",
      "requests.memory": "128Gi",
      "limits.memory": "128Gi",
      "requests.nvidia.com/gpu": "2",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
      persistentvolumeclaims: "0",
    },
  });
});

test("a container that states nothing gets a little, and no limit on processor time", async () => {
  const limits = only(await ofProduct(), "kubernetes:core/v1:LimitRange");

  expect(at(limits, "spec.limits.0")).toEqual({
    type: "Container",
    defaultRequest: { cpu: "50m", memory: "128Mi" },
    default: { memory: "128Mi" },
  });
});

test("it goes with the cluster, and all that is in it is called by its name", async () => {
  const { namespaces } = await made();
  const inside = (await ofProduct()).filter(({ name }) => name !== "automl-namespace");
  const names = await Promise.all(namespaces.map(({ name }) => settle(name)));

  expect(inside.map((each) => at(each, "metadata.namespace"))).toEqual(inside.flatMap(() => names));
  for (const { options } of await ofProduct()) expect(options.deletedWith).toMatch(/::control-plane$/);
});

test("two stacks on one cluster have two namespaces for the same product", async () => {
  const name = async (stack: string) => {
    const { resources } = await made({}, stack);
    return resources.filter(({ name }) => name === "automl-namespace").map((each) => at(each, "metadata.name"));
  };

  expect(await name("staging")).toEqual([expect.stringMatching(/^staging-automl-[0-9a-z]{7}$/)]);
  expect(await name("review-12")).not.toEqual(await name("staging"));
});

test("a quota in which nothing could run is refused", async () => {
  await expect(made({ pods: 0 })).rejects.toThrow('namespace "automl":\n  - quota.pods is 0; nothing could run');
  await expect(made({ gpus: -1 })).rejects.toThrow("quota.gpus is -1; use 0 for none");
  await expect(made({ gpus: 0, pods: 1 })).resolves.toBeDefined();
});
