import { Netmask } from "netmask";
import { Mistake } from "../components/core/errors";

export interface SubnetPlanArgs {
  /** The network's addresses: the first of the block and its prefix, such as `10.20.0.0/16`. */
  readonly cidr: string;
  /** How many zones to plan. Another number never moves a subnet of a zone that both have. */
  readonly zones: Zones;
  /** Pods for which every zone must have addresses: the VPC CNI gives each one an address of its own. */
  readonly podsPerZone: number;
}

/** EKS wants at least two zones, and the layout keeps room for four. */
export type Zones = 2 | 3 | 4;

/** The subnets of one zone, as CIDRs. */
export interface ZonePlan {
  /** Load balancers and NAT gateways. */
  readonly public: string;
  /** Nodes and pods. */
  readonly private: string;
  /** Databases and caches. */
  readonly data: string;
}

/** Private address space of RFC 1918. */
const privateSpace = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((block) => new Netmask(block));

/** A VPC has 16 to 28 bits of prefix. (EC2 API, CreateVpc.) */
const vpcPrefix = { shortest: 16, longest: 28 };

/** AWS keeps the first four addresses of a subnet and the last. (VPC user guide, "Subnet sizing".) */
const reservedBySubnet = 5;

/** Subnets of nodes have at least 4,096 addresses (/20), whatever the pods: nodes hold addresses in store. */
const longestPrivatePrefix = 20;

/**
 * A quarter of the network is one zone's, whether the zone is used or not. Its first half is for pods; the second is
 * eight blocks, of which the first is public, the second for data, and six are free for what comes later.
 */
const bits = { zone: 2, private: 3, small: 6 };

/** One in five addresses goes to nodes, to those the CNI keeps warm, and to endpoints and the control plane. */
const podsIn = (prefix: number): number => Math.floor((2 ** (32 - prefix - bits.private) - reservedBySubnet) * 0.8);

const longestVpcPrefix = longestPrivatePrefix - bits.private;

/** The least network that holds so many pods in a zone, if a VPC can be so large. */
function smallestFor(pods: number): number | undefined {
  for (let prefix = longestVpcPrefix; prefix >= vpcPrefix.shortest; prefix--) {
    if (podsIn(prefix) >= pods) return prefix;
  }
  return undefined;
}

function parse(cidr: string): Netmask | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(cidr)) return undefined;
  try {
    return new Netmask(cidr);
  } catch {
    return undefined;
  }
}

function problems(block: Netmask, { cidr, podsPerZone }: SubnetPlanArgs): readonly (string | false)[] {
  const prefix = block.bitmask;
  const smallest = smallestFor(podsPerZone);
  const possible = prefix >= vpcPrefix.shortest && prefix <= vpcPrefix.longest;
  return [
    `${block.base}/${prefix}` !== cidr &&
      `given ${cidr}, which is an address inside ${block.base}/${prefix}; write the network itself`,
    !privateSpace.some((space) => space.contains(block)) &&
      `given ${cidr}, which is not private; allowed: a network inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`,
    !possible &&
      `given ${cidr}; AWS allows a VPC from /${vpcPrefix.shortest} to /${vpcPrefix.longest}; use /${longestVpcPrefix} or /${vpcPrefix.shortest}`,
    !(podsPerZone >= 1) && `given podsPerZone ${podsPerZone}; allowed: 1 or more; correct it`,
    smallest === undefined &&
      `given podsPerZone ${podsPerZone}; the largest VPC, a /${vpcPrefix.shortest}, holds ` +
        `${podsIn(vpcPrefix.shortest)} pods in each zone; plan at most so many`,
    possible &&
      smallest !== undefined &&
      prefix > smallest &&
      `given ${cidr}, which holds ${Math.max(0, podsIn(prefix))} pods in each zone and needs ${podsPerZone} in private ` +
        `subnets of /${longestPrivatePrefix} or larger; the smallest that fits is a /${smallest}`,
  ];
}

const blockAt = (base: string, prefix: number, index: number): Netmask => {
  const first = new Netmask(`${base}/${prefix}`);
  return index === 0 ? first : first.next(index);
};

/**
 * Plans the subnets of a network, zone by zone. Where a subnet lies depends on the network and the number of its zone and
 * on nothing else: moving a subnet replaces it, and with it every node and database inside.
 *
 * @throws {Mistake} on one line, when the network is not private, not a network, or too small for the pods.
 */
export function planSubnets(args: SubnetPlanArgs): readonly ZonePlan[] {
  const block = parse(args.cidr);
  if (block === undefined) {
    throw new Mistake(
      `given "${args.cidr}", which is not an IPv4 network; allowed: its first address and prefix, such as 10.20.0.0/16`,
    );
  }
  const found = problems(block, args).filter((problem) => problem !== false);
  if (found.length > 0) throw new Mistake(found.join("; "));

  return Array.from({ length: args.zones }, (_, index) => {
    const zone = blockAt(block.base, block.bitmask + bits.zone, index);
    const half = blockAt(zone.base, block.bitmask + bits.private, 1);
    const small = (place: number) => blockAt(half.base, block.bitmask + bits.small, place).toString();
    return {
      public: small(0),
      private: blockAt(zone.base, block.bitmask + bits.private, 0).toString(),
      data: small(1),
    };
  });
}
