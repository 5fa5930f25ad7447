import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Access } from "./core/access";
import { Component } from "./core/component";
import type { KubernetesCluster } from "./core/shapes";
import { PodIdentity } from "./pod-identity";

export interface WorkloadIdentityArgs {
  readonly cluster: Pick<KubernetesCluster, "name" | "provider" | "resource">;
  readonly namespace: pulumi.Input<string>;
  readonly access: readonly Access[];
}

/**
 * Who the pods of one workload are: their own service account, and an AWS role when their access needs one. The
 * service account's token is not put into the pods: nothing of ours speaks to the Kubernetes API, and Pod Identity
 * brings a token of its own.
 */
export class WorkloadIdentity extends Component {
  readonly serviceAccountName: pulumi.Output<string>;
  /** What must stand before the pods start. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: WorkloadIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:workload:WorkloadIdentity", name, opts);
    const { cluster, namespace, access } = args;

    const account = new kubernetes.core.v1.ServiceAccount(
      this.child("account"),
      { metadata: { name, namespace }, automountServiceAccountToken: false },
      { ...this.within, provider: cluster.provider, deletedWith: cluster.resource },
    );
    const identity = access.some(({ statements }) => statements.length > 0)
      ? [new PodIdentity(name, { cluster, namespace, serviceAccount: account.metadata.name, access }, this.within)]
      : [];

    this.serviceAccountName = account.metadata.name;
    this.ready = [account, ...identity.flatMap(({ ready }) => ready)];
    this.registerOutputs({});
  }
}
