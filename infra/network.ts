import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import type { EncryptionKey, PrivateNetwork, SubnetRef } from "../components/core/shapes";
import type { Days } from "../components/core/units";
import { Endpoints, type InterfaceEndpoint } from "./endpoints";
import { FlowLogs } from "./flow-logs";
import { planSubnets, type ZonePlan, type Zones } from "./subnet-plan";
import { usableZones } from "./zones";

export interface NetworkArgs {
  /** A private network, /16 or /17, such as `10.20.0.0/16`. */
  readonly cidr: string;
  /** Pods for which every zone has addresses. */
  readonly podsPerZone: number;
  readonly zones: Zones;
  /**
   * How what is private reaches the internet: through one NAT gateway, whose zone is then a single point of failure, or
   * through one in each zone.
   */
  readonly egress: "one-nat" | "nat-per-zone";
  /** AWS services that are reached without leaving the network. */
  readonly endpoints: readonly InterfaceEndpoint[];
  /** Which connections are written down. */
  readonly flowLogs: "all" | "rejected";
  readonly keepLogs: Days;
  /** Encrypts the flow logs. @default - CloudWatch's own key does */
  readonly key?: EncryptionKey;
}

type Tier = keyof ZonePlan;

/** What was made in one zone. */
interface Zone {
  /** `a` to `d`: its place in the plan, which is not what AWS calls it. */
  readonly letter: string;
  readonly plan: ZonePlan;
  readonly subnets: Readonly<Record<Tier, aws.ec2.Subnet>>;
}

/**
 * A network of its own: in each zone a public subnet for load balancers, a private one for pods, and one for data from
 * which no way leads out. Nothing in it has a public address but load balancers and NAT gateways.
 *
 * @throws {Mistake} when the CIDR is not a private network, or too small for the pods.
 */
export class Network extends Component implements PrivateNetwork {
  readonly vpcId: pulumi.Output<string>;
  readonly cidr: string;
  readonly publicSubnets: readonly SubnetRef[];
  readonly privateSubnets: readonly SubnetRef[];
  readonly dataSubnets: readonly SubnetRef[];
  readonly egressAddresses: readonly pulumi.Output<string>[];

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planSubnets(args);
    super("atelier:infra:Network", name, opts);

    const vpc = this.vpc(args.cidr);
    const zones = this.zones(plan, vpc);
    const internet = this.internet(vpc, zones);
    const gateways = this.gateways(args.egress, zones, internet.ready);
    const egress = zones.map((zone, index) => this.egress(vpc, zone, gateways[index] ?? gateways[0]));
    const isolated = this.isolated(vpc, zones);
    new Endpoints(
      this.child("endpoint"),
      {
        vpc,
        cidr: args.cidr,
        services: args.endpoints,
        subnets: zones.map(({ subnets }) => subnets.private.id),
        routeTables: egress.map(({ table }) => table.id),
      },
      this.within,
    );
    new FlowLogs(this.child("flow-logs"), { vpc, ...args }, this.within);

