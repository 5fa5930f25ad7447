import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { refuse } from "../components/core/errors";

/** EKS's access policy for each kind of person. `View` shows neither secrets nor what has no namespace. */
const policies = {
  administrator: "AmazonEKSClusterAdminPolicy",
  viewer: "AmazonEKSViewPolicy",
} as const;

export interface ClusterAccessArgs {
  readonly clusterName: pulumi.Output<string>;
  /** ARNs of the IAM roles that may do everything. The one that runs `pulumi up` must be among them. */
  readonly administrators: readonly string[];
  /** ARNs of the IAM roles that may look, but not at secrets. */
  readonly viewers: readonly string[];
}

const roleArn = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/;

/**
 * Who is let into a cluster: the roles named and nobody else, not even who made it. EKS lets in the nodes of managed
 * groups by itself.
 *
 * @throws {Mistake} when there is no administrator, when something is not a role, or when one is named twice.
 */
export class ClusterAccess extends Component {
  /** What must stand before anything can be made inside, and must stay until it is gone. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: ClusterAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`cluster access "${name}"`, accessProblems(args));
    super("atelier:infra:ClusterAccess", name, opts);
    this.ready = [
      ...args.administrators.map((role) => this.letIn(args.clusterName, role, "administrator")),
      ...args.viewers.map((role) => this.letIn(args.clusterName, role, "viewer")),
    ];
    this.registerOutputs({});
  }

  private letIn(
    clusterName: pulumi.Output<string>,
    principalArn: string,
    as: keyof typeof policies,
  ): aws.eks.AccessPolicyAssociation {
    const [, account, role] = roleArn.exec(principalArn) ?? [];
    const part = `${account}-${role}`;
    const entry = new aws.eks.AccessEntry(this.child(part), { clusterName, principalArn }, this.within);
    return new aws.eks.AccessPolicyAssociation(
      this.child(`${part}-${as}`),
      {
        clusterName,
        principalArn,
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${policies[as]}`,
        accessScope: { type: "cluster" },
      },
      { ...this.within, dependsOn: [entry] },
    );
  }
}

/** What is wrong with the lists of roles. */
export function accessProblems({
  administrators,
  viewers,
}: Pick<ClusterAccessArgs, "administrators" | "viewers">): readonly (string | false)[] {
  const all = [...administrators, ...viewers];
  const malformed = all.filter((given) => !roleArn.test(given));
  const twice = all.filter((given, index) => all.indexOf(given) !== index);
  return [
    administrators.length === 0 &&
      "administrators is empty; nobody could enter, not even who makes the cluster: name at least one IAM role",
    malformed.length > 0 &&
      `given ${malformed.join(", ")}; allowed: ARNs of IAM roles, such as arn:aws:iam::111122223333:role/platform`,
    twice.length > 0 &&
      `${twice.join(", ")} is named twice; EKS has one entry for each role: leave it in one list, once`,
  ];
}
