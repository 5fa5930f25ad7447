import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./core/component";
import { refuse } from "./core/errors";
import { labels } from "./core/labels";
import type { Namespace } from "./core/shapes";
import { deploymentSpec, type Pods, rolloutWithin, singleSpec } from "./deployment";
import { type Environment, environment } from "./environment";
import { hashedSecret } from "./hashed-secret";
import { networkPolicy } from "./network-policy";
import { QueueScaling } from "./queue-scaling";
import { autoscalerSpec, disruptionBudgetSpec, type Scale } from "./scale";
import type { Serves, WorkloadArgs } from "./workload-args";
import { WorkloadIdentity } from "./workload-identity";
import { admissions, podsOf } from "./workload-plan";
import { workloadProblems } from "./workload-problems";

/** What keeps the pods of a workload running. */
type Controller = kubernetes.apps.v1.Deployment | kubernetes.apps.v1.StatefulSet;

/**
 * A program that runs in pods: non-root, on a file system it cannot write to, reaching only what its access names, and
 * stopped and replaced without losing what it is doing. There is no argument that makes it anything else.
 *
 * @throws {Mistake} naming everything wrong with the arguments at once.
 */
export class Workload extends Component {
  /** What Kubernetes calls its objects. */
  readonly name: string;
  /** Stands when its pods do. */
  readonly ready: pulumi.Resource;
  protected readonly metadata: kubernetes.types.input.meta.v1.ObjectMeta;
  /** Options of every child in the cluster. */
  protected readonly inCluster: pulumi.CustomResourceOptions;

  /** @param serves For a `Server`, which is a workload that answers. */
  constructor(name: string, args: WorkloadArgs, opts?: pulumi.ComponentResourceOptions, serves?: Serves) {
    const given = { ...args, ...serves };
    const env = environment(args.env ?? {}, args.access);
    refuse(`workload "${name}"`, [...workloadProblems(name, given), ...env.problems]);
    super(serves ? "atelier:workload:Server" : "atelier:workload:Workload", name, opts);
    const { namespace, access, queues, waitFor = [] } = args;
    const { cluster, network } = namespace;
    this.name = name;
    this.metadata = { name, namespace: namespace.name, labels: labels(name, namespace.product) };
    this.inCluster = { ...this.within, provider: cluster.provider, deletedWith: cluster.resource };

    const identity = new WorkloadIdentity(name, { cluster, namespace: namespace.name, access }, this.within);
    const policy = new kubernetes.networking.v1.NetworkPolicy(
      this.child("network-policy"),
      { metadata: this.metadata, spec: networkPolicy(name, network, { access, admits: admissions(given) }) },
      this.inCluster,
    );
    const pods = podsOf(name, given, {
      labels: labels(name, namespace.product),
      env: env.plain,
      ...this.secret(namespace, env.secrets),
      serviceAccountName: identity.serviceAccountName,
    });
    const controller = this.controller(pods, [policy, ...identity.ready, ...cluster.ready, ...waitFor]);
    this.scaling(pods.scale, controller);
    if (queues !== undefined) {
      new QueueScaling(
        name,
        {
          namespace,
          labels: labels(name, namespace.product),
          deployment: controller.metadata.name,
          replicas: pods.scale,
          queues,
        },
        this.within,
      );
    }

    this.ready = controller;
    this.registerOutputs({});
  }

  private secret({ name, product }: Namespace, values: Environment["secrets"]): Pick<Pods, "secret"> {
    const variables = Object.keys(values);
    if (variables.length === 0) return {};
    const secret = new kubernetes.core.v1.Secret(
      this.child("secret"),
      hashedSecret(this.name, name, labels(this.name, product), values),
      this.inCluster,
    );
    return { secret: { name: secret.metadata.name, variables } };
  }

  private controller(pods: Pods, dependsOn: pulumi.Resource[]): Controller {
    const rollout = `${rolloutWithin(pods)}s`;
    const options = {
      ...this.inCluster,
      dependsOn,
      customTimeouts: { create: rollout, update: rollout },
    };
    if (pods.scale.alone) {
      return new kubernetes.apps.v1.StatefulSet(
        this.child("single"),
        { metadata: this.metadata, spec: singleSpec(pods) },
        options,
      );
    }
    return new kubernetes.apps.v1.Deployment(
      this.child("deployment"),
      { metadata: this.metadata, spec: deploymentSpec(pods) },
      // The number given is only the first; from then on KEDA's holds.
      { ...options, ignoreChanges: pods.scale.by === "queues" ? ["spec.replicas"] : [] },
    );
  }

  private scaling(scale: Scale, controller: pulumi.Resource): void {
    if (scale.max > 1) {
      new kubernetes.policy.v1.PodDisruptionBudget(
        this.child("disruption"),
        { metadata: this.metadata, spec: disruptionBudgetSpec(this.name) },
        this.inCluster,
      );
    }
    if (scale.by === "processors") {
      new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
        this.child("autoscaler"),
        { metadata: this.metadata, spec: autoscalerSpec(this.name, scale) },
        { ...this.inCluster, dependsOn: [controller] },
      );
    }
  }
}
