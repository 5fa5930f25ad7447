import { expect, test } from "@jest/globals";
import { QueueScaling } from "../../components/queue-scaling";
import { Secret } from "../../sandbox/record";
import { deploy, named, only } from "../support/deploy";
import { at, canary, namespace } from "./workload-parts";

const made = () =>
  deploy(
    () =>
      new QueueScaling("worker", {
        namespace: namespace(),
        labels: { "app.kubernetes.io/part-of": "automl" },
        deployment: "worker",
        replicas: { min: 0, max: 2 },
        queues: {
          host: "cache.atelier.example",
          port: 6379,
          username: "cache-login",
          password: canary("queue"),
          keys: ["gpu"],
          database: 0,
          perReplica: 1,
        },
      }),
  );

test("KEDA signs in with what stands in a Secret of its own, and with nothing else", async () => {
  const resources = await made();
  const secret = only(resources, "kubernetes:core/v1:Secret");
  const login = only(resources, "kubernetes:keda.sh/v1alpha1:TriggerAuthentication");
  const name = at(secret, "metadata.name");

  expect(name).toMatch(/^worker-queue-user-[0-9a-f]{10}$/);
  expect(secret.inputs["stringData"]).toBeInstanceOf(Secret);
  expect(at(login, "spec")).toEqual({
    secretTargetRef: [
      { parameter: "username", name, key: "username" },
      { parameter: "password", name, key: "password" },
    ],
  });
});

test("the scaled object names its Deployment, its queues and its login", async () => {
  const scaled = only(await made(), "kubernetes:keda.sh/v1alpha1:ScaledObject");

  expect(scaled.inputs).toMatchObject({
    apiVersion: "keda.sh/v1alpha1",
    metadata: { name: "worker", namespace: "automl" },
    spec: {
      scaleTargetRef: { name: "worker" },
      minReplicaCount: 0,
      maxReplicaCount: 2,
      triggers: [
        {
          metadata: { address: "cache.atelier.example:6379", listName: "gpu" },
          authenticationRef: { name: "worker" },
        },
      ],
    },
  });
});

test("KEDA's kinds are there before its objects, which go with the cluster", async () => {
  const resources = await made();
  const controllers = named(resources, "controllers").urn;

  for (const name of ["worker-queue-login", "worker-queue-scaling"]) {
    const { dependencies, options } = named(resources, name);
    expect(dependencies).toContain(controllers);
    expect(options.deletedWith).toMatch(/::control-plane$/);
  }
});

test("the password is seen nowhere", async () => {
  expect(JSON.stringify(await made())).not.toContain("canary");
});
