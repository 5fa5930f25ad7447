import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";

/**
 * What a node itself may do, as little as EKS allows; what its pods may do is in their own roles. The CNI's permission is
 * not here but in the add-on's role, so that a pod that breaks out of its container cannot move addresses about.
 * (EKS user guide, "Amazon EKS node IAM role".)
 */
const policies = {
  AmazonEKSWorkerNodePolicy: "joins the cluster, asks EC2 what it is called, and lets the agent ask for pods' roles",
  AmazonEC2ContainerRegistryPullOnly: "pulls images",
} as const;

/** The role of every node of a cluster. */
export class NodeRole extends Component {
  readonly arn: pulumi.Output<string>;
  /** What must stand before the first node starts, and must stay until the last is gone. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:infra:NodeRole", name, opts);
    const role = new aws.iam.Role(
      this.child("role"),
      { name: this.physical("iam role"), assumeRolePolicy: trust },
      this.within,
    );
    this.ready = Object.keys(policies).map(
      (policy) =>
        new aws.iam.RolePolicyAttachment(
          this.child(policy),
          { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
          this.within,
        ),
    );
    this.arn = role.arn;
    this.registerOutputs({});
  }
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
