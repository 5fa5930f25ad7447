import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { selector } from "./core/labels";
import { type Cpu, inSeconds, type Memory, type Minutes, type Seconds } from "./core/units";
import type { Environment } from "./environment";
import type { FederatedPod } from "./federation";
import { containerSecurity, home, podSecurity, type Scratch, shared, temporary } from "./pod-security";
import type { Probes } from "./probes";
import type { Scale } from "./scale";

type DeploymentSpec = types.input.apps.v1.DeploymentSpec;
type StatefulSetSpec = types.input.apps.v1.StatefulSetSpec;
type PodTemplateSpec = types.input.core.v1.PodTemplateSpec;
type PodSpec = types.input.core.v1.PodSpec;
type Container = types.input.core.v1.Container;
type TopologySpreadConstraint = types.input.core.v1.TopologySpreadConstraint;

/** Everything that decides the pods of a workload. */
export interface Pods {
  readonly app: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Environment["plain"];
  /** Variables that stand in a Secret. @default - none does */
  readonly secret?: { readonly name: pulumi.Input<string>; readonly variables: readonly string[] };
  readonly serviceAccountName: pulumi.Input<string>;
  readonly cpu: Cpu;
  readonly memory: Memory;
  readonly gpus: number;
  readonly temporary: Memory;
  readonly sharedMemory?: Memory;
  readonly user: number;
  readonly probes: Probes;
  readonly startsWithin: Minutes | Seconds;
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly stopWithin: Minutes | Seconds;
  readonly scale: Scale;
  readonly federated: FederatedPod;
}

/**
 * How long a pod that serves goes on as before when it is told to stop: until every load balancer and every node has
 * heard that it is leaving. What comes in this while is answered; without it, each rollout would drop requests.
 */
const leaving = 20;

/** The autoscaler takes a node away when its pods have stopped, but waits no longer than this. (Its own default.) */
const autoscalerWaits = 600;

/** For the node that a first pod may have to wait for, and its image. */
const nodeStarts = 600;

/** Seconds after which a rollout has failed. */
export const rolloutWithin = ({ startsWithin }: Pick<Pods, "startsWithin">): number =>
  nodeStarts + inSeconds(startsWithin);

/** The Deployment of a workload: in a rollout there is one pod more before there is one less. */
export const deploymentSpec = (pods: Pods): DeploymentSpec => ({
  // A number given here and by an autoscaler would change with every `up`, and back.
  ...(pods.scale.by === "processors" ? {} : { replicas: pods.scale.min }),
  selector: { matchLabels: selector(pods.app) },
  strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
  // An earlier ReplicaSet would name a Secret that is gone. Going back is an `up` with the digest before.
  revisionHistoryLimit: 0,
  progressDeadlineSeconds: rolloutWithin(pods),
  template: template(pods),
});

/**
 * The StatefulSet of a workload that must never run twice. A Deployment starts the next pod as soon as the last is told
 * to stop, when a node is drained; a StatefulSet waits until it is gone.
 */
export const singleSpec = (pods: Pods): StatefulSetSpec => ({
  replicas: 1,
  selector: { matchLabels: selector(pods.app) },
  // In order, a pod that never becomes ready would have to be deleted by hand before a mended one could come.
  podManagementPolicy: "Parallel",
  revisionHistoryLimit: 0,
  template: template(pods),
});

function template(pods: Pods): PodTemplateSpec {
  const stops = inSeconds(pods.stopWithin);
  const annotations = {
    // A training must not be cut short because its node is half empty.
    ...(stops > autoscalerWaits ? { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } : {}),
    ...pods.federated.annotations,
  };
  return {
    metadata: { labels: { ...pods.labels }, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: podSpec(pods, stops + (pods.ports.length > 0 ? leaving : 0)),
  };
}

function podSpec(pods: Pods, terminationGracePeriodSeconds: number): PodSpec {
  const scratch = [temporary(pods.temporary), ...(pods.sharedMemory ? [shared(pods.sharedMemory)] : [])];
  return {
    serviceAccountName: pods.serviceAccountName,
    // Nothing of ours speaks to the Kubernetes API; Pod Identity brings a token of its own.
    automountServiceAccountToken: false,
    // The addresses of every Service of the namespace, as variables nobody asked for.
    enableServiceLinks: false,
    securityContext: podSecurity(pods.user),
    terminationGracePeriodSeconds,
    ...(pods.scale.max > 1 && { topologySpreadConstraints: spread(pods.app) }),
    // Nodes with GPUs keep everyone else away.
    ...(pods.gpus > 0 && { tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }] }),
    containers: [container(pods, scratch)],
    volumes: [...scratch.map(({ volume }) => volume), ...pods.federated.volumes],
  };
}

function container(pods: Pods, scratch: readonly Scratch[]): Container {
  const devices = pods.gpus > 0 ? { "nvidia.com/gpu": String(pods.gpus) } : {};
  return {
    name: pods.app,
    image: pods.image,
    // The image is a digest: what is there under that name is the right one.
    imagePullPolicy: "IfNotPresent",
    // What is empty is never stored, so what was sent would differ from what is there for ever.
    ...(pods.command.length > 0 && { command: [...pods.command] }),
    ...(pods.args.length > 0 && { args: [...pods.args] }),
    env: variables(pods, { ...home, ...pods.federated.env }),
    ...(pods.ports.length > 0 && { ports: pods.ports.map((port) => ({ ...port, protocol: "TCP" })) }),
    resources: {
      requests: { cpu: pods.cpu, memory: pods.memory, ...devices },
      // Memory cannot be shared out afterwards, processor time can: a limit would idle beside free processors.
      limits: { memory: pods.memory, ...devices },
    },
    securityContext: containerSecurity,
    ...pods.probes,
    ...(pods.ports.length > 0 ? { lifecycle: { preStop: { sleep: { seconds: leaving } } } } : {}),
    volumeMounts: [...scratch.map(({ mount }) => mount), ...pods.federated.mounts],
  };
}

const variables = ({ env, secret }: Pods, base: Readonly<Record<string, string>>) => [
  ...Object.entries({ ...base, ...env }).map(([name, value]) => ({ name, value })),
  ...(secret?.variables ?? []).map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret?.name, key: name } },
  })),
];

/**
 * Over zones first, then over nodes, each version counted on its own so that a rollout ends evenly. Only as far as there
 * is room: when a zone is lost, its pods must find a place in the others.
 */
const spread = (app: string): TopologySpreadConstraint[] =>
  ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: selector(app) },
    matchLabelKeys: ["pod-template-hash"],
  }));
