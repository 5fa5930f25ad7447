import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./core/component";
import { refuse } from "./core/errors";
import type { KubernetesCluster, Namespace, PrivateNetwork } from "./core/shapes";
import type { Cpu, Memory } from "./core/units";
import { denyAll } from "./network-policy";

/** The most that all pods of a namespace may ask for together, while they roll too. */
export interface Quota {
  readonly pods: number;
  readonly cpu: Cpu;
  readonly memory: Memory;
  readonly gpus: number;
}

export interface ProductNamespaceArgs {
  readonly cluster: KubernetesCluster;
  readonly network: PrivateNetwork;
  /** A fault that makes pods without end stops here, before it has filled the cluster. */
  readonly quota: Quota;
}

/**
 * The namespace of one product. Nothing in it may talk to anything until a policy says so, no pod may be more than
 * `restricted`, and nothing in it can make a resource of AWS: the API server refuses load balancers and volumes.
 */
export class ProductNamespace extends Component implements Namespace {
  readonly name: pulumi.Output<string>;
  readonly product: string;
  readonly cluster: KubernetesCluster;
  readonly network: PrivateNetwork;

  constructor(
    product: string,
    { cluster, network, quota }: ProductNamespaceArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    refuse(`namespace "${product}"`, [
      quota.pods < 1 && `quota.pods is ${quota.pods}; nothing could run: use 1 or more`,
      quota.gpus < 0 && `quota.gpus is ${quota.gpus}; use 0 for none`,
    ]);
    super("atelier:workload:ProductNamespace", product, opts);
    const within = { ...this.within, provider: cluster.provider, deletedWith: cluster.resource };

    const namespace = new kubernetes.core.v1.Namespace(
      this.child("namespace"),
      { metadata: { name: this.physical("namespace"), labels: namespaceLabels(product) } },
      within,
    );
    const metadata = (name: string) => ({ name, namespace: namespace.metadata.name });
    new kubernetes.networking.v1.NetworkPolicy(
      this.child("deny-all"),
      { metadata: metadata("deny-all"), spec: denyAll },
      within,
    );
    new kubernetes.core.v1.ResourceQuota(
      this.child("quota"),
      { metadata: metadata("quota"), spec: { hard: hard(quota) } },
      within,
    );
    new kubernetes.core.v1.LimitRange(
      this.child("limits"),
      { metadata: metadata("limits"), spec: { limits: [unstated] } },
      within,
    );

    this.name = namespace.metadata.name;
    this.product = product;
    this.cluster = cluster;
    this.network = network;
    this.registerOutputs({});
  }
}

const namespaceLabels = (product: string) => ({
  "app.kubernetes.io/part-of": product,
  "app.kubernetes.io/managed-by": "pulumi",
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/audit": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
  // A new pod counts as ready when the load balancer has it, so a rollout does not outrun the registration.
  "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
});

const hard = (quota: Quota): Record<string, string> => ({
  pods: String(quota.pods),
  "requests.cpu": quota.cpu,
  "requests.memory": quota.memory,
  "limits.memory": quota.memory,
  "requests.nvidia.com/gpu": String(quota.gpus),
  // What would make something in AWS that this program does not know of, and so does not delete.
  "services.loadbalancers": "0",
  "services.nodeports": "0",
  persistentvolumeclaims: "0",
});

/** What a container gets that states nothing. No limit on processor time: it would idle beside free processors. */
const unstated = {
  type: "Container",
  defaultRequest: { cpu: "50m", memory: "128Mi" },
  default: { memory: "128Mi" },
};
