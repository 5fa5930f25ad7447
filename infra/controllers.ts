import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Access } from "../components/core/access";
import { Component } from "../components/core/component";
import type { PrivateNetwork } from "../components/core/shapes";
import { PodIdentity } from "../components/pod-identity";
import { ProductNamespace } from "../components/product-namespace";
import * as chart from "./charts";
import type { Cluster } from "./cluster";
import { controllerPolicy } from "./controller-policy";
import type { Part } from "./part";
import { WebhookCertificate } from "./webhook-certificate";

export interface ControllersArgs {
  readonly cluster: Cluster;
  readonly network: PrivateNetwork;
  /** What runs them: system nodes, and the add-ons that need nodes. */
  readonly after: readonly Part[];
}

/** Helm's patience with a chart, in seconds: the first node pulls every image of it. */
const timeout = 600;

/** Where Valkey and Redis answer. */
const queuePort = 6379;

/**
 * What acts on its own in the cluster: three charts in a namespace that allows no more than they need. None of them makes
 * or owns anything in AWS, so that destroying a stack never waits for one that is gone.
 */
export class Controllers extends Component implements Part {
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: ControllersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:infra:Controllers", name, opts);
    const { cluster, network } = args;

    const namespace = new ProductNamespace(
      name,
      {
        cluster: cluster.runningOn(...args.after),
        network,
        // A rollout runs twice the pods for a while.
        quota: { pods: 24, cpu: "4", memory: "8Gi", gpus: 0 },
      },
      this.within,
    );
    const place = { clusterName: cluster.name, region: cluster.region, vpcId: network.vpcId };
    const certificate = new WebhookCertificate(
      this.child("webhook"),
      { service: "aws-load-balancer-webhook-service", namespace: namespace.name },
      this.within,
    );
    const policy = this.policy(namespace, network);

    const release = (called: chart.ChartName, values: object, identity: readonly PodIdentity[] = []) =>
      this.release(called, values, namespace, [
        policy,
        ...args.after.flatMap(({ ready }) => ready),
        ...identity.flatMap(({ ready }) => ready),
      ]);
    const identity = (called: chart.ChartName, access: Access) =>
      new PodIdentity(
        this.child(called),
        { cluster, namespace: namespace.name, serviceAccount: called, access: [access] },
        this.within,
      );

    this.ready = [
      release("aws-load-balancer-controller", chart.loadBalancerController(place, certificate), [
        identity("aws-load-balancer-controller", chart.loadBalancerAccess(cluster.tags.stack)),
      ]),
      release("cluster-autoscaler", chart.autoscaler(place, cluster.version), [
        identity("cluster-autoscaler", chart.autoscalerAccess(place)),
      ]),
      release("keda", chart.keda()),
    ];
    this.registerOutputs({});
  }

  private policy({ name, cluster }: ProductNamespace, network: PrivateNetwork): pulumi.Resource {
    return new kubernetes.networking.v1.NetworkPolicy(
      this.child("policy"),
      { metadata: { name: "controllers", namespace: name }, spec: controllerPolicy(network, queuePort) },
      { ...this.within, provider: cluster.provider, deletedWith: cluster.resource },
    );
  }

  private release(
    called: chart.ChartName,
    values: object,
    { name, cluster }: ProductNamespace,
    after: readonly pulumi.Resource[],
  ): kubernetes.helm.v3.Release {
    const { repository, version } = chart.charts[called];
    return new kubernetes.helm.v3.Release(
      this.child(called),
      {
        name: called,
        namespace: name,
        chart: called,
        version,
        repositoryOpts: { repo: repository },
        values: { ...values },
        // Waits until all of it runs, and takes it back if it does not: a half-installed chart blocks the next try.
        atomic: true,
        cleanupOnFail: true,
        timeout,
      },
      // A release does not heed the provider's `deleteUnreachable`: when the cluster goes, it is simply forgotten.
      { ...this.within, provider: cluster.provider, deletedWith: cluster.resource, dependsOn: [...after] },
    );
  }
}
