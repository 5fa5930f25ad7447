import { uuid } from "./aws/naming";
import * as to from "./aws/targets";
import type { Check, Given, Model, Reference, Table } from "./model";
import { record, text } from "./values";
import type { Properties } from "./wire";

const namespaceType = "kubernetes:core/v1:Namespace";
/** Every cluster has them. */
const namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];
const created = "2026-01-01T00:00:00Z";

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const subdomain = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

interface Kind {
  /** @default - it belongs to a namespace */
  readonly clusterWide?: true;
  /** Its name is one DNS label: a namespace, or what becomes a host name. @default - a DNS subdomain */
  readonly label?: true;
  /** What a program may read once it stands. @default {} */
  readonly status?: (spec: Properties) => Properties;
  /** Paths of inputs that cannot change, name and namespace aside. @default [] */
  readonly fixed?: readonly string[];
  readonly refers?: readonly Reference[];
  /** @default [] */
  readonly secrets?: readonly string[];
  /** @default {} */
  readonly outputs?: (given: Given) => Properties;
}

const ready = (spec: Properties): Properties => {
  const replicas = spec.replicas ?? 1;
  return {
    replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
    updatedReplicas: replicas,
    observedGeneration: 1,
  };
};

const base64 = (values: Properties): Properties =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(text(value)).toString("base64")]));

const address = ({ inputs, hex }: Given): Properties => {
  const spec = record(inputs.spec);
  const host = Number.parseInt(hex(4), 16);
  return { spec: { type: "ClusterIP", clusterIP: `172.20.${(host >> 8) & 255}.${host & 255}`, ...spec } };
};

/** By group, version and kind. */
const kinds: Readonly<Record<string, Kind>> = {
  "core/v1:Namespace": { clusterWide: true, label: true, status: () => ({ phase: "Active" }) },
  // Unless told otherwise, Pulumi's provider replaces these two, so that whoever reads them sees it.
  "core/v1:ConfigMap": { fixed: ["data", "binaryData"] },
  "core/v1:LimitRange": {},
  "core/v1:ResourceQuota": { status: (spec) => ({ hard: spec.hard, used: {} }) },
  "core/v1:Secret": {
    secrets: ["data", "stringData"],
    fixed: ["type", "data", "stringData"],
    outputs: ({ inputs }) => ({
      type: inputs.type ?? "Opaque",
      data: { ...record(inputs.data), ...base64(record(inputs.stringData)) },
    }),
  },
  "core/v1:Service": { label: true, status: () => ({ loadBalancer: {} }), outputs: address },
  "core/v1:ServiceAccount": {},
  "apps/v1:DaemonSet": {
    fixed: ["spec.selector"],
    status: () => ({ currentNumberScheduled: 1, numberReady: 1, observedGeneration: 1 }),
  },
  "apps/v1:Deployment": { fixed: ["spec.selector"], status: ready },
  "apps/v1:StatefulSet": { fixed: ["spec.selector", "spec.serviceName"], status: ready },
  "autoscaling/v2:HorizontalPodAutoscaler": { status: () => ({ currentReplicas: 1, desiredReplicas: 1 }) },
  "batch/v1:CronJob": {},
  "batch/v1:Job": {
    fixed: ["spec"],
    status: () => ({ succeeded: 1, conditions: [{ type: "Complete", status: "True" }] }),
  },
  "networking.k8s.io/v1:NetworkPolicy": {},
  "policy/v1:PodDisruptionBudget": { status: () => ({ currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 1 }) },
  "rbac.authorization.k8s.io/v1:ClusterRole": { clusterWide: true },
  "rbac.authorization.k8s.io/v1:ClusterRoleBinding": { clusterWide: true, fixed: ["roleRef"] },
  "rbac.authorization.k8s.io/v1:Role": {},
  "rbac.authorization.k8s.io/v1:RoleBinding": { fixed: ["roleRef"] },
  "scheduling.k8s.io/v1:PriorityClass": { clusterWide: true, fixed: ["value", "preemptionPolicy"] },
  // What the controllers bring that we install.
  "elbv2.k8s.aws/v1beta1:TargetGroupBinding": {
    fixed: ["spec.targetGroupARN"],
    refers: [{ path: "spec.targetGroupARN", to: to.targetGroup, loose: true }],
  },
  "keda.sh/v1alpha1:ScaledJob": {},
  "keda.sh/v1alpha1:ScaledObject": {},
  "keda.sh/v1alpha1:TriggerAuthentication": {},
};

const metadataOf = ({ inputs }: Given): Properties => record(inputs.metadata);

/** As given, or Pulumi's own: the logical name and eight characters. */
const nameOf = (given: Given): string => text(metadataOf(given).name) || `${given.name}-${given.hex(8)}`;

const namespaceOf = (given: Given, kind: Kind): string =>
  kind.clusterWide ? "" : text(metadataOf(given).namespace) || "default";

const named =
  ({ label: short }: Kind): Check =>
  (given) => {
    const name = nameOf(given);
    return (
      !(short ? label : subdomain).test(name) &&
      `Invalid: metadata.name "${name}" must be a DNS ${short ? "label of at most 63" : "subdomain of at most 253"} characters: a-z, 0-9 and hyphens, alphanumeric ends`
    );
  };

const housed =
  (kind: Kind): Check =>
  (given) => {
    const home = namespaceOf(given, kind);
    const known =
      namespaces.includes(home) || given.account.find(namespaceType, "id", home, given.scope.cluster) !== undefined;
    return !kind.clusterWide && !known && !given.account.isOutside(home) && `NotFound: namespaces "${home}" not found`;
  };

function model(token: string, kind: Kind): Model {
  const [apiVersion = "", name = ""] = token.split(":");
  return {
    id: (given) => [namespaceOf(given, kind), nameOf(given)].filter((part) => part !== "").join("/"),
    checks: [named(kind), housed(kind)],
    claims: (given) => [
      {
        key: [name, namespaceOf(given, kind), nameOf(given), "in", given.scope.cluster].join(" "),
        code: "AlreadyExists",
      },
    ],
    replaces: ["metadata.name", "metadata.namespace", ...(kind.fixed ?? [])],
    ...(kind.refers === undefined ? {} : { refers: kind.refers }),
    ...(kind.secrets === undefined ? {} : { secrets: kind.secrets }),
    outputs: (given) => ({
      apiVersion: apiVersion.startsWith("core/") ? apiVersion.slice(5) : apiVersion,
      kind: name,
      ...kind.outputs?.(given),
      ...(kind.status === undefined ? {} : { status: kind.status(record(given.inputs.spec)) }),
      metadata: {
        ...metadataOf(given),
        name: nameOf(given),
        ...(kind.clusterWide ? {} : { namespace: namespaceOf(given, kind) }),
        uid: uuid(given),
        generation: 1,
        resourceVersion: "1",
        creationTimestamp: created,
      },
    }),
    // A namespace takes everything in it along.
    ...(token === "core/v1:Namespace"
      ? {
          takes: (thing, other) =>
            other.type.startsWith("kubernetes:") &&
            other.scope.cluster === thing.scope.cluster &&
            other.id.startsWith(`${thing.id}/`),
        }
      : {}),
  };
}

/** Objects of a cluster. Only the obvious is judged here: what an API server says, an API server should be asked. */
export const kubernetes: Table = Object.fromEntries(
  Object.entries(kinds).map(([token, kind]) => [`kubernetes:${token}`, model(token, kind)]),
);
