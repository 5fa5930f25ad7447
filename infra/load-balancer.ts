import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { type DataClass, protection } from "../components/core/data-class";
import type { PrivateNetwork } from "../components/core/shapes";

export interface LoadBalancerArgs {
  readonly network: PrivateNetwork;
  /** Security group of the nodes, which is that of the pods. */
  readonly pods: pulumi.Output<string>;
  /** Ports of the pods, each once: AWS takes no rule twice (InvalidPermission.Duplicate). */
  readonly ports: readonly number[];
  readonly certificateArn: pulumi.Output<string>;
  readonly logs: { readonly bucket: pulumi.Output<string> };
  readonly data: DataClass;
}

/** What AWS recommends: TLS 1.3 and 1.2 with forward secrecy only, post-quantum key exchange where a client has it. */
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** Open to everyone. */
const world = [
  { port: 443, description: "HTTPS from anyone" },
  { port: 80, description: "HTTP from anyone, answered with a redirect to HTTPS" },
];

const tcp = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });

/** An application load balancer in the public subnets. It reaches the ports it was given and nothing else. */
export class LoadBalancer extends Component {
  readonly arn: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  readonly zoneId: pulumi.Output<string>;
  /** Where host names get their rules. What none of them claims is answered with 404. */
  readonly listenerArn: pulumi.Output<string>;
  /** The way to the pods is open. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:infra:LoadBalancer", name, opts);

    const group = this.securityGroup(args.network);
    this.ready = args.ports.flatMap((port) => this.open(port, group, args.pods));
    const balancer = this.balancer(args, group);
    this.redirect(balancer);

    this.arn = balancer.arn;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.listenerArn = this.listener(balancer, args.certificateArn).arn;
    this.registerOutputs({});
  }

  private securityGroup({ vpcId }: PrivateNetwork): aws.ec2.SecurityGroup {
    const group = new aws.ec2.SecurityGroup(
      this.child("group"),
      { name: this.physical("security group"), description: "Load balancer: the way in from the internet", vpcId },
      this.within,
    );
    for (const { port, description } of world) {
      new aws.vpc.SecurityGroupIngressRule(
        this.child(`in-${port}`),
        { ...tcp(port), securityGroupId: group.id, cidrIpv4: "0.0.0.0/0", description },
        this.within,
      );
    }
    return group;
  }

  /** Lets the load balancer reach one port of the pods: out of its group, into theirs. */
  private open(port: number, group: aws.ec2.SecurityGroup, pods: pulumi.Output<string>): pulumi.Resource[] {
    return [
      new aws.vpc.SecurityGroupEgressRule(
        this.child(`out-${port}`),
        {
          ...tcp(port),
          securityGroupId: group.id,
          referencedSecurityGroupId: pods,
          description: "Load balancer to pods",
        },
        this.within,
      ),
      new aws.vpc.SecurityGroupIngressRule(
        this.child(`pods-${port}`),
        {
          ...tcp(port),
          securityGroupId: pods,
          referencedSecurityGroupId: group.id,
          description: "Pods from load balancer",
        },
        this.within,
      ),
    ];
  }

  private balancer({ network, logs, data }: LoadBalancerArgs, group: aws.ec2.SecurityGroup): aws.lb.LoadBalancer {
    const { protect } = protection[data];
    return new aws.lb.LoadBalancer(
      this.child("alb"),
      {
        name: this.physical("load balancer"),
        loadBalancerType: "application",
        internal: false,
        subnets: network.publicSubnets.map(({ id }) => id),
        securityGroups: [group.id],
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        // An upload of 1000 MB is never idle, but its answer may be: the application reads it before it speaks.
        idleTimeout: 300,
        // Off, because applications limit rates by X-Forwarded-For: with a port in it every connection is a new client.
        enableXffClientPort: false,
        enableDeletionProtection: protect,
        accessLogs: { bucket: logs.bucket, enabled: true },
      },
      { ...this.within, protect },
    );
  }

  private redirect(balancer: aws.lb.LoadBalancer): void {
    new aws.lb.Listener(
      this.child("http"),
      {
        loadBalancerArn: balancer.arn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } }],
      },
      this.within,
    );
  }

  private listener(balancer: aws.lb.LoadBalancer, certificateArn: pulumi.Output<string>): aws.lb.Listener {
    const notFound = { contentType: "text/plain", statusCode: "404", messageBody: "There is nothing here." };
    return new aws.lb.Listener(
      this.child("https"),
      {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: "HTTPS",
        sslPolicy: tlsPolicy,
        certificateArn,
        routingHttpResponseServerEnabled: false,
        routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000",
        routingHttpResponseXContentTypeOptionsHeaderValue: "nosniff",
        defaultActions: [{ type: "fixed-response", fixedResponse: notFound }],
      },
      this.within,
    );
  }
}
