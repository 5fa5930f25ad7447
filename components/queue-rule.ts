import type * as pulumi from "@pulumi/pulumi";
import type { RedisTrigger, ScaledObjectSpec } from "./keda";

export interface Between {
  readonly min: number;
  readonly max: number;
}

/** How many pods some queues need. */
export interface QueueRule {
  /**
   * Keys in Redis whose lengths are added up. Celery keeps what waits in a list with the queue's own name, and what its
   * workers hold in the hash `unacked`, which all queues of one database share. KEDA measures either.
   */
  readonly keys: readonly string[];
  /** Number of the Redis database. */
  readonly database: number;
  /** There is one pod for this many messages, rounded up. */
  readonly perReplica: number;
}

const whole = (given: number, least: number): boolean => Number.isInteger(given) && given >= least;

/** What is wrong with a rule, in words for `refuse`. */
export const ruleProblems = ({ keys, database, perReplica }: QueueRule): readonly (string | false)[] => [
  keys.length === 0 && "queues.keys is empty; name at least one queue",
  new Set(keys).size < keys.length &&
    `queues.keys is ${keys.join(", ")}; a key given twice counts twice: leave one out`,
  !whole(perReplica, 1) && `queues.perReplica is ${perReplica}; use a whole number, 1 or more`,
  !whole(database, 0) && `queues.database is ${database}; use a whole number, 0 or more`,
];

/** Seconds from one look at the queues to the next while there is no pod. */
const looksEvery = 15;

/** Seconds without work before the last pod goes: a node with a GPU takes minutes to come back. */
const idleFor = 900;

/**
 * One pod less in ten minutes at most. A pod that is told to stop ends what it has begun, however long that takes
 * (`stopWithin`), but takes nothing new: many stopping at once would leave few to work.
 */
const slowly = {
  scaleDown: {
    stabilizationWindowSeconds: 600,
    selectPolicy: "Max",
    policies: [{ type: "Pods", value: 1, periodSeconds: 600 }],
  },
};

/** What KEDA is told: the keys' lengths, added up, shared out over pods. */
export function scaledObjectSpec({
  deployment,
  authentication,
  address,
  replicas,
  rule,
}: {
  readonly deployment: pulumi.Input<string>;
  readonly authentication: pulumi.Input<string>;
  readonly address: pulumi.Input<string>;
  readonly replicas: Between;
  readonly rule: QueueRule;
}): ScaledObjectSpec {
  const triggers = rule.keys.map(
    (key, index): RedisTrigger => ({
      type: "redis",
      name: `length_${index}`,
      metadata: {
        address,
        listName: key,
        listLength: String(rule.perReplica),
        activationListLength: "0",
        databaseIndex: String(rule.database),
        enableTLS: "true",
      },
      authenticationRef: { name: authentication },
    }),
  );
  return {
    scaleTargetRef: { name: deployment },
    pollingInterval: looksEvery,
    cooldownPeriod: idleFor,
    minReplicaCount: replicas.min,
    maxReplicaCount: replicas.max,
    // Whoever cannot see the queues changes nothing: neither trainings nor nodes with GPUs end for a lost connection.
    fallback: { failureThreshold: 3, replicas: replicas.min, behavior: "currentReplicas" },
    advanced: {
      horizontalPodAutoscalerConfig: { behavior: slowly },
      // Without a formula the longest key would decide alone.
      scalingModifiers: {
        formula: triggers.map(({ name }) => name).join(" + "),
        target: String(rule.perReplica),
        activationTarget: "0",
      },
    },
    triggers,
  };
}
