import type { Check, Given, Table, Thing } from "../model";
import { list, text } from "../values";
import { overlap, range, within } from "./cidr";
import { arn, idLike } from "./naming";
import { zonesOf } from "./regions";
import * as to from "./targets";

const sizedVpc: Check = ({ inputs }) => {
  const cidr = text(inputs.cidrBlock);
  if (cidr === "") return false;
  const block = range(cidr);
  if (block === undefined) return `InvalidParameterValue: ${cidr} is not an IPv4 range`;
  return (block.bitmask < 16 || block.bitmask > 28) && `InvalidVpc.Range: ${cidr} must be between /16 and /28`;
};

const placedSubnet: Check = ({ inputs, account }) => {
  const cidr = text(inputs.cidrBlock);
  const block = range(cidr);
  if (block === undefined) return `InvalidParameterValue: ${cidr} is not an IPv4 range`;
  const vpcId = text(inputs.vpcId);
  const whole = range(text(account.find("aws:ec2/vpc:Vpc", "id", vpcId)?.inputs.cidrBlock));
  const siblings = account.all("aws:ec2/subnet:Subnet").filter((subnet) => subnet.inputs.vpcId === vpcId);
  return [
    (block.bitmask < 16 || block.bitmask > 28) && `InvalidSubnet.Range: ${cidr} must be between /16 and /28`,
    whole !== undefined && !within(block, whole) && `InvalidSubnet.Range: ${cidr} is outside of its VPC's ${whole}`,
    ...siblings.map((subnet) => {
      const other = range(text(subnet.inputs.cidrBlock));
      return (
        other !== undefined &&
        overlap(block, other) &&
        `InvalidSubnet.Conflict: ${cidr} overlaps ${other} of ${subnet.id}`
      );
    }),
  ];
};

/** Zone of a subnet, by whichever of the two names the program chose. */
const zoneOf = ({ inputs, scope }: Given) => {
  const zones = zonesOf(scope.region);
  const [name, id] = [text(inputs.availabilityZone), text(inputs.availabilityZoneId)];
  return name === "" && id === "" ? zones[0] : zones.find((zone) => zone.name === name || zone.id === id);
};

const knownZone: Check = (given) => {
  const { availabilityZone, availabilityZoneId } = given.inputs;
  const asked = text(availabilityZone) || text(availabilityZoneId);
  const zones = zonesOf(given.scope.region).map(({ name }) => name);
  return zoneOf(given) === undefined && `InvalidParameterValue: there is no zone ${asked}, only ${zones.join(", ")}`;
};

/** A NAT gateway or a public load balancer works only through a gateway that is attached. */
const gatewayAttached = (given: Given, vpcId: unknown): boolean =>
  given.account.all("aws:ec2/internetGateway:InternetGateway").some((gateway) => gateway.inputs.vpcId === vpcId);

const publicNat: Check = (given) => {
  const subnet = given.account.find("aws:ec2/subnet:Subnet", "id", text(given.inputs.subnetId));
  if (subnet === undefined || given.inputs.connectivityType === "private") return false;
  return [
    !gatewayAttached(given, subnet.inputs.vpcId) &&
      `Gateway.NotAttached: ${subnet.inputs.vpcId} has no internet gateway yet`,
    text(given.inputs.allocationId) === "" && "MissingParameter: a public NAT gateway needs an allocationId",
  ];
};

const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
const hops = [
  "gatewayId",
  "natGatewayId",
  "networkInterfaceId",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
  "egressOnlyGatewayId",
];
const present = ({ inputs }: Given, names: readonly string[]) => names.filter((name) => text(inputs[name]) !== "");

const oneWay: Check = (given) =>
  (present(given, hops).length !== 1 || present(given, destinations).length !== 1) &&
  `InvalidParameterCombination: a route has one destination and one target, not ${[...present(given, destinations), ...present(given, hops)].join(", ")}`;

const owner = (given: Given) => ({ ownerId: given.account.id });

/** What a VPC's public side rests on. */
const carries = (gateway: Thing, other: Thing, subnets: ReadonlyMap<string, Thing>): boolean =>
  subnets.get(text(other.inputs.subnetId) || text(list(other.inputs.subnets)[0]))?.inputs.vpcId ===
  gateway.inputs.vpcId;

