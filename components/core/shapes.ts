import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A subnet, and the part of its plan that is known before it exists. */
export interface SubnetRef {
  /** Known when its routes stand: whoever is put inside by this id finds the way out. */
  readonly id: pulumi.Output<string>;
  /** Known as soon as it is made, for what speaks to nobody outside: the interfaces of a control plane. */
  readonly ownId: pulumi.Output<string>;
  readonly cidr: pulumi.Input<string>;
}

/** Somewhere private to put things. `infra/Network` is one. */
export interface PrivateNetwork {
  readonly vpcId: pulumi.Output<string>;
  readonly cidr: pulumi.Input<string>;
  /** Load balancers and NAT gateways, one a zone. */
  readonly publicSubnets: readonly SubnetRef[];
  /** Nodes and pods, one a zone. */
  readonly privateSubnets: readonly SubnetRef[];
  /** Databases and caches, one a zone; no way out. */
  readonly dataSubnets: readonly SubnetRef[];
  /** Public addresses from which everything private is seen outside. */
  readonly egressAddresses: readonly pulumi.Output<string>[];
}

/** Encrypts what is stored. `components/Key` is one. */
export interface EncryptionKey {
  readonly arn: pulumi.Output<string>;
}

/** Somewhere to run pods. `infra/Cluster` is one. */
export interface KubernetesCluster {
  readonly name: pulumi.Output<string>;
  /** Objects are made with this provider and with `deletedWith` this resource. */
  readonly provider: kubernetes.Provider;
  readonly resource: pulumi.Resource;
  /** The security group of every node, and so of every pod. */
  readonly nodeSecurityGroupId: pulumi.Output<string>;
  /** What must stand before pods can run: nodes, add-ons, controllers. */
  readonly ready: readonly pulumi.Resource[];
}

/** Where the objects of one product are. `components/ProductNamespace` is one. */
export interface Namespace {
  /** What Kubernetes calls it. */
  readonly name: pulumi.Output<string>;
  readonly product: string;
  readonly cluster: KubernetesCluster;
  /** The network of the cluster's pods. */
  readonly network: PrivateNetwork;
}

/** A PostgreSQL server on which products get databases. `components/Postgres` is one. */
export interface DatabaseServer {
  readonly host: pulumi.Output<string>;
  readonly port: number;
  /** The secret that RDS keeps for its master user: `{"username", "password"}`. */
  readonly masterSecretArn: pulumi.Output<string>;
  /** The key of that secret. */
  readonly keyArn: pulumi.Output<string>;
  /** Where it answers: the data subnets. */
  readonly cidrs: readonly pulumi.Input<string>[];
}

/** A Valkey cache on which products get users. `components/Cache` is one. */
export interface CacheServer {
  readonly host: pulumi.Output<string>;
  readonly port: number;
  /** Users join it to be let in. */
  readonly userGroupId: pulumi.Output<string>;
  /** Where it answers: the data subnets. */
  readonly cidrs: readonly pulumi.Input<string>[];
}

/** Traffic can be sent to it. `components/Workload` is one. */
export interface Backend {
  readonly namespace: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  readonly port: number;
  /** Path that answers 200 when it can serve. */
  readonly healthPath: `/${string}`;
  /** @default - the health path answers on `port` */
  readonly healthPort?: number;
}

/** The public front of a stack. `infra/Edge` is one. */
export interface Front {
  readonly domain: string;
  readonly vpcId: pulumi.Output<string>;
  readonly listenerArn: pulumi.Output<string>;
  readonly zoneId: pulumi.Output<string>;
  readonly loadBalancer: { readonly dnsName: pulumi.Output<string>; readonly zoneId: pulumi.Output<string> };
  /** The number of a host's listener rule, unique on this listener. */
  readonly priorityOf: (host: string) => number;
  /** What must stand before a route is made. */
  readonly ready: readonly pulumi.Resource[];
}
