import * as pulumi from "@pulumi/pulumi";
import type { CacheUser } from "../../components/cache-user";
import { known } from "../../components/core/access";
import { Component } from "../../components/core/component";
import type { CacheServer, DatabaseServer, Namespace } from "../../components/core/shapes";
import type { Database } from "../../components/database";
import { Probe } from "../../components/probes";
import { Workload } from "../../components/workload";
import { ports } from "./contract";
import type { AutoMlSettings } from "./settings";
import type { Size } from "./sizes";

export interface ExportersArgs {
  readonly namespace: Namespace;
  readonly images: Pick<AutoMlSettings["images"], "redisExporter" | "postgresExporter">;
  readonly size: Size;
  readonly cache: CacheServer;
  readonly redis: CacheUser;
  readonly postgres: DatabaseServer;
  readonly database: Database;
}

/** Turn what the cache and the database know of themselves into metrics. */
export class Exporters extends Component {
  constructor(name: string, args: ExportersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:automl:Exporters", name, opts);
    const { namespace, images, size, cache, postgres, database } = args;

    new Workload(
      this.child("redis-exporter"),
      {
        namespace,
        image: images.redisExporter,
        env: { REDIS_ADDR: pulumi.interpolate`rediss://${cache.host}:${cache.port}` },
        access: [known(args.redis.connect(), { REDIS_USERNAME: "REDIS_USER", REDIS_PASSWORD: "REDIS_PASSWORD" })],
        ...size,
        metricsPort: ports.redisExporter,
        // It answers this without asking Redis: an exporter of something that is away must stay to say so.
        health: Probe.http("/health"),
      },
      this.within,
    );
    new Workload(
      this.child("postgres-exporter"),
      {
        namespace,
        image: images.postgresExporter,
        env: {
          DATA_SOURCE_URI: pulumi.interpolate`${postgres.host}:${postgres.port}/${database.name}?sslmode=require`,
        },
        access: [
          known(database.connect(), { POSTGRES_USER: "DATA_SOURCE_USER", POSTGRES_PASSWORD: "DATA_SOURCE_PASS" }),
        ],
        ...size,
        metricsPort: ports.postgresExporter,
        health: Probe.http("/"),
        waitFor: [database.ready],
      },
      this.within,
    );
    this.registerOutputs({});
  }
}
