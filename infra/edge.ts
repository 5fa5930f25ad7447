import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { type DataClass, protection } from "../components/core/data-class";
import { Mistake, refuse } from "../components/core/errors";
import type { EncryptionKey, Front, PrivateNetwork } from "../components/core/shapes";
import type { Days } from "../components/core/units";
import { Certificate, nameProblem } from "./certificate";
import { Firewall } from "./firewall";
import { limitProblem } from "./firewall-rules";
import { hostProblems, listenerPriorities } from "./listener-priorities";
import { type HostedZone, Zone } from "./zone";

/** What is known of a route before anything is made. */
export interface PublicRoute {
  /** Label under the domain; `@` is the domain itself. */
  readonly host: string;
  /** Port of the pods. */
  readonly port: number;
  /** @default - health is asked on `port` */
  readonly healthPort?: number;
  /**
   * From one address; what is over it gets 429.
   *
   * @default - 3000 for all hosts together, enough for an office that opens a page of many files
   */
  readonly requestsPerMinute?: number;
}

export interface EdgeArgs {
  readonly network: PrivateNetwork;
  /** Security group of the nodes, which is that of the pods. */
  readonly pods: pulumi.Output<string>;
  readonly domain: string;
  readonly hostedZone: HostedZone;
  /** All routes of all products, at most 100. */
  readonly routes: readonly PublicRoute[];
  /** Where access logs go. Its name is known once load balancers may write: AWS tries that when logging is switched on. */
  readonly logs: { readonly bucket: pulumi.Output<string> };
  /** Encrypts the firewall's log. */
  readonly key: EncryptionKey;
  /** What the firewall refused is kept this long. */
  readonly keepLogs: Days;
  readonly data: DataClass;
}

/** AWS's own recommendation: TLS 1.3 and 1.2 with forward secrecy only, and post-quantum key exchange where a client has it. */
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

const fullName = (host: string, domain: string): string => (host === "@" ? domain : `${host}.${domain}`);

const portProblem = (port: number): string | false =>
  !(Number.isInteger(port) && port >= 1 && port <= 65_535) &&
  `port ${port} is none; allowed: 1 to 65535; give the port of the pods`;

/**
 * The one way in from the internet: a load balancer that speaks TLS, a firewall before it, a certificate and a zone for
 * its names. What no route claims is answered with 404. Routes are made by `Route`; their ports are opened here.
 */
export class Edge extends Component implements Front {
  readonly domain: string;
  readonly vpcId: pulumi.Output<string>;
  readonly listenerArn: pulumi.Output<string>;
  readonly zoneId: pulumi.Output<string>;
  readonly loadBalancer: Front["loadBalancer"];
  readonly priorityOf: (host: string) => number;
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    const { network, pods, domain, hostedZone, routes, logs, key, keepLogs, data } = args;
    const ports = [...new Set(routes.flatMap(({ port, healthPort = port }) => [port, healthPort]))].sort(
      (a, b) => a - b,
    );
    const limits = routes.flatMap(({ host, requestsPerMinute }) =>
      requestsPerMinute === undefined ? [] : [{ host: fullName(host, domain), requestsPerMinute }],
    );
    refuse(`edge "${name}"`, [
      nameProblem(domain),
      ...hostProblems(routes.map(({ host }) => host)),
      ...ports.map(portProblem),
      ...limits.map(limitProblem),
    ]);
    const priorities = listenerPriorities(routes.map(({ host }) => host));
    super("atelier:infra:Edge", name, opts);

    const zone = this.zone(domain, hostedZone, data);
    const certificate = new Certificate(
      this.child("tls"),
      { domain, covers: "the domain and its hosts", zoneId: zone.zoneId, delegated: zone.ready },
      this.within,
    );
    const group = this.securityGroup(network);
    const openings = ports.flatMap((port) => this.open(port, group, pods));
    const balancer = this.balancer(network, group, logs, data);
    const listener = this.listeners(balancer, certificate);
    const firewall = new Firewall(
      this.child("firewall"),
      { protects: balancer.arn, limits, keepLogs, key },
      this.within,
    );

