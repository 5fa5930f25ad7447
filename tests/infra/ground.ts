import * as pulumi from "@pulumi/pulumi";
import { stackTags } from "../../components/core/tags";
import { account, type Here } from "../../infra/account";
import { Cluster, type ClusterArgs } from "../../infra/cluster";
import { Network, type NetworkArgs } from "../../infra/network";
import type { Recorded } from "../../sandbox/record";

export const tags = stackTags("test", "production", { owner: "platform", costCenter: "ml" });

export const here = (region = "eu-central-1"): Here => account("aws", { account: "111122223333", region, tags });

/** A key that somebody else made. */
export const key = () => ({
  arn: pulumi.output("arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"),
});

export const administrator = "arn:aws:iam::111122223333:role/platform";

export const makeNetwork = (where: Here, differences: Partial<NetworkArgs> = {}): Network =>
  new Network(
    "network",
    {
      cidr: "10.20.0.0/16",
      podsPerZone: 1_000,
      zones: 3,
      egress: "nat-per-zone",
      endpoints: [],
      flowLogs: "all",
      keepLogs: "365 days",
      ...differences,
    },
    where,
  );

export const makeCluster = (where: Here, network: Network, differences: Partial<ClusterArgs> = {}): Cluster =>
  new Cluster(
    "cluster",
    {
      network,
      version: "1.36",
      apiFrom: [],
      administrators: [administrator],
      viewers: [],
      key: key(),
      keepLogs: "365 days",
      data: "disposable",
      tags,
      ...differences,
    },
    where,
  );

/** Everything that had to be there first, also by way of others, by name and type. */
export function needs(resources: readonly Recorded[], { urn }: Recorded): ReadonlySet<string> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const seen = new Set<string>();
  const visit = (from: string): void => {
    const resource = byUrn.get(from);
    if (resource === undefined) return;
    const provider = resource.options.provider?.split("::").slice(0, -1).join("::");
    for (const next of [...resource.dependencies, ...(provider === undefined ? [] : [provider])]) {
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  };
  visit(urn);
  return seen;
}
