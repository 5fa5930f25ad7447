import type { Recorded } from "../../../sandbox/record";

/** A strip of the picture, from the internet down to what AWS keeps for a whole region. */
export type BandName = "internet" | "edge" | "public" | "private" | "isolated" | "services";

type Inputs = Recorded["inputs"];

/** How resources of a type are drawn. */
export interface Drawn {
  /** Where it stands. @default - in the tier of its subnets */
  readonly band?: BandName;
  readonly what: string;
  /** All of them are one box, called so. @default - each is its own */
  readonly many?: readonly [one: string, several: string];
  /** What several are called that the same workloads use: they are one box. @default - each is its own */
  readonly alike?: string;
  /** @default - nothing more than what it is */
  readonly detail?: (inputs: Inputs) => string;
  /** It holds data: what uses it gets a line to it. */
  readonly store?: true;
}

/** The value at a path inside another. */
export const inner = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), value);

/** As a reader sees it: nothing where there is nothing. */
export const text = (value: unknown): string => (value === undefined || value === null ? "" : String(value));

const nodes = (inputs: Inputs): string => {
  const [least, most] = ["minSize", "maxSize"].map((key) => text(inner(inputs, "scalingConfig", key)));
  return `nodes, ${least} to ${most}`;
};

const replicated = (inputs: Inputs): string => {
  const replicas = inner(inputs, "spec", "replicas");
  return replicas === undefined ? "pods, scaled" : `pods, ${text(replicas)}`;
};

/** What runs pods. */
export const pods = ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"];
export const balancer = "aws:lb/loadBalancer:LoadBalancer";
export const firewall = "aws:wafv2/webAcl:WebAcl";
export const distribution = "aws:cloudfront/distribution:Distribution";
const bucket = "aws:s3/bucket:Bucket";

/** What is worth drawing; the rest of a stack serves it. */
export const drawn: Readonly<Record<string, Drawn>> = {
  [firewall]: {
    band: "edge",
    what: "firewall",
    detail: ({ rules }) => (Array.isArray(rules) ? `${rules.length} rules` : ""),
  },
  [distribution]: { band: "edge", what: "CDN" },
  [balancer]: { what: "load balancer" },
  "aws:ec2/natGateway:NatGateway": { what: "", many: ["NAT gateway", "NAT gateways"] },
  "aws:eks/cluster:Cluster": { what: "Kubernetes", detail: ({ version }) => text(version) },
  "aws:eks/nodeGroup:NodeGroup": { what: "", detail: nodes },
  ...Object.fromEntries(pods.map((type) => [type, { band: "private", what: "", detail: replicated } as const])),
  "aws:ec2/vpcEndpoint:VpcEndpoint": { what: "", many: ["endpoint", "endpoints"] },
  "aws:rds/instance:Instance": {
    what: "PostgreSQL",
    detail: ({ instanceClass, multiAz }) => `${text(instanceClass)}${multiAz === true ? ", standby" : ""}`,
    store: true,
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    what: "Valkey",
    detail: ({ nodeType }) => text(nodeType),
    store: true,
  },
  [bucket]: { band: "services", what: "bucket", alike: "buckets", store: true },
  "aws:ecr/repository:Repository": { band: "services", what: "", many: ["image repository", "image repositories"] },
  "aws:secretsmanager/secret:Secret": { band: "services", what: "", many: ["secret", "secrets"] },
  "aws:kms/key:Key": { band: "services", what: "", many: ["encryption key", "encryption keys"] },
  "aws:cloudwatch/logGroup:LogGroup": { band: "services", what: "", many: ["log group", "log groups"] },
};
