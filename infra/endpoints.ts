import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { refuse } from "../components/core/errors";
import { here } from "../components/here";

/**
 * AWS services that pods and nodes use all the time, and may reach without leaving the network. Each costs by the hour
 * and zone, and saves the NAT gateway's charge by the gigabyte. S3 is not among them: its endpoint is free and always
 * there.
 */
export const interfaceEndpoints = {
  "ecr.api": "nodes ask where an image is",
  "ecr.dkr": "nodes pull images",
  "eks-auth": "the Pod Identity agent trades a pod's token for credentials",
  sts: "the SDKs ask who they are",
  secretsmanager: "jobs that prepare databases read the master secret",
  logs: "nodes and pods write logs",
  "aps-workspaces": "Prometheus writes its samples",
} as const satisfies Record<string, string>;

export type InterfaceEndpoint = keyof typeof interfaceEndpoints;

export interface EndpointsArgs {
  readonly vpc: aws.ec2.Vpc;
  /** Who may ask: the network itself. */
  readonly cidr: string;
  readonly services: readonly InterfaceEndpoint[];
  /** One a zone. */
  readonly subnets: readonly pulumi.Input<string>[];
  /** Where S3 is reached through the network. */
  readonly routeTables: readonly pulumi.Input<string>[];
}

/**
 * Ways to AWS's services that do not lead through the internet.
 *
 * @throws {Mistake} when a service is named twice.
 */
export class Endpoints extends Component {
  constructor(name: string, args: EndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`endpoints "${name}"`, [
      new Set(args.services).size < args.services.length &&
        `given ${args.services.join(", ")}, which names a service twice; a network has one endpoint for each: name it once`,
    ]);
    super("atelier:infra:Endpoints", name, opts);
    const { vpc, services } = args;
    const { region } = here(this);
    const service = (called: string) => pulumi.interpolate`com.amazonaws.${region}.${called}`;

    new aws.ec2.VpcEndpoint(
      this.child("s3"),
      {
        vpcId: vpc.id,
        vpcEndpointType: "Gateway",
        serviceName: service("s3"),
        routeTableIds: [...args.routeTables],
      },
      this.within,
    );
    if (services.length === 0) {
      this.registerOutputs({});
      return;
    }

    const securityGroup = this.securityGroup(args);
    for (const called of services) {
      new aws.ec2.VpcEndpoint(
        this.child(called.replace(".", "-")),
        {
          vpcId: vpc.id,
          vpcEndpointType: "Interface",
          serviceName: service(called),
          subnetIds: [...args.subnets],
          securityGroupIds: [securityGroup.id],
          privateDnsEnabled: true,
        },
        this.within,
      );
    }
    this.registerOutputs({});
  }

  private securityGroup({ vpc, cidr }: EndpointsArgs): aws.ec2.SecurityGroup {
    const securityGroup = new aws.ec2.SecurityGroup(
      this.child("security-group"),
      {
        name: this.physical("security group"),
        description: "Interface endpoints of AWS services",
        vpcId: vpc.id,
      },
      this.within,
    );
    new aws.vpc.SecurityGroupIngressRule(
      this.child("https"),
      {
        securityGroupId: securityGroup.id,
        description: "HTTPS from inside the network",
        cidrIpv4: cidr,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      },
      this.within,
    );
    return securityGroup;
  }
}
