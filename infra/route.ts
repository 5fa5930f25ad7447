import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { refuse } from "../components/core/errors";
import { shortHash } from "../components/core/names";
import type { Backend, Front, KubernetesCluster } from "../components/core/shapes";
import { inSeconds, type Minutes, type Seconds } from "../components/core/units";

export interface RouteArgs {
  readonly front: Front;
  readonly cluster: KubernetesCluster;
  /** Label under the front's domain; `@` is the domain itself. One of the front's own routes. */
  readonly host: string;
  readonly backend: Backend;
  /**
   * A browser stays with its pod for a day: Streamlit keeps a session, and the files uploaded to it, in one process.
   *
   * @default - each request goes to the pod with the fewest in flight
   */
  readonly sticky?: true;
  /**
   * How long a pod that leaves may finish what it is answering, 0 seconds to 60 minutes. Less than the pod itself
   * takes to stop would cut its last answers; more only lets its name stand longer in a list.
   *
   * @default "1 minutes"
   */
  readonly drain?: Seconds | Minutes;
}

/** Longest deregistration delay, in seconds (elbv2: deregistration_delay.timeout_seconds). */
const longestDrain = 3600;

/** One host name of a product, from the internet to its pods. */
export class Route extends Component {
  readonly url: string;

  constructor(name: string, args: RouteArgs, opts?: pulumi.ComponentResourceOptions) {
    const { front, cluster, host, backend, sticky, drain = "1 minutes" } = args;
    const wait = inSeconds(drain);
    refuse(`route "${name}"`, [
      !(wait >= 0 && wait <= longestDrain) &&
        `drain is "${drain}"; allowed: 0 seconds to 60 minutes; shorten it and let longer work run in a worker`,
    ]);
    const address = host === "@" ? front.domain : `${host}.${front.domain}`;
    const priority = front.priorityOf(host);
    super("atelier:infra:Route", name, opts);

    // A target group cannot change its port: a new one, under a new name, takes the traffic before the old one goes.
    const version = String(backend.port);
    const targets = new aws.lb.TargetGroup(
      this.child("targets"),
      {
        name: this.physical("target group", undefined, version),
        vpcId: front.vpcId,
        targetType: "ip",
        port: backend.port,
        protocol: "HTTP",
        healthCheck: {
          path: backend.healthPath,
          port: backend.healthPort === undefined ? "traffic-port" : String(backend.healthPort),
          protocol: "HTTP",
          matcher: "200",
          // A new pod counts after 20 seconds, a broken one is left after 30; a rollout waits for the former.
          interval: 10,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
        deregistrationDelay: wait,
        // There is no slow start: AWS does not allow it together with this algorithm.
        loadBalancingAlgorithmType: "least_outstanding_requests",
        stickiness: { type: "lb_cookie", enabled: sticky === true, cookieDuration: 86_400 },
      },
      this.within,
    );

    const rule = new aws.lb.ListenerRule(
      this.child("rule"),
      {
        listenerArn: front.listenerArn,
        priority,
        conditions: [{ hostHeader: { values: [address] } }],
        actions: [{ type: "forward", targetGroupArn: targets.arn }],
      },
      { ...this.within, dependsOn: [...front.ready] },
    );

    // The rule first: a target group that no rule uses checks no health, and pods wait for that to become ready.
    // No `networking`: the controller would then write security group rules, which are Pulumi's.
    new kubernetes.apiextensions.CustomResource(
      this.child("binding"),
      {
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        metadata: {
          // A binding cannot move to another target group, so each has its own.
          name: `${name}-${shortHash(version)}`,
          namespace: backend.namespace,
        },
        spec: {
          targetGroupARN: targets.arn,
          targetType: "ip",
          serviceRef: { name: backend.serviceName, port: backend.port },
        },
      },
      {
        ...this.within,
        provider: cluster.provider,
        deletedWith: cluster.resource,
        dependsOn: [rule, ...cluster.ready],
      },
    );

    new aws.route53.Record(
      this.child("record"),
      {
        zoneId: front.zoneId,
        name: address,
        type: "A",
        aliases: [{ name: front.loadBalancer.dnsName, zoneId: front.loadBalancer.zoneId, evaluateTargetHealth: false }],
      },
      // The name last, and first to go: whoever finds it finds an answer.
      { ...this.within, dependsOn: [rule] },
    );

    this.url = `https://${address}`;
    this.registerOutputs({});
  }
}