    this.domain = domain;
    this.vpcId = network.vpcId;
    this.listenerArn = listener.arn;
    this.zoneId = zone.zoneId;
    this.loadBalancer = { dnsName: balancer.dnsName, zoneId: balancer.zoneId };
    this.priorityOf = (host) => {
      const priority = priorities.get(host);
      if (priority !== undefined) return priority;
      const known = [...priorities.keys()].sort().join(", ");
      throw new Mistake(`edge "${name}": no route for host "${host}"; allowed: ${known}; add it to the edge's routes`);
    };
    this.ready = [...zone.ready, ...openings, ...firewall.ready];
    this.registerOutputs({});
  }

  private zone(domain: string, hostedZone: HostedZone, data: DataClass) {
    if ("existing" in hostedZone) return { zoneId: pulumi.output(hostedZone.existing), ready: [] };
    const zone = new Zone(this.child("dns"), { domain, parent: hostedZone.parent, data }, this.within);
    return { zoneId: zone.zoneId, ready: [zone.delegation] };
  }

  /** Open to everyone on the two ports of the web; on 80 there is nothing but a redirect. */
  private securityGroup({ vpcId }: PrivateNetwork): aws.ec2.SecurityGroup {
    const group = new aws.ec2.SecurityGroup(
      this.child("group"),
      { name: this.physical("security group"), description: "Load balancer: the way in from the internet", vpcId },
      this.within,
    );
    for (const [port, description] of [
      [443, "HTTPS from anyone"],
      [80, "HTTP from anyone, answered with a redirect to HTTPS"],
    ] as const) {
      new aws.vpc.SecurityGroupIngressRule(
        this.child(`in-${port}`),
        {
          securityGroupId: group.id,
          description,
          cidrIpv4: "0.0.0.0/0",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
        },
        this.within,
      );
    }
    return group;
  }

  /** Lets the load balancer reach one port of the pods: out of its group, into theirs. */
  private open(port: number, group: aws.ec2.SecurityGroup, pods: pulumi.Output<string>): pulumi.Resource[] {
    const tcp = { ipProtocol: "tcp", fromPort: port, toPort: port };
    return [
      new aws.vpc.SecurityGroupEgressRule(
        this.child(`out-${port}`),
        { ...tcp, securityGroupId: group.id, referencedSecurityGroupId: pods, description: "Load balancer to pods" },
        this.within,
      ),
      new aws.vpc.SecurityGroupIngressRule(
        this.child(`pods-${port}`),
        { ...tcp, securityGroupId: pods, referencedSecurityGroupId: group.id, description: "Pods from load balancer" },
        this.within,
      ),
    ];
  }

  private balancer(
    { publicSubnets }: PrivateNetwork,
    group: aws.ec2.SecurityGroup,
    logs: EdgeArgs["logs"],
    data: DataClass,
  ): aws.lb.LoadBalancer {
    const { protect } = protection[data];
    return new aws.lb.LoadBalancer(
      this.child("balancer"),
      {
        name: this.physical("load balancer"),
        loadBalancerType: "application",
        internal: false,
        subnets: publicSubnets.map(({ id }) => id),
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

  private listeners(balancer: aws.lb.LoadBalancer, certificate: Certificate): aws.lb.Listener {
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
    return new aws.lb.Listener(
      this.child("https"),
      {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: "HTTPS",
        sslPolicy: tlsPolicy,
        certificateArn: certificate.arn,
        routingHttpResponseServerEnabled: false,
        routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000",
        routingHttpResponseXContentTypeOptionsHeaderValue: "nosniff",
        defaultActions: [
          {
            type: "fixed-response",
            fixedResponse: { contentType: "text/plain", statusCode: "404", messageBody: "There is nothing here." },
          },
        ],
      },
      this.within,
    );
  }
}
