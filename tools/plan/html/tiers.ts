import type { Recorded } from "../../../sandbox/record";

/** What a subnet's routes make it. */
export type Tier = "public" | "private" | "isolated";

/** Every text anywhere inside a value. Secrets are not looked into. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  const plain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return plain ? Object.values(value).flatMap(textsIn) : [];
}

const ofType = (resources: readonly Recorded[], type: string): readonly Recorded[] =>
  resources.filter((resource) => resource.type === type);

/** The tier of each subnet, by its id: public with a route to the internet, private with one through a NAT gateway. */
function subnetTiers(resources: readonly Recorded[]): ReadonlyMap<string, Tier> {
  const byTable = new Map<unknown, Tier>();
  for (const { inputs } of ofType(resources, "aws:ec2/route:Route")) {
    const tier = inputs["natGatewayId"] === undefined ? "public" : "private";
    if (inputs["gatewayId"] !== undefined || tier === "private") byTable.set(inputs["routeTableId"], tier);
  }
  const tiers = new Map<string, Tier>();
  for (const { id } of ofType(resources, "aws:ec2/subnet:Subnet")) if (id !== undefined) tiers.set(id, "isolated");
  for (const { inputs } of ofType(resources, "aws:ec2/routeTableAssociation:RouteTableAssociation")) {
    tiers.set(String(inputs["subnetId"]), byTable.get(inputs["routeTableId"]) ?? "isolated");
  }
  return tiers;
}

const subnetGroups = ["aws:rds/subnetGroup:SubnetGroup", "aws:elasticache/subnetGroup:SubnetGroup"];

/** Says in which tier a resource stands: through the subnets that it names, or that its subnet group does. */
export function tierFinder(resources: readonly Recorded[]): (resource: Recorded) => Tier | undefined {
  const tiers = subnetTiers(resources);
  const direct = ({ inputs }: Recorded): Tier | undefined =>
    textsIn(inputs)
      .map((text) => tiers.get(text))
      .find((tier) => tier !== undefined);
  const groups = new Map<string, Tier>();
  for (const group of resources.filter(({ type }) => subnetGroups.includes(type))) {
    const tier = direct(group);
    for (const name of [group.id, group.outputs["name"]]) {
      if (tier !== undefined && typeof name === "string") groups.set(name, tier);
    }
  }
  return (resource) =>
    direct(resource) ??
    textsIn(resource.inputs)
      .map((text) => groups.get(text))
      .find((tier) => tier !== undefined);
}
