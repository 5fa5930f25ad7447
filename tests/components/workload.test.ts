import { describe, expect, test } from "@jest/globals";
import * as kubernetes from "@pulumi/kubernetes";
import { access } from "../../components/core/access";
import { Probe } from "../../components/probes";
import type { Queues } from "../../components/queue-scaling";
import { Workload } from "../../components/workload";
import type { WorkloadArgs } from "../../components/workload-args";
import type { Recorded } from "../../sandbox/record";
import { deploy, named, only, typed } from "../support/deploy";
import { at, canary, database, digest, readModels, workloadArgs } from "./workload-parts";

const federation = (audience: string) => ({
  audience,
  tokenFile: "/var/run/federation/token",
  configuration: "{}",
  variable: "GOOGLE_APPLICATION_CREDENTIALS",
});

const made = (differences: () => Partial<WorkloadArgs> = () => ({}), name = "worker") =>
  deploy(() => new Workload(name, { ...workloadArgs(), ...differences() }));

const queues = (): Queues => ({
  host: "cache.atelier.example",
  port: 6379,
  username: "cache-login",
  password: canary("queue"),
  keys: ["celery"],
  database: 0,
  perReplica: 4,
});

const deployment = (resources: readonly Recorded[]) => only(resources, "kubernetes:apps/v1:Deployment");
const ofWorkload = (resources: readonly Recorded[]) =>
  resources.filter(({ urn }) => urn.includes("atelier:workload:Workload")).map(({ name }) => name);

test("a workload without access is a Deployment, its account, its policy and its budget", async () => {
  expect(ofWorkload(await made()).sort()).toEqual(
    ["worker", "worker", "worker-account", "worker-deployment", "worker-disruption", "worker-network-policy"].sort(),
  );
});

test("everything in the cluster is made by the cluster's provider and goes with the cluster", async () => {
  const resources = await made(() => ({
    access: [database(), readModels],
    replicas: { min: 0, max: 4 },
    queues: queues(),
  }));
  const provider = named(resources, "kubernetes").urn;
  const objects = resources.filter(({ name, type }) => name.startsWith("worker-") && type.startsWith("kubernetes:"));

  expect(objects.map(({ name }) => name)).toContain("worker-queue-scaling");
  for (const { options } of objects) {
    expect(options.provider).toContain(provider);
    expect(options.deletedWith).toMatch(/::control-plane$/);
  }
});

describe("what stands before the pods", () => {
  test("is the network policy, the service account, the role, the controllers, and what is waited for", async () => {
    const resources = await deploy(() => {
      const args = workloadArgs();
      const { provider } = args.namespace.cluster;
      const migrated = new kubernetes.core.v1.ConfigMap("migrated", {}, { provider });
      new Workload("worker", { ...args, access: [readModels], waitFor: [migrated] });
    });
    const before = ["worker-network-policy", "worker-account", "worker-association", "controllers", "migrated"];

    expect(deployment(resources).dependencies).toEqual(
      expect.arrayContaining(before.map((name) => named(resources, name).urn)),
    );
  });
});

