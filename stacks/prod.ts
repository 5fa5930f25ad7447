import * as pulumi from "@pulumi/pulumi";
import { Cache } from "../components/cache";
import { stackTags } from "../components/core/tags";
import { Key } from "../components/key";
import { LogStore } from "../components/log-store";
import { Postgres } from "../components/postgres";
import { account } from "../infra/account";
import { AddOns } from "../infra/add-ons";
import { Cluster } from "../infra/cluster";
import { Controllers } from "../infra/controllers";
import { Edge } from "../infra/edge";
import { Network } from "../infra/network";
import { NodePool } from "../infra/node-pool";
import type { Platform } from "../infra/platform";
import { deploy } from "./products";
import type { Settings } from "./settings";

/**
 * Production: three zones, nothing that can fail alone, data that neither Pulumi nor AWS lets anyone delete.
 * Read it beside staging.ts; what differs between the two is what differs between the environments.
 */
export function prod(settings: Settings) {
  const { domain, hostedZone, images, products, region, rotate } = settings;
  const data = "kept";
  const keepLogs = "365 days";
  const tags = stackTags(pulumi.getStack(), "production", settings);
  const here = account("aws", { ...settings, tags });

  const key = new Key("data-key", { data, usedBy: ["cloudwatch logs", "cloudfront"] }, here);
  const accessLogs = new LogStore("access-logs", { keep: keepLogs, data }, here);

  const network = new Network(
    "network",
    {
      ...settings.network,
      zones: 3,
      egress: "nat-per-zone",
      endpoints: ["ecr.api", "ecr.dkr", "sts", "secretsmanager", "logs"],
      flowLogs: "all",
      keepLogs,
      key,
    },
    here,
  );

  const control = new Cluster("cluster", { ...settings.kubernetes, network, key, keepLogs, data, tags }, here);
  const pool = { cluster: control, network };
  const system = new NodePool(
    "system",
    { ...pool, purpose: "system", instances: ["m7i.large"], nodes: { min: 3, max: 6 } },
    here,
  );
  const general = new NodePool(
    "general",
    { ...pool, purpose: "general", instances: ["m7i.xlarge"], nodes: { min: 3, max: 12 } },
    here,
  );
  const gpu = new NodePool(
    "gpu",
    { ...pool, purpose: "gpu", instances: ["g5.xlarge"], nodes: { min: 0, max: 4 } },
    here,
  );
  const addOns = new AddOns("add-ons", { cluster: control, made: "after nodes", after: [system, general] }, here);
  const controllers = new Controllers("controllers", { cluster: control, network, after: [addOns] }, here);
  const cluster = control.runningOn(general, gpu, addOns, controllers);

  const store = { network, clients: cluster.nodeSecurityGroupId, key, data, keepLogs } as const;
  const postgres = new Postgres(
    "postgres",
    { ...store, instance: "db.m7g.large", storage: { initial: "100Gi", limit: "1000Gi" }, standby: true },
    here,
  );
  const cache = new Cache("cache", { ...store, node: "cache.m7g.large", standby: true }, here);

  const routes = products.flatMap((product) => product.routes);
  const edge = new Edge(
    "edge",
    { network, pods: cluster.nodeSecurityGroupId, domain, hostedZone, routes, logs: accessLogs, key, keepLogs, data },
    here,
  );

  const platform: Platform = {
    environment: "production",
    region,
    here,
    data,
    network,
    cluster,
    postgres,
    cache,
    edge,
    key,
    accessLogs,
    gpu: true,
    images,
    rotate,
  };
  return { urls: deploy(products, platform), kubeconfig: control.kubeconfig };
}