    this.vpcId = vpc.id;
    this.cidr = args.cidr;
    this.publicSubnets = zones.map((zone, index) => ready("public", zone, [...internet.ready, internet.joined[index]]));
    this.privateSubnets = zones.map((zone, index) => ready("private", zone, egress[index]?.ready ?? []));
    this.dataSubnets = zones.map((zone, index) => ready("data", zone, [isolated[index]]));
    this.egressAddresses = gateways.map(({ publicIp }) => publicIp);
    this.registerOutputs({});
  }

  private vpc(cidrBlock: string): aws.ec2.Vpc {
    const vpc = new aws.ec2.Vpc(
      this.child("vpc"),
      // Interface endpoints answer under their service's usual name only with both.
      { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, tags: this.titled("vpc") },
      this.within,
    );
    // AWS makes it with every VPC, open to itself and to the world; adopted without rules, it is closed.
    new aws.ec2.DefaultSecurityGroup(
      this.child("default-security-group"),
      { vpcId: vpc.id, tags: this.titled("closed") },
      this.within,
    );
    return vpc;
  }

  private zones(plan: readonly ZonePlan[], vpc: aws.ec2.Vpc): readonly Zone[] {
    const ids = usableZones(plan.length, { parent: this });
    return plan.map((zone, index) => {
      const letter = "abcd".charAt(index);
      const zoneId = ids.apply((all) => all[index] ?? "");
      const subnet = (tier: Tier) => this.subnet(`${tier}-${letter}`, zone[tier], vpc, zoneId);
      return {
        letter,
        plan: zone,
        subnets: { public: subnet("public"), private: subnet("private"), data: subnet("data") },
      };
    });
  }

  private subnet(part: string, cidrBlock: string, vpc: aws.ec2.Vpc, zoneId: pulumi.Output<string>): aws.ec2.Subnet {
    return new aws.ec2.Subnet(
      this.child(part),
      {
        vpcId: vpc.id,
        cidrBlock,
        availabilityZoneId: zoneId,
        mapPublicIpOnLaunch: false,
        tags: this.titled(part),
      },
      // Where a subnet is was decided when it was made; to decide anew would replace it and all that is inside.
      { ...this.within, ignoreChanges: ["availabilityZoneId"] },
    );
  }

  private internet(vpc: aws.ec2.Vpc, zones: readonly Zone[]) {
    const gateway = new aws.ec2.InternetGateway(
      this.child("internet"),
      { vpcId: vpc.id, tags: this.titled("internet") },
      this.within,
    );
    const table = this.table("public", vpc);
    const route = new aws.ec2.Route(
      this.child("public-internet"),
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
      this.within,
    );
    const joined = zones.map(({ letter, subnets }) => this.join(`public-${letter}`, table, subnets.public));
    return { ready: [gateway, route], joined };
  }

  private gateways(
    egress: NetworkArgs["egress"],
    zones: readonly Zone[],
    internet: readonly pulumi.Resource[],
  ): readonly aws.ec2.NatGateway[] {
    // AWS releases an address, and lets go of the internet gateway, only when no NAT gateway uses them.
    const after = { ...this.within, dependsOn: [...internet] };
    return zones.slice(0, egress === "one-nat" ? 1 : zones.length).map(({ letter, subnets }) => {
      const part = `nat-${letter}`;
      const address = new aws.ec2.Eip(this.child(part), { domain: "vpc", tags: this.titled(part) }, after);
      return new aws.ec2.NatGateway(
        this.child(part),
        { allocationId: address.id, subnetId: subnets.public.id, tags: this.titled(part) },
        after,
      );
    });
  }

  /** A table for each zone, so that its traffic can stay in it and the loss of a gateway is one zone's. */
  private egress(vpc: aws.ec2.Vpc, { letter, subnets }: Zone, gateway?: aws.ec2.NatGateway) {
    const part = `private-${letter}`;
    const table = this.table(part, vpc);
    const route = new aws.ec2.Route(
      this.child(`${part}-internet`),
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway?.id },
      this.within,
    );
    return { table, ready: [route, this.join(part, table, subnets.private)] };
  }

  /** A table without routes. Left to the main table, data would get whatever route somebody adds there. */
  private isolated(vpc: aws.ec2.Vpc, zones: readonly Zone[]): readonly aws.ec2.RouteTableAssociation[] {
    const table = this.table("data", vpc);
    return zones.map(({ letter, subnets }) => this.join(`data-${letter}`, table, subnets.data));
  }

  private table(part: string, vpc: aws.ec2.Vpc): aws.ec2.RouteTable {
    return new aws.ec2.RouteTable(this.child(part), { vpcId: vpc.id, tags: this.titled(part) }, this.within);
  }

  private join(part: string, table: aws.ec2.RouteTable, subnet: aws.ec2.Subnet): aws.ec2.RouteTableAssociation {
    return new aws.ec2.RouteTableAssociation(
      this.child(part),
      { routeTableId: table.id, subnetId: subnet.id },
      this.within,
    );
  }

  /** What the console shows in its lists. */
  private titled(part: string): { readonly Name: string } {
    return { Name: `${pulumi.getStack()}-${this.child(part)}` };
  }
}

/**
 * A subnet as others see it. Its id depends on its routes too: whoever is put inside is made when the way out is there,
 * and is gone before the way out goes.
 */
function ready(tier: Tier, { plan, subnets }: Zone, needs: readonly (pulumi.CustomResource | undefined)[]): SubnetRef {
  const ids = needs.flatMap((resource) => (resource === undefined ? [] : [resource.id]));
  const ownId = subnets[tier].id;
  return { cidr: plan[tier], ownId, id: pulumi.all([ownId, ...ids]).apply(([id = ""]) => id) };
}
