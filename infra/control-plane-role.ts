import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import type { EncryptionKey } from "../components/core/shapes";

/** What EKS may do for a cluster: its network interfaces, and the key of its secrets. */
export class ControlPlaneRole extends Component {
  readonly arn: pulumi.Output<string>;
  /** Goes only after the cluster: without it EKS cannot take back the interfaces it made. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, { key }: { readonly key: EncryptionKey }, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:infra:ControlPlaneRole", name, opts);
    const role = new aws.iam.Role(
      this.child("role"),
      { name: this.physical("iam role"), assumeRolePolicy: trust },
      this.within,
    );
    const attached = new aws.iam.RolePolicyAttachment(
      this.child("policy"),
      { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
      this.within,
    );
    const secrets = new aws.iam.RolePolicy(
      this.child("secrets"),
      { role: role.name, policy: mayEncrypt(key) },
      this.within,
    );
    this.arn = role.arn;
    this.ready = [attached, secrets];
    this.registerOutputs({});
  }
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: ["sts:AssumeRole", "sts:TagSession"] },
  ],
});

const mayEncrypt = (key: EncryptionKey) =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
        Resource: key.arn,
      },
    ],
  });
