import type { types } from "@pulumi/kubernetes";
import { selector } from "./core/labels";
import type { Admission } from "./network-policy";
import type { Between } from "./queue-rule";
import type { Serves, WorkloadArgs } from "./workload-args";

type ContainerPort = { readonly name: string; readonly containerPort: number };
type ServiceSpec = types.input.core.v1.ServiceSpec;
type DisruptionBudgetSpec = types.input.policy.v1.PodDisruptionBudgetSpec;
type AutoscalerSpec = types.input.autoscaling.v2.HorizontalPodAutoscalerSpec;

/** How many pods there are, and who decides. */
export interface Scale extends Between {
  readonly by: "nobody" | "processors" | "queues";
  /** There must never be two at a time, not even in a rollout. */
  readonly alone: boolean;
}

export function scaleOf({ replicas, queues }: Pick<WorkloadArgs, "replicas" | "queues">): Scale {
  if (replicas === "exactly one") return { min: 1, max: 1, by: "nobody", alone: true };
  const varies = replicas.max > replicas.min ? "processors" : "nobody";
  return { ...replicas, by: queues === undefined ? varies : "queues", alone: false };
}

type Ports = Partial<Serves> & Pick<WorkloadArgs, "health" | "metricsPort">;

/** Where the load balancer comes: to the port, and to ask for health, where that is another. */
const balanced = ({ port, loadBalanced, health }: Ports): readonly number[] => {
  const asks = health.kind === "http" ? [health.port ?? port] : [];
  return loadBalanced === true ? [...new Set([port, ...asks])].filter((given) => given !== undefined) : [];
};

/** The ports of a container: each once, though metrics may be found where requests are answered. */
export const portsOf = ({ port, metricsPort }: Ports): readonly ContainerPort[] => [
  ...(port === undefined ? [] : [{ name: "http", containerPort: port }]),
  ...(metricsPort === undefined || metricsPort === port ? [] : [{ name: "metrics", containerPort: metricsPort }]),
];

/** Who may open a connection, and where. */
export const admissions = (ports: Ports): readonly Admission[] => [
  ...(ports.port === undefined ? [] : [{ from: "clients", port: ports.port } as const]),
  ...balanced(ports).map((port) => ({ from: "load balancer", port }) as const),
  ...(ports.metricsPort === undefined ? [] : [{ from: "monitoring", port: ports.metricsPort } as const]),
];

/** The Service's port is the container's own: the VPC CNI applies a policy to nothing else. (EKS user guide.) */
export const serviceSpec = (app: string, port: number): ServiceSpec => ({
  type: "ClusterIP",
  selector: selector(app),
  ports: [{ name: "http", protocol: "TCP", port, targetPort: port }],
});

/** One pod may always go, so that a node can be emptied; one that does not work may go in any case. */
export const disruptionBudgetSpec = (app: string): DisruptionBudgetSpec => ({
  maxUnavailable: 1,
  unhealthyPodEvictionPolicy: "AlwaysAllow",
  selector: { matchLabels: selector(app) },
});

/** Percent of the promised processor time at which another pod is started. */
const busy = 70;

/** As many pods as keep the processors below `busy`. */
export const autoscalerSpec = (deployment: string, { min, max }: Between): AutoscalerSpec => ({
  scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
  minReplicas: min,
  maxReplicas: max,
  metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: busy } } }],
});
