import type * as pulumi from "@pulumi/pulumi";
import type { Access } from "./core/access";
import type { Namespace } from "./core/shapes";
import type { Cpu, Memory, Minutes, Seconds } from "./core/units";
import type { Probe } from "./probes";
import type { Between } from "./queue-rule";
import type { Queues } from "./queue-scaling";

export interface WorkloadArgs {
  readonly namespace: Namespace;
  /** Pinned by digest: `registry/name@sha256:…`. */
  readonly image: string;
  /** @default - what the image starts */
  readonly command?: readonly string[];
  /** @default - what the image starts its program with */
  readonly args?: readonly string[];
  /** Variables that anyone may read. @default - only those of its access */
  readonly env?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Everything that the pods may reach and do; the review of a workload is reading this list. */
  readonly access: readonly Access[];
  /**
   * How many pods there are. Between two bounds, the load of the processors decides, or `queues`.
   *
   * `"exactly one"` is for what must never run twice: in a rollout, and when its node is drained, the old pod is gone
   * before the new one comes, so there is a moment with none. No disruption budget holds it.
   */
  readonly replicas: Between | "exactly one";
  /** What waits in these decides how many pods there are. @default - the load of the processors decides */
  readonly queues?: Queues;
  /** What a pod is promised. There is no limit on processor time. */
  readonly cpu: Cpu;
  /** What a pod is promised and may not exceed. */
  readonly memory: Memory;
  /** How many GPUs a pod has to itself. @default 0 */
  readonly gpus?: number;
  /** What it may write to `/tmp`, the only place it may write to. @default "1Gi" */
  readonly temporary?: Memory;
  /**
   * Memory that its processes share, part of `memory`: what PyTorch's data loaders need.
   *
   * @default - the container runtime's 64 MiB
   */
  readonly sharedMemory?: Memory;
  /** The user that the image's files are made for, 10000 or more. @default 10001 */
  readonly user?: number;
  /** Whether a pod may be given work. */
  readonly health: Probe;
  /** Whether a pod must be started again; must not ask anything but the pod. @default - as `health` */
  readonly alive?: Probe;
  /** A pod that is not alive this long after its start is started again. @default "2 minutes" */
  readonly startsWithin?: Minutes | Seconds;
  /**
   * How long it may take to end what it has begun, once told to stop. Over ten minutes, the autoscaler leaves its node
   * alone until it is done.
   *
   * @default "30 seconds"
   */
  readonly stopWithin?: Minutes | Seconds;
  /** The port on which what collects metrics finds them. @default - it has none */
  readonly metricsPort?: number;
  /** What must be done before the first pod starts, such as the making of its database. @default - nothing */
  readonly waitFor?: readonly pulumi.Resource[];
}

/** Where a workload answers. */
export interface Serves {
  /** Open to the workloads of its namespace whose access says that they call it. */
  readonly port: number;
  /** The load balancer too may open connections to the port. @default false */
  readonly loadBalanced?: boolean;
}
