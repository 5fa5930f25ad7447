import type { types } from "@pulumi/kubernetes";
import { selector } from "./core/labels";
import type { Pods } from "./deployment";
import { federated } from "./federation";
import { type Admission, clientLabels } from "./network-policy";
import { defaultUser } from "./pod-security";
import { probes } from "./probes";
import { scaleOf } from "./scale";
import type { Serves, WorkloadArgs } from "./workload-args";

type ServiceSpec = types.input.core.v1.ServiceSpec;

type Ports = Partial<Serves> & Pick<WorkloadArgs, "health" | "metricsPort">;

/** Where the load balancer comes: to the port, and to ask for health, where that is another. */
const balanced = ({ port, loadBalanced, health }: Ports): readonly number[] => {
  const asks = health.kind === "http" ? [health.port ?? port] : [];
  return loadBalanced === true ? [...new Set([port, ...asks])].filter((given) => given !== undefined) : [];
};

/** The ports of a container: each once, though metrics may be found where requests are answered. */
export const portsOf = ({ port, metricsPort }: Ports): Pods["ports"] => [
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

/** What only the resources of a workload know of its pods. */
type Made = Pick<Pods, "labels" | "env" | "secret" | "serviceAccountName">;

/** The pods of a workload, with every default in its place. */
export function podsOf(app: string, args: WorkloadArgs & Partial<Serves>, made: Made): Pods {
  const startsWithin = args.startsWithin ?? "2 minutes";
  return {
    ...made,
    app,
    labels: { ...made.labels, ...clientLabels(args.access) },
    image: args.image,
    command: args.command ?? [],
    args: args.args ?? [],
    cpu: args.cpu,
    memory: args.memory,
    gpus: args.gpus ?? 0,
    temporary: args.temporary ?? "1Gi",
    ...(args.sharedMemory && { sharedMemory: args.sharedMemory }),
    user: args.user ?? defaultUser,
    probes: probes({ ...args, startsWithin }, args.port ?? args.metricsPort),
    startsWithin,
    stopWithin: args.stopWithin ?? "30 seconds",
    ports: portsOf(args),
    scale: scaleOf(args),
    federated: federated(args.access),
  };
}