describe("secrets", () => {
  test("stand in a Secret named after its content, which the pods only name", async () => {
    const resources = await made(() => ({ access: [database()] }));
    const name = at(only(resources, "kubernetes:core/v1:Secret"), "metadata.name");
    const env = at(deployment(resources), "spec.template.spec.containers.0.env");

    expect(name).toMatch(/^worker-[0-9a-f]{10}$/);
    expect(env).toEqual([
      { name: "HOME", value: "/tmp" },
      { name: "POSTGRES_HOST", value: "db.atelier.example" },
      { name: "DATABASE_URL", valueFrom: { secretKeyRef: { name, key: "DATABASE_URL" } } },
      { name: "POSTGRES_PASSWORD", valueFrom: { secretKeyRef: { name, key: "POSTGRES_PASSWORD" } } },
    ]);
  });

  test("roll exactly the workload that uses them", async () => {
    const templates = async (password: string) => {
      const resources = await deploy(() => {
        const args = workloadArgs();
        const login = access("log in", { secrets: { PASSWORD: canary(password) } });
        new Workload("user", { ...args, access: [login] });
        new Workload("other", { ...args, access: [access("log in", { secrets: { PASSWORD: canary("kept") } })] });
      });
      return ["user-deployment", "other-deployment"].map((name) => JSON.stringify(named(resources, name).inputs));
    };
    const [userBefore, otherBefore] = await templates("before");
    const [userAfter, otherAfter] = await templates("after");

    expect(userAfter).not.toBe(userBefore);
    expect(otherAfter).toBe(otherBefore);
  });

  test("are seen nowhere: not in the environment, arguments, annotations or names", async () => {
    const resources = await made(() => ({
      access: [database()],
      replicas: { min: 0, max: 2 },
      queues: queues(),
    }));

    expect(JSON.stringify(resources)).not.toContain("canary");
  });

  test("make no Secret where there are none", async () => {
    expect(typed(await made(() => ({ access: [readModels] })), "kubernetes:core/v1:Secret")).toEqual([]);
  });
});

describe("scale", () => {
  const kinds = async (differences: () => Partial<WorkloadArgs>) => {
    const resources = await made(differences);
    const [controller] = resources.filter(({ type }) => /:(Deployment|StatefulSet)$/.test(type));
    if (controller === undefined) throw new Error("nothing keeps the pods running");
    return {
      budget: typed(resources, "kubernetes:policy/v1:PodDisruptionBudget").length,
      autoscaler: typed(resources, "kubernetes:autoscaling/v2:HorizontalPodAutoscaler").length,
      keda: typed(resources, "kubernetes:keda.sh/v1alpha1:ScaledObject").length,
      replicas: at(controller, "spec.replicas"),
      ignored: controller.options.ignoreChanges,
    };
  };

  test("a fixed number has a budget and no autoscaler", async () => {
    expect(await kinds(() => ({ replicas: { min: 3, max: 3 } }))).toEqual({
      budget: 1,
      autoscaler: 0,
      keda: 0,
      replicas: 3,
      ignored: [],
    });
  });

  test("between two numbers the processors decide, and the Deployment says none", async () => {
    expect(await kinds(() => ({ replicas: { min: 2, max: 6 } }))).toEqual({
      budget: 1,
      autoscaler: 1,
      keda: 0,
      replicas: undefined,
      ignored: [],
    });
  });

  test("queues decide from none, and an `up` leaves their number alone", async () => {
    expect(await kinds(() => ({ replicas: { min: 0, max: 6 }, queues: queues() }))).toEqual({
      budget: 1,
      autoscaler: 0,
      keda: 1,
      replicas: 0,
      ignored: ["spec.replicas"],
    });
  });

  test("exactly one is never two: no budget that holds it, nothing that adds to it, the old one gone first", async () => {
    expect(await kinds(() => ({ replicas: "exactly one" }))).toEqual({
      budget: 0,
      autoscaler: 0,
      keda: 0,
      replicas: 1,
      ignored: [],
    });
    const resources = await made(() => ({ replicas: "exactly one" }));
    expect(typed(resources, "kubernetes:apps/v1:StatefulSet")).toHaveLength(1);
    expect(typed(resources, "kubernetes:apps/v1:Deployment")).toEqual([]);
  });

  test("a single pod has no budget, which would only stop a node from being emptied", async () => {
    expect((await kinds(() => ({ replicas: { min: 1, max: 1 } }))).budget).toBe(0);
  });
});

test("a workload that calls another carries its label, outside its selector", async () => {
  const call = access("call mlflow", { reach: [{ to: "workload", what: "mlflow", port: 5000 }] });
  const it = deployment(await made(() => ({ access: [call] })));

  expect(at(it, "spec.template.metadata.labels")).toMatchObject({
    "app.kubernetes.io/name": "worker",
    "app.kubernetes.io/part-of": "automl",
    "app.kubernetes.io/managed-by": "pulumi",
    "atelier.example/reaches-mlflow": "true",
  });
  expect(at(it, "spec.selector.matchLabels")).toEqual({ "app.kubernetes.io/name": "worker" });
});

