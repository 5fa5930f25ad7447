import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./core/component";

export interface PortGuardArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly port: number;
  /** The security group whose members may open connections. */
  readonly clients: pulumi.Input<string>;
}

/** The security group of something that only answers: one port, to the members of one other group. */
export class PortGuard extends Component {
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, { vpcId, port, clients }: PortGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:data:PortGuard", name, opts);

    const group = new aws.ec2.SecurityGroup(
      this.child("group"),
      // No rule out is written and so none is left: the provider removes the one to everywhere that EC2 adds.
      { name: this.physical("security group"), description: `Reaches ${name}`, vpcId },
      this.within,
    );
    const rule = new aws.vpc.SecurityGroupIngressRule(
      this.child("clients"),
      {
        securityGroupId: group.id,
        referencedSecurityGroupId: clients,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description: `Clients of ${name}`,
      },
      this.within,
    );

    this.securityGroupId = rule.securityGroupId;
    this.registerOutputs({});
  }
}