export const vpc: Table = {
  "aws:ec2/vpc:Vpc": {
    id: idLike("vpc"),
    tagged: true,
    checks: [sizedVpc],
    replaces: ["cidrBlock", "instanceTenancy"],
    outputs: (given, id) => ({
      arn: arn(given, "ec2", `vpc/${id}`),
      ...owner(given),
      enableDnsSupport: given.inputs.enableDnsSupport ?? true,
      enableDnsHostnames: given.inputs.enableDnsHostnames ?? false,
      instanceTenancy: given.inputs.instanceTenancy ?? "default",
      defaultNetworkAclId: `acl-${given.hex(17)}`,
      defaultRouteTableId: `rtb-main${given.hex(13)}`,
      mainRouteTableId: `rtb-main${given.hex(13)}`,
      defaultSecurityGroupId: `sg-default${given.hex(10)}`,
      dhcpOptionsId: `dopt-${given.hex(17)}`,
    }),
  },
  "aws:ec2/subnet:Subnet": {
    id: idLike("subnet"),
    tagged: true,
    refers: [{ path: "vpcId", to: to.vpc }],
    checks: [placedSubnet, knownZone],
    replaces: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"],
    outputs: (given, id) => {
      const zone = zoneOf(given);
      return {
        arn: arn(given, "ec2", `subnet/${id}`),
        ...owner(given),
        availabilityZone: zone?.name,
        availabilityZoneId: zone?.id,
        mapPublicIpOnLaunch: given.inputs.mapPublicIpOnLaunch ?? false,
      };
    },
  },
  "aws:ec2/internetGateway:InternetGateway": {
    id: idLike("igw"),
    tagged: true,
    refers: [{ path: "vpcId", to: to.vpc }],
    claims: ({ inputs }) => [{ key: `internet gateway of ${inputs.vpcId}`, code: "Resource.AlreadyAssociated" }],
    outputs: (given, id) => ({ arn: arn(given, "ec2", `internet-gateway/${id}`), ...owner(given) }),
    keeps: (gateway, account) => {
      const subnets = new Map(account.all("aws:ec2/subnet:Subnet").map((subnet) => [subnet.id, subnet]));
      const standing = [
        ...account.all("aws:ec2/natGateway:NatGateway").filter(({ inputs }) => inputs.connectivityType !== "private"),
        ...account.all("aws:lb/loadBalancer:LoadBalancer").filter(({ inputs }) => inputs.internal !== true),
      ].filter((other) => carries(gateway, other, subnets));
      return (
        standing.length > 0 &&
        `DependencyViolation: ${gateway.inputs.vpcId} has mapped public addresses: ${standing.map(({ id }) => id).join(", ")}`
      );
    },
  },
  "aws:ec2/eip:Eip": {
    id: idLike("eipalloc"),
    tagged: true,
    inUse: "InvalidIPAddress.InUse",
    outputs: (given, id) => {
      // From the range that is kept for documentation, RFC 5737.
      const address = `203.0.113.${(Number.parseInt(given.hex(4), 16) % 254) + 1}`;
      return {
        arn: arn(given, "ec2", `elastic-ip/${id}`),
        allocationId: id,
        domain: "vpc",
        publicIp: address,
        publicDns: `ec2-${address.replaceAll(".", "-")}.${given.scope.region}.compute.amazonaws.com`,
      };
    },
  },
  "aws:ec2/natGateway:NatGateway": {
    id: idLike("nat"),
    tagged: true,
    refers: [
      { path: "subnetId", to: to.subnet },
      { path: "allocationId", to: { types: ["aws:ec2/eip:Eip"], by: "id", code: "InvalidAllocationID.NotFound" } },
    ],
    checks: [publicNat],
    claims: ({ inputs }) => [{ key: `address ${inputs.allocationId}`, code: "Resource.AlreadyAssociated" }],
    replaces: ["allocationId", "subnetId", "connectivityType"],
    outputs: (given) => ({
      associationId: `eipassoc-${given.hex(17)}`,
      connectivityType: given.inputs.connectivityType ?? "public",
      networkInterfaceId: `eni-${given.hex(17)}`,
      publicIp: given.account.find("aws:ec2/eip:Eip", "id", text(given.inputs.allocationId))?.outputs.publicIp,
    }),
  },
  "aws:ec2/routeTable:RouteTable": {
    id: idLike("rtb"),
    tagged: true,
    refers: [{ path: "vpcId", to: to.vpc }],
    replaces: ["vpcId"],
    outputs: (given, id) => ({
      arn: arn(given, "ec2", `route-table/${id}`),
      ...owner(given),
      routes: given.inputs.routes ?? [],
    }),
  },
  "aws:ec2/route:Route": {
    id: (given) => `r-${text(given.inputs.routeTableId)}${given.hex(10)}`,
    refers: [
      // A table goes with its routes.
      { path: "routeTableId", to: to.routeTable, loose: true },
      { path: "gatewayId", to: to.internetGateway, loose: true },
      {
        path: "natGatewayId",
        to: { types: ["aws:ec2/natGateway:NatGateway"], by: "id", code: "InvalidNatGatewayID.NotFound" },
        loose: true,
      },
    ],
    checks: [oneWay],
    claims: (given) => [
      {
        key: `route of ${given.inputs.routeTableId} to ${given.inputs[present(given, destinations)[0] ?? ""]}`,
        code: "RouteAlreadyExists",
      },
    ],
    replaces: ["routeTableId", ...destinations],
    outputs: () => ({ origin: "CreateRoute", state: "active" }),
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    id: idLike("rtbassoc"),
    refers: [
      { path: "routeTableId", to: to.routeTable },
      { path: "subnetId", to: to.subnet, loose: true },
    ],
    claims: ({ inputs }) => [
      { key: `route table of ${inputs.subnetId ?? inputs.gatewayId}`, code: "Resource.AlreadyAssociated" },
    ],
    replaces: ["subnetId", "gatewayId"],
  },
};
