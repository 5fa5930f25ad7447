import { describe, expect, test } from "@jest/globals";
import { deploymentSpec, type Pods, rolloutWithin, singleSpec } from "../../components/deployment";
import { federated } from "../../components/federation";
import { Probe, probes } from "../../components/probes";
import type { Scale } from "../../components/scale";

const selector = { "app.kubernetes.io/name": "api" };
const fixed: Scale = { min: 2, max: 2, by: "nobody", alone: false };

const pods: Pods = {
  app: "api",
  labels: { ...selector, "atelier.example/reaches-mlflow": "true" },
  image: "api@sha256:0",
  command: [],
  args: [],
  env: { LOG_LEVEL: "INFO" },
  serviceAccountName: "api",
  cpu: "500m",
  memory: "2Gi",
  gpus: 0,
  temporary: "1Gi",
  user: 10_001,
  probes: probes({ health: Probe.http("/health"), startsWithin: "2 minutes" }, 8000),
  startsWithin: "2 minutes",
  ports: [{ name: "http", containerPort: 8000 }],
  stopWithin: "30 seconds",
  scale: fixed,
  federated: federated([]),
};

/** As the API server would see it. */
const spec = (differences: Partial<Pods> = {}): unknown =>
  JSON.parse(JSON.stringify(deploymentSpec({ ...pods, ...differences })));

test("processes that share memory get as much as they ask for, and no volume for it otherwise", () => {
  expect(spec({ sharedMemory: "2Gi" })).toMatchObject({
    template: {
      spec: {
        volumes: [{ name: "tmp" }, { name: "shared-memory", emptyDir: { medium: "Memory", sizeLimit: "2Gi" } }],
        containers: [{ volumeMounts: [{ mountPath: "/tmp" }, { mountPath: "/dev/shm" }] }],
      },
    },
  });
  expect(JSON.stringify(spec())).not.toContain("/dev/shm");
});

describe("a rollout", () => {
  test("adds one before it takes one away, so that there are never fewer than before", () => {
    expect(spec()).toMatchObject({
      replicas: 2,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    });
  });

  test("of what must be alone is a StatefulSet's, which waits until the old one is gone", () => {
    const one: Scale = { min: 1, max: 1, by: "nobody", alone: true };

    expect(singleSpec({ ...pods, scale: one })).toMatchObject({ replicas: 1, podManagementPolicy: "Parallel" });
  });

  test("has failed when a pod had its time to start, and a node before it", () => {
    expect(rolloutWithin({ startsWithin: "2 minutes" })).toBe(720);
    expect(spec({ startsWithin: "10 minutes" })).toMatchObject({ progressDeadlineSeconds: 1200 });
  });

  test("leaves no earlier version behind, whose Secret would be gone", () => {
    expect(spec()).toMatchObject({ revisionHistoryLimit: 0 });
  });
});

describe("the number of pods", () => {
  test("is not said where the processors' load decides", () => {
    expect(spec({ scale: { min: 2, max: 4, by: "processors", alone: false } })).not.toHaveProperty("replicas");
  });

  test("is the least at first where queues decide, so that no GPU is waited for", () => {
    expect(spec({ scale: { min: 0, max: 4, by: "queues", alone: false } })).toMatchObject({ replicas: 0 });
  });
});

test("the selector is what the pods carry, without what may change", () => {
  expect(spec()).toMatchObject({
    selector: { matchLabels: selector },
    template: { metadata: { labels: pods.labels } },
  });
  expect(pods.labels).toMatchObject(selector);
});

describe("spread", () => {
  test("goes over zones and nodes, by the labels of the pods, and never keeps a pod from running", () => {
    expect(spec()).toMatchObject({
      template: {
        spec: {
          topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
            topologyKey,
            maxSkew: 1,
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector: { matchLabels: selector },
            matchLabelKeys: ["pod-template-hash"],
          })),
        },
      },
    });
  });

  test("is nothing where there is one pod", () => {
    const alone = spec({ scale: { min: 1, max: 1, by: "nobody", alone: false } });
    expect(JSON.stringify(alone)).not.toContain("topologySpreadConstraints");
  });
});

