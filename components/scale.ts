import type { types } from "@pulumi/kubernetes";
import { selector } from "./core/labels";
import type { Between } from "./queue-rule";
import type { WorkloadArgs } from "./workload-args";

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
