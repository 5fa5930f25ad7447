import { expect, test } from "@jest/globals";
import { Probe } from "../../components/probes";
import { autoscalerSpec, disruptionBudgetSpec, scaleOf } from "../../components/scale";
import { admissions, portsOf, serviceSpec } from "../../components/workload-plan";

const health = Probe.http("/health");

test("a port is open to clients, and to the load balancer only where it balances", () => {
  expect(admissions({ health, port: 8000 })).toEqual([{ from: "clients", port: 8000 }]);
  expect(admissions({ health, port: 8000, loadBalanced: true })).toEqual([
    { from: "clients", port: 8000 },
    { from: "load balancer", port: 8000 },
  ]);
});

test("the load balancer may ask for health where that answers on another port", () => {
  const ready = Probe.http("/health/ready", { port: 9000 });
  const balanced = admissions({ health: ready, port: 8080, loadBalanced: true });

  expect(balanced.filter(({ from }) => from === "load balancer").map(({ port }) => port)).toEqual([8080, 9000]);
});

test("metrics are open to what collects them, and their port is listed once", () => {
  expect(admissions({ health, metricsPort: 9121 })).toEqual([{ from: "monitoring", port: 9121 }]);
  expect(portsOf({ health, metricsPort: 9121 })).toEqual([{ name: "metrics", containerPort: 9121 }]);
  expect(portsOf({ health, port: 8000, metricsPort: 8000 })).toEqual([{ name: "http", containerPort: 8000 }]);
  expect(portsOf({ health, port: 8000, metricsPort: 9000 })).toHaveLength(2);
  expect(portsOf({ health })).toEqual([]);
});

test("a Service is inside the cluster only, and its port is the container's own", () => {
  expect(serviceSpec("api", 8000)).toEqual({
    type: "ClusterIP",
    selector: { "app.kubernetes.io/name": "api" },
    ports: [{ name: "http", protocol: "TCP", port: 8000, targetPort: 8000 }],
  });
});

test("one pod may always be taken away, and one that does not work in any case", () => {
  expect(disruptionBudgetSpec("api")).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
    selector: { matchLabels: { "app.kubernetes.io/name": "api" } },
  });
});

test("the processors' load keeps pods between their bounds", () => {
  expect(autoscalerSpec("api", { min: 2, max: 6 })).toMatchObject({
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [{ resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
  });
});

test("who decides the number of pods follows from what was asked for", () => {
  expect(scaleOf({ replicas: "exactly one" })).toEqual({ min: 1, max: 1, by: "nobody", alone: true });
  expect(scaleOf({ replicas: { min: 2, max: 2 } })).toEqual({ min: 2, max: 2, by: "nobody", alone: false });
  expect(scaleOf({ replicas: { min: 2, max: 4 } })).toEqual({ min: 2, max: 4, by: "processors", alone: false });
});
