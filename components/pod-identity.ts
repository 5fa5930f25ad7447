import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Access } from "./core/access";
import { Component } from "./core/component";
import { refuse } from "./core/errors";
import type { KubernetesCluster } from "./core/shapes";
import { policyDocument } from "./iam-document";

export interface PodIdentityArgs {
  readonly cluster: Pick<KubernetesCluster, "name">;
  readonly namespace: pulumi.Input<string>;
  /** Name of the service account whose pods get the role. */
  readonly serviceAccount: pulumi.Input<string>;
  /** What the pods may do; at least one of these must have a statement. */
  readonly access: readonly Access[];
}

/**
 * The AWS permissions of one service account, and of no other: a role that EKS Pod Identity hands to its pods.
 *
 * @throws {Mistake} when no access has a statement, or an action has a wildcard.
 */
export class PodIdentity extends Component {
  readonly roleArn: pulumi.Output<string>;
  /** What must stand before a pod starts: credentials are put into pods when they are admitted, not later. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: PodIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    const statements = args.access.flatMap((access) => access.statements);
    refuse(`pod identity "${name}"`, [
      statements.length === 0 && "no access has a statement, so there is no role to make; leave the pod identity out",
      ...wildcards(args.access),
    ]);
    super("atelier:workload:PodIdentity", name, opts);

    const role = new aws.iam.Role(
      this.child("role"),
      { name: this.physical("iam role"), assumeRolePolicy: trust({ ...args, cluster: args.cluster.name }) },
      this.within,
    );
    const policy = new aws.iam.RolePolicy(
      this.child("policy"),
      {
        role: role.name,
        policy: pulumi.output(statements).apply((known) => policyDocument(`pod identity "${name}"`, known)),
      },
      this.within,
    );
    const association = new aws.eks.PodIdentityAssociation(
      this.child("association"),
      {
        clusterName: args.cluster.name,
        namespace: args.namespace,
        serviceAccount: args.serviceAccount,
        roleArn: role.arn,
      },
      { ...this.within, dependsOn: [policy] },
    );

    this.roleArn = role.arn;
    this.ready = [association];
    this.registerOutputs({});
  }
}

/** Which pods: those of one service account of one cluster. */
export interface PodPlace {
  /** The cluster's name. */
  readonly cluster: pulumi.Input<string>;
  readonly namespace: pulumi.Input<string>;
  readonly serviceAccount: pulumi.Input<string>;
}

/**
 * EKS tags the session with where the pod is, and the role trusts one place only: a second association elsewhere in the
 * account gets nothing. (EKS user guide, "Create IAM role with trust policy required by EKS Pod Identity".)
 */
export function trust({ cluster, namespace, serviceAccount }: PodPlace): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-name": cluster,
            "aws:RequestTag/kubernetes-namespace": namespace,
            "aws:RequestTag/kubernetes-service-account": serviceAccount,
          },
        },
      },
    ],
  });
}

const wildcards = (given: readonly Access[]): string[] =>
  given.flatMap(({ intent, statements }) =>
    statements
      .flatMap(({ actions }) => actions)
      .filter((action) => action.includes("*"))
      .map((action) => `"${intent}" allows ${action}, a wildcard; name each action`),
  );
