import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component } from "../components/core/component";
import { type DataClass, protection } from "../components/core/data-class";
import { refuse } from "../components/core/errors";
import type { EncryptionKey, KubernetesCluster, PrivateNetwork } from "../components/core/shapes";
import type { StackTags } from "../components/core/tags";
import { type Days, days } from "../components/core/units";
import { here } from "../components/here";
import { kubernetesVersions } from "./add-on-table";
import { AddOns } from "./add-ons";
import { accessProblems, ClusterAccess } from "./cluster-access";
import { ControlPlaneRole } from "./control-plane-role";
import { kubeconfig } from "./kubeconfig";
import { NodeRole } from "./node-role";
import type { Part } from "./part";

export interface ClusterArgs {
  readonly network: PrivateNetwork;
  /** A Kubernetes minor, such as `1.36`. EKS raises it by one at a time, and never lowers it. */
  readonly version: string;
  /**
   * Networks from which the Kubernetes API may be reached through the internet. Empty: only from inside the network, and
   * then `pulumi up` must run there too.
   */
  readonly apiFrom: readonly string[];
  /** ARNs of the IAM roles that may do everything. The one that runs `pulumi up` must be among them. */
  readonly administrators: readonly string[];
  /** ARNs of the IAM roles that may look, but not at secrets. */
  readonly viewers: readonly string[];
  /** Encrypts Kubernetes' secrets and the logs. Another key replaces the cluster. */
  readonly key: EncryptionKey;
  readonly keepLogs: Days;
  /** Kept data makes AWS and Pulumi refuse to delete the cluster. */
  readonly data: DataClass;
  /** Of nodes, their disks and their interfaces: what a launch template makes gets no tags from a provider. */
  readonly tags: StackTags;
}

/** Everything that the control plane can log. */
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/**
 * The control plane of an EKS cluster, and what a node needs to join it. Nodes carry the security group that EKS makes
 * for the cluster: it lets control plane and nodes speak to each other, and what else may reach pods is a rule on it.
 *
 * @throws {Mistake} when the version is unknown, the API would be open to everyone, or nobody could enter.
 */
export class Cluster extends Component {
  readonly name: pulumi.Output<string>;
  readonly version: string;
  /** Makes objects inside. It waits until who deploys is let in. */
  readonly provider: kubernetes.Provider;
  readonly resource: pulumi.Resource;
  readonly nodeSecurityGroupId: pulumi.Output<string>;
  readonly nodeRoleArn: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly tags: StackTags;
  /** For `kubectl`. Holds no secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** What must stand before the first node starts, and must stay until the last is gone. */
  readonly joinable: readonly pulumi.Resource[];

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`cluster "${name}"`, problems(args));
    super("atelier:infra:Cluster", name, opts);

    const clusterName = this.generatedName();
    const cluster = this.controlPlane(clusterName, args);
    const access = new ClusterAccess(this.child("access"), { clusterName: cluster.name, ...args }, this.within);
    const nodeRole = new NodeRole(this.child("node"), this.within);
    const addOns = new AddOns(
      this.child("add-on"),
      { cluster: { name: cluster.name, version: args.version }, made: "before nodes", after: [] },
      this.within,
    );

    this.name = cluster.name;
    this.version = args.version;
    this.region = here(this).region;
    this.resource = cluster;
    this.nodeSecurityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.nodeRoleArn = nodeRole.arn;
    this.tags = args.tags;
    this.kubeconfig = configFor(cluster, this.region);
    this.provider = new kubernetes.Provider(
      this.child("kubernetes"),
      {
        kubeconfig: this.kubeconfig,
        // Another address or certificate updates the provider; only another cluster replaces what is inside.
        clusterIdentifier: cluster.name,
        enableServerSideApply: true,
        // A cluster that is gone has taken its objects along. One that merely does not answer must fail an update.
        deleteUnreachable: true,
      },
      { ...this.within, dependsOn: [...access.ready] },
    );
    this.joinable = [...nodeRole.ready, ...addOns.ready];
    this.registerOutputs({});
  }

  /** The cluster as workloads see it, once the parts that run them are named. */
  runningOn(...parts: readonly Part[]): KubernetesCluster {
    return {
      name: this.name,
      provider: this.provider,
      resource: this.resource,
      nodeSecurityGroupId: this.nodeSecurityGroupId,
      ready: parts.flatMap(({ ready }) => ready),
    };
  }

  /** Never the same twice: the log group of a cluster that was deleted can come back to life, and hold its name. */
  private generatedName(): pulumi.Output<string> {
    const end = new random.RandomId(this.child("name"), { byteLength: 4 }, this.within);
    return pulumi.interpolate`${this.physical("eks cluster")}${end.hex}`;
  }

  private controlPlane(clusterName: pulumi.Output<string>, args: ClusterArgs): aws.eks.Cluster {
    const { protect } = protection[args.data];
    const role = new ControlPlaneRole(this.child("control-plane"), { key: args.key }, this.within);
    // EKS makes the group if it is missing: never encrypted, and kept for ever.
    const logs = new aws.cloudwatch.LogGroup(
      this.child("logs"),
      {
        name: pulumi.interpolate`/aws/eks/${clusterName}/cluster`,
        retentionInDays: days(args.keepLogs),
        kmsKeyId: args.key.arn,
      },
      this.within,
    );
    return new aws.eks.Cluster(
      this.child("control-plane"),
      {
        name: clusterName,
        version: args.version,
        roleArn: role.arn,
        vpcConfig: {
          subnetIds: args.network.privateSubnets.map(({ ownId }) => ownId),
          endpointPrivateAccess: true,
          endpointPublicAccess: args.apiFrom.length > 0,
          ...(args.apiFrom.length > 0 && { publicAccessCidrs: [...args.apiFrom] }),
        },
        // These two cannot be changed without replacing the cluster.
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        bootstrapSelfManagedAddons: false,
        encryptionConfig: { provider: { keyArn: args.key.arn }, resources: ["secrets"] },
        enabledClusterLogTypes: logTypes,
        // The alternative, which AWS takes unless told otherwise, costs six times as much once a minor is old.
        upgradePolicy: { supportType: "STANDARD" },
        deletionProtection: protect,
      },
      { ...this.within, protect, dependsOn: [logs, ...role.ready] },
    );
  }
}

function problems(args: ClusterArgs): readonly (string | false)[] {
  const { version, apiFrom } = args;
  const open = apiFrom.filter((cidr) => cidr.endsWith("/0"));
  return [
    !kubernetesVersions.includes(version) &&
      `version is ${version}; allowed: ${kubernetesVersions.join(", ")}, whose add-ons are known; choose one of them`,
    open.length > 0 &&
      `apiFrom has ${open.join(", ")}; the Kubernetes API is never open to everyone: name networks that you own, or none`,
    ...accessProblems(args),
  ];
}

const configFor = (cluster: aws.eks.Cluster, where: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi
    .all([cluster.name, where, cluster.endpoint, cluster.certificateAuthority])
    .apply(([name, region, endpoint, { data }]) =>
      kubeconfig({ cluster: name, region, endpoint, certificateAuthority: data }),
    );
