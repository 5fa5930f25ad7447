import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type QueueRule, ruleProblems, scaledObjectSpec } from "../../components/queue-rule";

const rule: QueueRule = { keys: ["celery", "unacked"], database: 0, perReplica: 4 };

const spec = (differences: Partial<QueueRule> = {}, replicas = { min: 0, max: 4 }) =>
  scaledObjectSpec({
    deployment: "worker",
    authentication: "worker",
    address: "cache:6379",
    replicas,
    rule: { ...rule, ...differences },
  });

test("every key is measured over TLS, in its database, with the user's own login", () => {
  expect(spec({ database: 2 }).triggers).toEqual(
    ["celery", "unacked"].map((listName, index) => ({
      type: "redis",
      name: `length_${index}`,
      metadata: {
        address: "cache:6379",
        listName,
        listLength: "4",
        activationListLength: "0",
        databaseIndex: "2",
        enableTLS: "true",
      },
      authenticationRef: { name: "worker" },
    })),
  );
});

test("the formula adds up every trigger by its name", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z.:-]{1,8}$/), { minLength: 1, maxLength: 5 }), (keys) => {
      const { advanced, triggers } = spec({ keys });

      expect(advanced.scalingModifiers.formula.split(" + ")).toEqual(triggers.map(({ name }) => name));
      expect(new Set(triggers.map(({ name }) => name)).size).toBe(keys.length);
    }),
  );
});

test("one waiting message brings the first pod, and one pod is there for as many as it takes", () => {
  expect(spec().advanced.scalingModifiers).toMatchObject({ target: "4", activationTarget: "0" });
  expect(spec()).toMatchObject({ scaleTargetRef: { name: "worker" }, minReplicaCount: 0, maxReplicaCount: 4 });
});

test("pods go one by one and late, and stay as they are while the queues cannot be seen", () => {
  const { fallback, cooldownPeriod, advanced } = spec({}, { min: 1, max: 4 });

  expect(fallback).toEqual({ failureThreshold: 3, replicas: 1, behavior: "currentReplicas" });
  expect(cooldownPeriod).toBe(900);
  expect(advanced.horizontalPodAutoscalerConfig.behavior).toEqual({
    scaleDown: {
      stabilizationWindowSeconds: 600,
      selectPolicy: "Max",
      policies: [{ type: "Pods", value: 1, periodSeconds: 600 }],
    },
  });
});

const problems = (differences: Partial<QueueRule>) =>
  ruleProblems({ ...rule, ...differences }).filter((problem) => problem !== false);

test("a rule that cannot hold is refused, with the remedy", () => {
  expect(problems({})).toEqual([]);
  expect(problems({ keys: [] })).toEqual(["queues.keys is empty; name at least one queue"]);
  expect(problems({ keys: ["gpu", "gpu"] })).toEqual([
    "queues.keys is gpu, gpu; a key given twice counts twice: leave one out",
  ]);
  expect(problems({ perReplica: 0 })).toEqual(["queues.perReplica is 0; use a whole number, 1 or more"]);
  expect(problems({ perReplica: 1.5 })).toHaveLength(1);
  expect(problems({ database: -1 })).toEqual(["queues.database is -1; use a whole number, 0 or more"]);
});
