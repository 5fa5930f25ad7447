import { describe, expect, test } from "@jest/globals";
import type { Access } from "../../components/core/access";
import { Probe } from "../../components/probes";
import { Server, type ServerArgs } from "../../components/server";
import { Workload } from "../../components/workload";
import { deploy, named, only, settle } from "../support/deploy";
import { at, workloadArgs } from "./workload-parts";

const args = (): ServerArgs => ({ ...workloadArgs(), port: 5000, health: Probe.http("/health") });

async function made(differences: Partial<ServerArgs> = {}) {
  const servers: Server[] = [];
  const resources = await deploy(() => servers.push(new Server("mlflow", { ...args(), ...differences })));
  const [server] = servers;
  if (server === undefined) throw new Error("no server was made");
  return { resources, server };
}

test("it is found by its name, inside the cluster, from the first moment", async () => {
  const { resources, server } = await made();
  const service = only(resources, "kubernetes:core/v1:Service");

  expect(service.inputs).toMatchObject({
    metadata: { name: "mlflow", namespace: "automl", annotations: { "pulumi.com/skipAwait": "true" } },
    spec: { type: "ClusterIP", ports: [{ port: 5000, targetPort: 5000 }] },
  });
  expect(await settle(server.url)).toBe("http://mlflow.automl:5000");
  expect(service.parent).toBe(only(resources, "atelier:workload:Server").urn);
});

test("its Service, budget, spread and policy select exactly its own pods", async () => {
  const { resources } = await made();
  const selector = at(named(resources, "mlflow-service"), "spec.selector");

  expect(at(named(resources, "mlflow-deployment"), "spec.selector.matchLabels")).toEqual(selector);
  expect(at(named(resources, "mlflow-network-policy"), "spec.podSelector.matchLabels")).toEqual(selector);
  expect(at(named(resources, "mlflow-disruption"), "spec.selector.matchLabels")).toEqual(selector);
  expect(at(named(resources, "mlflow-deployment"), "spec.template.metadata.labels")).toMatchObject({
    "app.kubernetes.io/name": "mlflow",
  });
});

describe("as a backend", () => {
  test("it answers for its health on its port, or where its probe does", async () => {
    const { server } = await made();
    const { server: other } = await made({ health: Probe.http("/health/ready", { port: 9000 }) });

    expect(server).toMatchObject({ port: 5000, healthPath: "/health" });
    expect(server.healthPort).toBeUndefined();
    expect(other).toMatchObject({ port: 5000, healthPath: "/health/ready", healthPort: 9000 });
    expect(await settle(server.serviceName)).toBe("mlflow");
    expect(await settle(server.namespace)).toBe("automl");
  });

  test("the load balancer comes in only where it balances", async () => {
    const ingress = async (differences: Partial<ServerArgs>) =>
      JSON.stringify(at(named((await made(differences)).resources, "mlflow-network-policy"), "spec.ingress"));

    expect(await ingress({})).not.toContain("10.20.0.0/24");
    expect(await ingress({ loadBalanced: true })).toContain("10.20.0.0/24");
  });
});

describe("leave to call it", () => {
  test("is an access that says where it is, and grants nothing else", async () => {
    const { server } = await made();
    const { env, ...rest }: Access = server.call({ MLFLOW_TRACKING_URI: server.url });

    expect(await settle(env["MLFLOW_TRACKING_URI"] ?? "")).toBe("http://mlflow.automl:5000");
    expect(rest).toEqual({
      intent: "call mlflow",
      statements: [],
      secrets: {},
      reach: [{ to: "workload", what: "mlflow", port: 5000 }],
    });
  });

  test("lets exactly that workload's pods in", async () => {
    const resources = await deploy(() => {
      const shared = args();
      const server = new Server("mlflow", shared);
      const { port, ...rest } = shared;
      new Workload("worker", { ...rest, metricsPort: port, access: [server.call({})] });
      new Workload("stranger", { ...rest, metricsPort: port });
    });
    const admitted = at(named(resources, "mlflow-network-policy"), "spec.ingress.0.from.0.podSelector.matchLabels");
    const labels = (name: string) => at(named(resources, `${name}-deployment`), "spec.template.metadata.labels");

    expect(admitted).toEqual({ "atelier.example/reaches-mlflow": "true" });
    expect(labels("worker")).toMatchObject({ "atelier.example/reaches-mlflow": "true" });
    expect(labels("stranger")).not.toHaveProperty(["atelier.example/reaches-mlflow"]);
  });
});