test("a slow start gives Pulumi the same patience as Kubernetes", async () => {
  const { options, inputs } = deployment(await made(() => ({ startsWithin: "15 minutes" })));

  expect(options.customTimeouts).toMatchObject({ create: "1500s", update: "1500s" });
  expect(at({ inputs }, "spec.progressDeadlineSeconds")).toBe(1500);
});

describe("what is refused", () => {
  const refused: readonly [string, () => Partial<WorkloadArgs>, string][] = [
    ["a tag", () => ({ image: "automl:latest" }), 'image is "automl:latest"; a tag can be moved, so pin it by digest'],
    ["a digest cut short", () => ({ image: digest.slice(0, -1) }), "pin it by digest"],
    ["half a GPU", () => ({ gpus: 0.5 }), "gpus is 0.5; a GPU cannot be shared out: use a whole number, 0 or more"],
    ["fewer GPUs than none", () => ({ gpus: -1 }), "gpus is -1"],
    ["a user of the node", () => ({ user: 1000 }), "user is 1000; lower ones are the node's own: use 10000 or more"],
    ["root", () => ({ user: 0 }), "user is 0"],
    ["crossed bounds", () => ({ replicas: { min: 3, max: 1 } }), "replicas.max (1) is below replicas.min (3)"],
    ["a part of a pod", () => ({ replicas: { min: 1.5, max: 2 } }), "use whole numbers"],
    ["no pod ever", () => ({ replicas: { min: 0, max: 0 } }), "max 1 or more"],
    ["none, and nothing to bring one", () => ({ replicas: { min: 0, max: 2 } }), "or give queues"],
    ["queues for one", () => ({ replicas: "exactly one", queues: queues() }), "leave one of them out"],
    ["queues for a fixed number", () => ({ replicas: { min: 2, max: 2 }, queues: queues() }), "queues decide nothing"],
    [
      "queues without one",
      () => ({ replicas: { min: 0, max: 2 }, queues: { ...queues(), keys: [] } }),
      "queues.keys is empty",
    ],
    [
      "two identities in other clouds",
      () => ({ access: ["one", "two"].map((audience) => access(audience, { federation: federation(audience) })) }),
      "access names 2 federations",
    ],
    ["a path with no port", () => ({ health: Probe.http("/health") }), "there is no port to ask for /health"],
    ["a bad variable", () => ({ env: { "LOG-LEVEL": "INFO" } }), 'env sets "LOG-LEVEL"'],
    ["a variable twice", () => ({ env: { POSTGRES_HOST: "x" }, access: [database()] }), "POSTGRES_HOST is set by env"],
  ];

  test.each(refused)("%s", async (_, differences, message) => {
    await expect(made(differences)).rejects.toThrow(message);
  });

  test.each(["Worker", "1st", "a_b", "-a", "a-", "a".repeat(51)])("the name %s", async (name) => {
    await expect(made(() => ({}), name)).rejects.toThrow(`the name is "${name}"`);
  });

  test("all of it at once, before anything is made", async () => {
    await expect(made(() => ({ image: "automl", gpus: -1, user: 0 }))).rejects.toThrow(
      /workload "worker":\n {2}- image .*\n {2}- gpus .*\n {2}- user /,
    );
  });

  test("but not what is at the edge of it", async () => {
    await expect(made(() => ({ gpus: 1, user: 10_000 }), "a".repeat(50))).resolves.toBeDefined();
    await expect(made(() => ({ health: Probe.http("/health", { port: 9000 }) }))).resolves.toBeDefined();
    await expect(made(() => ({ health: Probe.http("/health"), metricsPort: 9121 }))).resolves.toBeDefined();
  });
});