describe("stopping", () => {
  test("a pod that serves goes on until everyone has heard that it leaves, and then has its time", () => {
    expect(spec({ stopWithin: "2 minutes" })).toMatchObject({
      template: {
        spec: {
          terminationGracePeriodSeconds: 140,
          containers: [{ lifecycle: { preStop: { sleep: { seconds: 20 } } } }],
        },
      },
    });
  });

  test("a pod that serves nobody stops at once", () => {
    const worker = spec({ ports: [], stopWithin: "2 minutes" });

    expect(worker).toMatchObject({ template: { spec: { terminationGracePeriodSeconds: 120 } } });
    expect(JSON.stringify(worker)).not.toContain("preStop");
  });

  test("a pod that needs longer than the autoscaler waits keeps its node, and only such a pod", () => {
    const safe = "cluster-autoscaler.kubernetes.io/safe-to-evict";

    expect(spec({ stopWithin: "11 minutes" })).toMatchObject({
      template: { metadata: { annotations: { [safe]: "false" } } },
    });
    expect(JSON.stringify(spec({ stopWithin: "10 minutes" }))).not.toContain(safe);
  });
});

describe("resources", () => {
  test("memory is promised and bounded alike, processor time only promised", () => {
    expect(spec()).toMatchObject({
      template: {
        spec: {
          containers: [{ resources: { requests: { cpu: "500m", memory: "2Gi" }, limits: { memory: "2Gi" } } }],
        },
      },
    });
    expect(JSON.stringify(spec())).not.toMatch(/"limits":\{[^}]*cpu/);
  });

  test("a GPU is promised whole, on nodes that keep everyone else away", () => {
    const devices = { "nvidia.com/gpu": "1" };

    expect(spec({ gpus: 1 })).toMatchObject({
      template: {
        spec: {
          tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
          containers: [{ resources: { requests: devices, limits: devices } }],
        },
      },
    });
  });
});

describe("the environment", () => {
  const env = (differences: Partial<Pods>) => {
    const [container] = JSON.parse(JSON.stringify(deploymentSpec({ ...pods, ...differences }))).template.spec
      .containers;
    return container.env;
  };

  test("is the plain variables, with a home that can be written to", () => {
    expect(env({})).toEqual([
      { name: "HOME", value: "/tmp" },
      { name: "LOG_LEVEL", value: "INFO" },
    ]);
  });

  test("may set a home of its own", () => {
    expect(env({ env: { HOME: "/tmp/home" } })).toEqual([{ name: "HOME", value: "/tmp/home" }]);
  });

  test("only names its secrets", () => {
    expect(env({ env: {}, secret: { name: "api-0123456789", variables: ["PASSWORD"] } })).toEqual([
      { name: "HOME", value: "/tmp" },
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "api-0123456789", key: "PASSWORD" } } },
    ]);
  });
});

test("a pod has no token, no links and no rights that it does not need", () => {
  expect(spec({ user: 12_345 })).toMatchObject({
    template: {
      spec: {
        serviceAccountName: "api",
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, runAsUser: 12_345 },
        volumes: [{ name: "tmp", emptyDir: { sizeLimit: "1Gi" } }],
        containers: [
          {
            image: "api@sha256:0",
            imagePullPolicy: "IfNotPresent",
            securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
            volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
            readinessProbe: { httpGet: { path: "/health", port: 8000 } },
            livenessProbe: { httpGet: { path: "/health", port: 8000 } },
            startupProbe: { httpGet: { path: "/health", port: 8000 } },
            ports: [{ name: "http", containerPort: 8000, protocol: "TCP" }],
          },
        ],
      },
    },
  });
});
