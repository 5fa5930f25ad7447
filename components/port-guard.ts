import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
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
  private readonly rule: aws.vpc.SecurityGroupIngressRule;

  constructor(name: string, { vpcId, port, clients }: PortGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:data:PortGuard", name, opts);

    const group = new aws.ec2.SecurityGroup(
      this.child("group"),
      // No rule out is written and so none is left: the provider removes the one to everywhere that EC2 adds.
      { name: this.physical("security group"), description: `Reaches ${name}`, vpcId },
      this.within,
    );
    this.rule = new aws.vpc.SecurityGroupIngressRule(
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

    this.securityGroupId = group.id;
    this.registerOutputs({});
  }

  /**
   * An address, known once clients get through to it. What is guarded need not wait for its clients to exist: a server
   * and the cluster whose nodes will use it each take ten minutes, and side by side they take ten.
   */
  whenOpen(address: pulumi.Output<string>): pulumi.Output<string> {
    return pulumi.all([address, this.rule.id]).apply(([open]) => open);
  }
}
