import * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import type { DataClass } from "../components/core/data-class";
import { Mistake, refuse } from "../components/core/errors";
import type { EncryptionKey, Front, PrivateNetwork } from "../components/core/shapes";
import type { Days } from "../components/core/units";
import { Certificate, nameProblem } from "./certificate";
import { Firewall } from "./firewall";
import { limitProblem } from "./firewall-rules";
import { hostProblems, listenerPriorities } from "./listener-priorities";
import { LoadBalancer } from "./load-balancer";
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
    const balancer = new LoadBalancer(
      this.child("balancer"),
      { network, pods, ports, certificateArn: certificate.arn, logs, data },
      this.within,
    );
    const firewall = new Firewall(
      this.child("firewall"),
      { protects: balancer.arn, limits, unlimited: network.egressAddresses, keepLogs, key },
      this.within,
    );

    this.domain = domain;
    this.vpcId = network.vpcId;
    this.listenerArn = balancer.listenerArn;
    this.zoneId = zone.zoneId;
    this.loadBalancer = balancer;
    this.priorityOf = (host) => {
      const priority = priorities.get(host);
      if (priority !== undefined) return priority;
      const known = [...priorities.keys()].sort().join(", ");
      throw new Mistake(`edge "${name}": no route for host "${host}"; allowed: ${known}; add it to the edge's routes`);
    };
    this.ready = [...zone.ready, ...balancer.ready, ...firewall.ready];
    this.registerOutputs({});
  }

  private zone(domain: string, hostedZone: HostedZone, data: DataClass) {
    if ("existing" in hostedZone) return { zoneId: pulumi.output(hostedZone.existing), ready: [] };
    const zone = new Zone(this.child("dns"), { domain, parent: hostedZone.parent, data }, this.within);
    return { zoneId: zone.zoneId, ready: [zone.delegation] };
  }
}
