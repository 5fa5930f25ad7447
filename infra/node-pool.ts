import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { refuse } from "../components/core/errors";
import type { PrivateNetwork } from "../components/core/shapes";
import type { Cluster } from "./cluster";
import { instanceProblems, nodeLabels, type Purpose, purposes, userData } from "./node-settings";
import type { Part } from "./part";

export interface NodePoolArgs {
  readonly cluster: Pick<Cluster, "name" | "version" | "nodeRoleArn" | "joinable" | "tags">;
  readonly network: PrivateNetwork;
  readonly purpose: Purpose;
  /** EC2 types of about the same size, the preferred one first: the autoscaler takes each node for one of the first. */
  readonly instances: readonly string[];
  /** How many nodes there are at least and at most; the autoscaler chooses. `min` may be 0. */
  readonly nodes: { readonly min: number; readonly max: number };
  /** `spot` costs less, and AWS takes a node back with two minutes' notice. @default "on-demand" */
  readonly market?: "on-demand" | "spot";
  /** Disk for images and what pods write. @default "50Gi" */
  readonly disk?: `${number}Gi`;
  /** Pods that take turns on one GPU, unprotected from each other. @default 1 */
  readonly podsPerGpu?: number;
}

/** The disks of a Bottlerocket node: the system, as large as its image, and what pods use. */
const systemDisk = "/dev/xvda";
const podDisk = "/dev/xvdb";

/**
 * Nodes that are alike, in every zone of the network. One group spans the zones because nothing here is bound to one: no
 * pod has a volume, and spreading over zones is a preference of the scheduler.
 *
 * @throws {Mistake} when the sizes contradict each other or the instances do not suit the purpose.
 */
export class NodePool extends Component implements Part {
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: NodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`node pool "${name}"`, problems(args));
    super("atelier:infra:NodePool", name, opts);
    this.ready = [this.group(args, this.template(args))];
    this.registerOutputs({});
  }

  private template({ cluster, disk = "50Gi", podsPerGpu = 1 }: NodePoolArgs): aws.ec2.LaunchTemplate {
    const settings = userData(podsPerGpu);
    const tags = { ...cluster.tags, Name: `${pulumi.getStack()}-${this.called}` };
    return new aws.ec2.LaunchTemplate(
      this.child("template"),
      {
        name: this.physical("launch template"),
        updateDefaultVersion: true,
        // One hop ends at the node: a pod cannot ask for the node's credentials.
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
          { deviceName: systemDisk, ebs: encrypted },
          { deviceName: podDisk, ebs: { ...encrypted, volumeSize: Number.parseInt(disk, 10) } },
        ],
        tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
        ...(settings !== undefined && { userData: Buffer.from(settings).toString("base64") }),
      },
      this.within,
    );
  }

  private group(args: NodePoolArgs, template: aws.ec2.LaunchTemplate): aws.eks.NodeGroup {
    const { cluster, network, purpose, instances, nodes, market = "on-demand" } = args;
    const { image, taints } = purposes[purpose];
    // Whatever EKS cannot change in place: the new group must stand beside the old, and so have another name.
    const fixed = [image, market, ...instances, network.privateSubnets.length].join(" ");
    return new aws.eks.NodeGroup(
      this.child("nodes"),
      {
        clusterName: cluster.name,
        nodeGroupName: this.physical("node group", undefined, fixed),
        version: cluster.version,
        nodeRoleArn: cluster.nodeRoleArn,
        subnetIds: network.privateSubnets.map(({ id }) => id),
        amiType: image,
        capacityType: market === "spot" ? "SPOT" : "ON_DEMAND",
        instanceTypes: [...instances],
        launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
        scalingConfig: { minSize: nodes.min, desiredSize: nodes.min, maxSize: nodes.max },
        updateConfig: { maxUnavailablePercentage: 33 },
        nodeRepairConfig: { enabled: true },
        labels: nodeLabels(purpose, instances),
        taints: [...taints],
      },
      {
        ...this.within,
        // The autoscaler's, from the first minute: to set it back would drain nodes that are at work.
        ignoreChanges: ["scalingConfig.desiredSize"],
        dependsOn: [...cluster.joinable],
      },
    );
  }
}

/** With the account's own key for disks: a key of ours would have to admit EC2's autoscaling to every use of it. */
const encrypted = { encrypted: "true", volumeType: "gp3", deleteOnTermination: "true" };

function problems({ purpose, instances, nodes, podsPerGpu = 1, disk }: NodePoolArgs): readonly (string | false)[] {
  const whole = (value: number) => Number.isInteger(value) && value >= 0;
  return [
    ...instanceProblems(instances, purpose),
    !(whole(nodes.min) && whole(nodes.max)) &&
      `nodes is ${nodes.min} to ${nodes.max}; allowed: whole numbers from 0; correct them`,
    nodes.max <= nodes.min &&
      `nodes.max (${nodes.max}) is not above nodes.min (${nodes.min}), so the autoscaler could do nothing; raise max or lower min`,
    purpose === "system" &&
      nodes.min < 1 &&
      "nodes.min is 0; a system pool runs the autoscaler itself, which nothing would start again: use 1 or more",
    !(whole(podsPerGpu) && podsPerGpu >= 1) &&
      `podsPerGpu is ${podsPerGpu}; allowed: a whole number from 1; correct it`,
    purpose !== "gpu" &&
      podsPerGpu !== 1 &&
      `podsPerGpu is ${podsPerGpu} in a ${purpose} pool, which has no GPU; remove it`,
    disk !== undefined &&
      !(Number.parseInt(disk, 10) >= 20) &&
      `disk is ${disk}; images and logs alone need "20Gi": use as much or more`,
  ];
}
