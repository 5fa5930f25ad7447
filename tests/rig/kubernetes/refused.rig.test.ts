import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type ApiServer, startApiServer } from "./api-server";
import { defineKinds } from "./custom-resources";
import { fields, type KubernetesObject } from "./objects";
import { holdQuotas } from "./quotas";
import { applyAll, ofKind, podOf, refusals, stackObjects, workloadsIn } from "./stack-objects";

let server: ApiServer;
let objects: readonly KubernetesObject[];
beforeAll(async () => {
  server = await startApiServer();
  await defineKinds(server.client, Object.values(server.charts).flat());
  objects = await stackObjects("staging");
  expect(await applyAll(server.client, objects)).toEqual([]);
  await holdQuotas(server.client, ofKind(objects, "ResourceQuota"));
});
afterAll(async () => server.stop());

/** The stack's own object of that kind. */
function one(kind: string, name: RegExp): KubernetesObject {
  const found = ofKind(objects, kind).find((object) => name.test(object.metadata.name ?? ""));
  if (found === undefined) throw new Error(`no ${kind} is called like ${name}`);
  return found;
}

/** The object with one part changed, whatever the part is. */
function altered(object: KubernetesObject, alter: (copy: Record<string, unknown>) => void): KubernetesObject {
  const copy: KubernetesObject = structuredClone(object);
  alter(Object(copy.spec));
  return copy;
}

const api = () => podOf(one("Deployment", /api$/));
const first = (list: unknown): Record<string, unknown> => Object(Array.isArray(list) ? list[0] : {});

const pods: Record<string, readonly [(spec: Record<string, unknown>) => void, string]> = {
  "with a field that nobody knows": [
    (spec) => Object.assign(spec, { hostNetworks: false }),
    'strict decoding error: unknown field "spec.hostNetworks"',
  ],
  "that is privileged": [
    ({ containers }) =>
      Object.assign(Object(first(containers).securityContext), { privileged: true, allowPrivilegeEscalation: true }),
    'violates PodSecurity "restricted:latest": privileged (container "automl-api" must not set securityContext.privileged=true)',
  ],
  "that may gain privileges": [
    ({ containers }) => Object.assign(Object(first(containers).securityContext), { allowPrivilegeEscalation: true }),
    'allowPrivilegeEscalation != false (container "automl-api" must set securityContext.allowPrivilegeEscalation=false)',
  ],
  "that keeps its capabilities": [
    ({ containers }) => Object.assign(Object(first(containers).securityContext), { capabilities: {} }),
    'unrestricted capabilities (container "automl-api" must set securityContext.capabilities.drop=["ALL"])',
  ],
  "that runs as root": [
    ({ securityContext }) => Object.assign(Object(securityContext), { runAsUser: 0 }),
    "runAsUser=0 (pod must not set runAsUser=0)",
  ],
  "that could run as root": [
    ({ securityContext }) => Object.assign(Object(securityContext), { runAsNonRoot: false }),
    "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)",
  ],
  "without a filter for system calls": [
    ({ securityContext }) => Object.assign(Object(securityContext), { seccompProfile: { type: "Unconfined" } }),
    'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
  "with a folder of its node": [
    ({ volumes }) => Object(volumes).push({ name: "node", hostPath: { path: "/var/run" } }),
    'restricted volume types (volume "node" uses restricted volume type "hostPath")',
  ],
  "in the network of its node": [
    (spec) => Object.assign(spec, { hostNetwork: true }),
    "host namespaces (hostNetwork=true)",
  ],
  "with a port of its node": [
    ({ containers }) => Object.assign(first(first(containers).ports), { hostPort: 80 }),
    'hostPort (container "automl-api" uses hostPort 80)',
  ],
  "with an identity that nobody made": [
    (spec) => Object.assign(spec, { serviceAccountName: "nobody" }),
    '/nobody: serviceaccount "nobody" not found',
  ],
  "that asks for more than all": [
    ({ containers }) => Object.assign(Object(first(containers).resources), { requests: { cpu: "500" }, limits: {} }),
    "exceeded quota: quota, requested: requests.cpu=500",
  ],
};

describe("a pod", () => {
  test("of the stack is admitted as it is", async () => {
    await expect(server.client.create(api(), { dryRun: true })).resolves.toMatchObject({ kind: "Pod" });
  });

  test.each(Object.entries(pods))("%s is refused", async (_, [alter, words]) => {
    await expect(server.client.create(altered(api(), alter))).rejects.toThrow(words);
  });

  test("whose container states nothing gets a promise and a bound of memory", async () => {
    const bare = altered(api(), ({ containers }) => delete first(containers).resources);
    const admitted = await server.client.create(bare, { dryRun: true });
    expect(first(fields(admitted.spec).containers).resources).toEqual({
      requests: { cpu: "50m", memory: "128Mi" },
      limits: { memory: "128Mi" },
    });
  });
});

test("a workload whose pods would be refused earns a warning, so that none of ours does", async () => {
  const [workload] = workloadsIn(objects);
  if (workload === undefined) throw new Error("the stack has no workload");
  const risky = altered(workload, ({ template }) => Object.assign(Object(fields(template).spec), { hostPID: true }));
  const before = server.client.warnings.length;
  await server.client.apply(risky, { dryRun: true });
  expect(server.client.warnings.slice(before)).toEqual([
    'would violate PodSecurity "restricted:latest": host namespaces (hostPID=true)',
  ]);
});

describe("what would make something in AWS is refused", () => {
  test.each([
    ["LoadBalancer", "services.loadbalancers"],
    ["NodePort", "services.nodeports"],
  ])("a Service of type %s", async (type, resource) => {
    const service = altered(one("Service", /api$/), (spec) => Object.assign(spec, { type }));
    const { name: _, ...metadata } = service.metadata;
    await expect(
      server.client.create({ ...service, metadata: { ...metadata, generateName: "open-" } }),
    ).rejects.toThrow(new RegExp(`exceeded quota: quota, requested: .*${resource.replace(".", "\\.")}=1`));
  });

  test("a claim for a volume", async () => {
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { generateName: "disk-", namespace: String(api().metadata.namespace) },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    };
    await expect(server.client.create(claim)).rejects.toThrow(
      "exceeded quota: quota, requested: persistentvolumeclaims=1",
    );
  });
});

