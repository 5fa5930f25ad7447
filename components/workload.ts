import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./core/component";
import { refuse } from "./core/errors";
import { labels } from "./core/labels";
import { deploymentSpec, rolloutWithin } from "./deployment";
import { environment } from "./environment";
import { hashedSecret } from "./hashed-secret";
import { clientLabels, networkPolicy } from "./network-policy";
import { defaultUser } from "./pod-security";
import { probes } from "./probes";
import { QueueScaling } from "./queue-scaling";
import type { Serves, WorkloadArgs } from "./workload-args";
import { WorkloadIdentity } from "./workload-identity";
import { admissions, autoscalerSpec, disruptionBudgetSpec, portsOf, scaleOf } from "./workload-plan";
import { workloadProblems } from "./workload-problems";

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

  /** @param serves For a `Server`, which is a workload that answers. */
  constructor(name: string, args: WorkloadArgs, opts?: pulumi.ComponentResourceOptions, serves?: Serves) {
    const listens = { ...args, ...serves };
    const variables = environment(args.env ?? {}, args.access);
    refuse(`workload "${name}"`, [...workloadProblems(name, listens), ...variables.problems]);
    super(serves ? "atelier:workload:Server" : "atelier:workload:Workload", name, opts);
    const { namespace, access, queues, startsWithin = "2 minutes" } = args;
    const { cluster } = namespace;
    const within = { ...this.within, provider: cluster.provider, deletedWith: cluster.resource };
    const own = labels(name, namespace.product);
    const metadata = { name, namespace: namespace.name, labels: own };
    const scale = scaleOf(args);

    const identity = new WorkloadIdentity(name, { cluster, namespace: namespace.name, access }, this.within);
    const policy = new kubernetes.networking.v1.NetworkPolicy(
      this.child("policy"),
      { metadata, spec: networkPolicy(name, namespace.network, { access, admits: admissions(listens) }) },
      within,
    );
    const secret =
      Object.keys(variables.secrets).length === 0
        ? undefined
        : new kubernetes.core.v1.Secret(
            this.child("secret"),
            hashedSecret(name, namespace.name, own, variables.secrets),
            within,
          );
    const rollout = `${rolloutWithin(startsWithin)}s`;
    const deployment = new kubernetes.apps.v1.Deployment(
      this.child("deployment"),
      {
        metadata,
        spec: deploymentSpec({
          app: name,
          labels: { ...own, ...clientLabels(access) },
          image: args.image,
          command: args.command ?? [],
          args: args.args ?? [],
          env: variables.plain,
          ...(secret && { secret: { name: secret.metadata.name, variables: Object.keys(variables.secrets) } }),
          serviceAccountName: identity.serviceAccountName,
          cpu: args.cpu,
          memory: args.memory,
          gpus: args.gpus ?? 0,
          temporary: args.temporary ?? "1Gi",
          user: args.user ?? defaultUser,
          probes: probes({ ...args, startsWithin }, listens.port ?? args.metricsPort),
          startsWithin,
          stopWithin: args.stopWithin ?? "30 seconds",
          ports: portsOf(listens),
          scale,
        }),
      },
      {
        ...within,
        dependsOn: [policy, ...identity.ready, ...cluster.ready, ...(args.waitFor ?? [])],
        customTimeouts: { create: rollout, update: rollout },
        // The number given is only the first; from then on KEDA's holds.
        ignoreChanges: scale.by === "queues" ? ["spec.replicas"] : [],
      },
    );
    if (scale.max > 1) {
      new kubernetes.policy.v1.PodDisruptionBudget(
        this.child("disruption"),
        { metadata, spec: disruptionBudgetSpec(name) },
        within,
      );
    }
    if (scale.by === "processors") {
      new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
        this.child("autoscaler"),
        { metadata, spec: autoscalerSpec(name, scale) },
        { ...within, dependsOn: [deployment] },
      );
    }
    if (queues !== undefined) {
      new QueueScaling(
        name,
        { namespace, labels: own, deployment: deployment.metadata.name, replicas: scale, queues },
        this.within,
      );
    }

    this.name = name;
    this.ready = deployment;
    this.registerOutputs({});
  }
}
