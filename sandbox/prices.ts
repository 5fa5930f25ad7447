import { price } from "./facts";
import { at, list, numeric, record, records, text, texts } from "./values";
import type { Properties } from "./wire";

/** A resource as recorded, or a thing of the account. */
export interface Costly {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export interface CostLine {
  readonly urn: string;
  /** `rds.postgres.db.t4g.medium.single-az` */
  readonly sku: string;
  /** Units in a month of 730 hours. */
  readonly quantity: number;
  readonly unit: string;
  /** A month of it. 0 with `confidence: "unknown"` when no source states a price. */
  readonly usd: number;
  /** How the quantity came about: `2 nodes`. */
  readonly basis: string;
  /** Of the price list. */
  readonly region: string;
  readonly source: string;
  readonly confidence: string;
}

/** What costs only when it is used. */
export interface UsePrice {
  readonly urn: string;
  readonly sku: string;
  readonly unit: string;
  /** For one unit. */
  readonly usd: number;
}

export interface Priced {
  readonly lines: readonly CostLine[];
  readonly byUse: readonly UsePrice[];
}

/** So many of one thing, for a whole month where the price is by the hour. */
interface Item {
  readonly sku: string;
  readonly count: number;
  readonly basis: string;
}

type Find = (id: string) => Costly | undefined;
type Idle = (costly: Costly, find: Find) => readonly Item[];

/** Hours in a month, as AWS counts. */
const month = 730;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const one = (sku: string, basis: string): readonly Item[] => [{ sku, count: 1, basis }];

const database: Idle = ({ inputs }) => {
  const zones = inputs.multiAz === true ? "multi-az" : "single-az";
  const size = numeric(inputs.allocatedStorage) ?? 0;
  const managed =
    inputs.manageMasterUserPassword === true ? one("secretsmanager.secret", "the master user's secret") : [];
  return [
    ...one(`rds.postgres.${text(inputs.instanceClass)}.${zones}`, `1 instance, ${zones}`),
    { sku: `rds.storage.gp3.${zones}`, count: size, basis: `${size} GB, ${zones}` },
    ...managed,
  ];
};

const cache: Idle = ({ inputs, outputs }) => {
  const nodes = numeric(inputs.numCacheClusters) ?? 1;
  return [
    {
      sku: `elasticache.${text(outputs.engine) || "redis"}.${text(inputs.nodeType)}`,
      count: nodes,
      basis: counted(nodes, "node"),
    },
  ];
};

/** gp3 comes with 3,000 IOPS and 125 MiB/s; what is above them is paid for. EBS guide, "General Purpose SSD volumes". */
function disks(template: Costly | undefined, nodes: number): readonly Item[] {
  return records(template?.inputs.blockDeviceMappings).flatMap(({ ebs: mapping }) => {
    const ebs = record(mapping);
    const size = numeric(ebs.volumeSize) ?? 0;
    const iops = Math.max(0, (numeric(ebs.iops) ?? 0) - 3000);
    const throughput = Math.max(0, (numeric(ebs.throughput) ?? 0) - 125);
    return [
      { sku: "ebs.gp3.storage", count: size * nodes, basis: `${counted(nodes, "node")} with ${size} GB` },
      { sku: "ebs.gp3.iops", count: iops * nodes, basis: `${counted(nodes, "node")} with ${iops} IOPS above 3,000` },
      {
        sku: "ebs.gp3.throughput",
        count: throughput * nodes,
        basis: `${counted(nodes, "node")} with ${throughput} MiB/s above 125`,
      },
    ].filter(({ count }) => count > 0);
  });
}

const nodes: Idle = ({ inputs }, find) => {
  const count = numeric(record(inputs.scalingConfig).desiredSize) ?? 0;
  if (count === 0) return [];
  const [type = "t3.medium"] = texts(inputs.instanceTypes);
  const spot = inputs.capacityType === "SPOT" ? ", at the price on demand" : "";
  return [
    { sku: `ec2.${type}`, count, basis: `${counted(count, "node")}${spot}` },
    ...disks(find(text(record(inputs.launchTemplate).id)), count),
  ];
};

const balancer: Idle = ({ inputs }) => {
  const zones = list(inputs.subnets).length;
  return [
    ...one("elb.alb", "1 load balancer"),
    ...(inputs.internal === true ? [] : [{ sku: "vpc.publicipv4", count: zones, basis: `${zones} public addresses` }]),
  ];
};

const endpoint: Idle = ({ inputs }) => {
  const zones = list(inputs.subnetIds).length;
  return inputs.vpcEndpointType === "Interface"
    ? [{ sku: "vpc.endpoint.interface", count: zones, basis: `${zones} zones` }]
    : [];
};

const cluster: Idle = ({ inputs }) => {
  // Extended support is the service's own default for whoever does not say otherwise.
  const [support = "EXTENDED"] = at(inputs, "upgradePolicy.supportType");
  return one("eks.cluster.standard", `1 control plane, ${text(support).toLowerCase()} support policy`);
};

const firewall: Idle = ({ inputs }) => {
  const rules = list(inputs.rules).length;
  return [...one("waf.webacl", "1 web ACL"), { sku: "waf.rule", count: rules, basis: `${rules} rules` }];
};

const snapshot: Idle = ({ outputs }) => {
  const size = numeric(outputs.allocatedStorage) ?? 0;
  return [{ sku: "rds.backup", count: size, basis: `a final snapshot of ${size} GB` }];
};

/** What costs while nobody uses it. */
const idle: Readonly<Record<string, Idle>> = {
  "aws:ec2/eip:Eip": () => one("vpc.publicipv4", "1 public address"),
  "aws:ec2/natGateway:NatGateway": () => one("vpc.natgateway", "1 gateway"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws:eks/cluster:Cluster": cluster,
  "aws:eks/nodeGroup:NodeGroup": nodes,
  "aws:elasticache/replicationGroup:ReplicationGroup": cache,
  "aws:kms/key:Key": () => one("kms.key", "1 key"),
  "aws:lb/loadBalancer:LoadBalancer": balancer,
  "aws:rds/instance:Instance": database,
  "aws:rds/snapshot:Snapshot": snapshot,
  "aws:route53/zone:Zone": () => one("route53.zone", "1 zone"),
  "aws:secretsmanager/secret:Secret": () => one("secretsmanager.secret", "1 secret"),
  "aws:wafv2/webAcl:WebAcl": firewall,
};

/** What costs by use, as far as a price is known: no source states one for ECR or CloudFront. */
const used: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": ["cloudwatch.logs.ingest", "cloudwatch.logs.storage"],
  "aws:ec2/natGateway:NatGateway": ["vpc.natgateway.data"],
  "aws:ec2/vpc:Vpc": ["transfer.internet.out", "transfer.interaz"],
  "aws:kms/key:Key": ["kms.requests"],
  "aws:lb/loadBalancer:LoadBalancer": ["elb.alb.lcu"],
  "aws:rds/instance:Instance": ["rds.backup"],
  "aws:route53/zone:Zone": ["route53.queries"],
  "aws:s3/bucket:Bucket": ["s3.standard.storage", "s3.standard.put", "s3.standard.get"],
  "aws:secretsmanager/secret:Secret": ["secretsmanager.api"],
  "aws:wafv2/webAcl:WebAcl": ["waf.requests"],
};

function line(urn: string, { sku, count, basis }: Item, region: string): CostLine {
  const found = price(sku, region);
  if (found === undefined) {
    return {
      urn,
      sku,
      quantity: count,
      unit: "",
      usd: 0,
      basis: `${basis}; no price is known`,
      region,
      source: "none",
      confidence: "unknown",
    };
  }
  const { unit, usd, source, confidence } = found;
  const quantity = unit === "hour" ? count * month : count;
  return { urn, sku, quantity, unit, usd: quantity * usd, basis, region: found.region, source, confidence };
}

/** Prices of a region for resources that stand together: the disks of a node group are in its launch template. */
export function pricesIn(region: string, together: readonly Costly[]): (costly: Costly) => Priced {
  const byId = new Map(together.map((costly) => [costly.id, costly]));
  return (costly) => {
    const { urn, type } = costly;
    const items = idle[type]?.(costly, (id) => byId.get(id)) ?? [];
    const byUse = (used[type] ?? []).flatMap((sku) => {
      const found = price(sku, region);
      return found === undefined ? [] : [{ urn, sku, unit: found.unit, usd: found.usd }];
    });
    return { lines: items.map((item) => line(urn, item, region)), byUse };
  };
}