const objectsOf: Record<string, readonly [string, RegExp, (spec: Record<string, unknown>) => void, string]> = {
  "a Deployment with a field that nobody knows": [
    "Deployment",
    /api$/,
    (spec) => Object.assign(spec, { replicaz: 2 }),
    ".spec.replicaz: field not declared in schema",
  ],
  "a Deployment that selects other pods": [
    "Deployment",
    /api$/,
    ({ selector }) => Object.assign(Object(fields(selector).matchLabels), { extra: "label" }),
    "`selector` does not match template `labels`",
  ],
  "a network policy with a field that nobody knows": [
    "NetworkPolicy",
    /api/,
    (spec) => Object.assign(spec, { egres: [] }),
    ".spec.egres: field not declared in schema",
  ],
  "a disruption budget that is two": [
    "PodDisruptionBudget",
    /api/,
    (spec) => Object.assign(spec, { minAvailable: 1 }),
    "minAvailable and maxUnavailable cannot be both set",
  ],
  "a scaled object with a field that KEDA does not know": [
    "ScaledObject",
    /cpu/,
    (spec) => Object.assign(spec, { maxReplicas: 3 }),
    ".spec.maxReplicas: field not declared in schema",
  ],
  "a binding of targets of a type that there is not": [
    "TargetGroupBinding",
    /api/,
    (spec) => Object.assign(spec, { targetType: "pod" }),
    'spec.targetType: Unsupported value: "pod": supported values: "instance", "ip"',
  ],
};

test.each(Object.entries(objectsOf))("%s is refused", async (_, [kind, name, alter, words]) => {
  await expect(server.client.apply(altered(one(kind, name), alter), { dryRun: true })).rejects.toThrow(words);
});

test("an object whose namespace was forgotten ends in the namespace default, where nothing may be", async () => {
  const strays = objects.flatMap((object) => {
    const { namespace, ...metadata } = object.metadata;
    return namespace === undefined ? [] : [{ ...object, metadata }];
  });
  const refused = await refusals(strays, (object) => server.client.apply(object));

  expect(refused).toHaveLength(objects.length - ofKind(objects, "Namespace").length);
  for (const words of refused) expect(words).toContain("the namespace default has no owner, quota or policy");
});

test("a Secret keeps the value that its name tells of", async () => {
  const secret = { ...one("Secret", /api/), data: { SECRET: "b3RoZXI=" } };
  await expect(server.client.apply(secret)).rejects.toThrow("field is immutable when `immutable` is set");
});
