import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/core/component";
import type { Backend, Front, KubernetesCluster, PrivateNetwork } from "../../components/core/shapes";
import { stackTags } from "../../components/core/tags";
import { LogStore } from "../../components/log-store";
import { account, type Here } from "../../infra/account";
import { Edge, type EdgeArgs } from "../../infra/edge";

/** What an edge stands on, by id only: its own tests are about the edge. */
const ref = (id: string, cidr: string) => ({ id: pulumi.output(id), ownId: pulumi.output(id), cidr });

export const network = (): PrivateNetwork => ({
  vpcId: pulumi.output("vpc-0000000000000000a"),
  cidr: "10.20.0.0/16",
  publicSubnets: [ref("subnet-0000000000000000a", "10.20.0.0/24"), ref("subnet-0000000000000000b", "10.20.1.0/24")],
  privateSubnets: [],
  dataSubnets: [],
  egressAddresses: [pulumi.output("192.0.2.1")],
});

class ControlPlane extends Component {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("atelier:test:ControlPlane", name, opts);
    this.registerOutputs({});
  }
}

export const here = (): Here =>
  account("aws", {
    account: "111122223333",
    region: "eu-central-1",
    tags: stackTags("test", "ephemeral", { owner: "platform", costCenter: "ml" }),
  });

/** A cluster in which a controller must run before pods are registered. */
export function cluster(where: Here): KubernetesCluster {
  const provider = new kubernetes.Provider("kubernetes", { kubeconfig: "{}" });
  return {
    name: pulumi.output("cluster"),
    provider,
    resource: new ControlPlane("control-plane", where),
    nodeSecurityGroupId: pulumi.output("sg-0000000000000000a"),
    ready: [new kubernetes.core.v1.Namespace("controller", { metadata: { name: "controller" } }, { provider })],
  };
}

export const edgeArgs = (where: Here): EdgeArgs => ({
  network: network(),
  pods: pulumi.output("sg-0000000000000000a"),
  domain: "ml.atelier.example",
  hostedZone: { parent: "Z0PARENTEXAMPLE" },
  routes: [
    { host: "@", port: 8501 },
    { host: "app", port: 8501 },
    { host: "api", port: 8000, requestsPerMinute: 100 },
    { host: "keycloak", port: 8080, healthPort: 9000 },
  ],
  logs: new LogStore("logs", { keep: "30 days", data: "rebuildable" }, where),
  key: { arn: pulumi.output("arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000") },
  keepLogs: "30 days",
  data: "rebuildable",
});

/** An edge with four routes, two of which share a port. */
export const edge = (where: Here, differences: Partial<EdgeArgs> = {}): Edge =>
  new Edge("edge", { ...edgeArgs(where), ...differences }, where);

/** Somebody else's edge, by its addresses only. */
export const front = (): Front => ({
  domain: "ml.atelier.example",
  vpcId: pulumi.output("vpc-0000000000000000a"),
  listenerArn: pulumi.output(
    "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/edge/0000000000000000/0000000000000000",
  ),
  zoneId: pulumi.output("Z0STACKEXAMPLE"),
  loadBalancer: {
    dnsName: pulumi.output("edge-1.eu-central-1.elb.amazonaws.com"),
    zoneId: pulumi.output("Z215JYRZR1TBD5"),
  },
  priorityOf: (host) => host.length,
  ready: [],
});

export const backend: Backend = { namespace: "automl", serviceName: "api", port: 8000, healthPath: "/health" };
