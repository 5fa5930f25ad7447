import type * as pulumi from "@pulumi/pulumi";
import { CacheUser } from "../../components/cache-user";
import { type Access, known } from "../../components/core/access";
import { Component } from "../../components/core/component";
import { Database } from "../../components/database";
import { GeneratedSecret } from "../../components/generated-secret";
import { Probe } from "../../components/probes";
import { ProductNamespace } from "../../components/product-namespace";
import { Server } from "../../components/server";
import type { Platform } from "../../infra/platform";
import { Route } from "../../infra/route";
import { contract, mlflowUser, type Part, ports, urlsOf } from "./contract";
import { Exporters } from "./exporters";
import { assistantAccess, publicApi, signInAccess } from "./issued";
import type { AutoMlSettings } from "./settings";
import { quotaOf, type Size, sizesOf } from "./sizes";
import { storage } from "./stores";
import { Workers } from "./workers";

export interface AutoMlArgs {
  readonly platform: Platform;
  readonly settings: AutoMlSettings;
}

/**
 * A multi-tenant AutoML service: an API, a UI without code, workers that train on CPUs and GPUs, a scheduler, and
 * MLflow. The images are the customer's; this gives each what its contract promises, and runs it.
 */
export class AutoMl extends Component {
  /** By name of the part. */
  readonly urls: Readonly<Record<string, string>>;
  private readonly namespace: ProductNamespace;

  constructor(
    name: string,
    private readonly args: AutoMlArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("atelier:automl:AutoMl", name, opts);
    const { platform, settings } = args;
    const { cluster, network, cache, postgres } = platform;
    const { images } = settings;
    const urls = urlsOf(settings.hosts, platform.edge.domain);
    const stack = { environment: platform.environment, region: platform.region, urls };
    const env = (part: Part) => contract(part, stack, settings);
    const sizes = sizesOf[platform.environment];

    this.namespace = new ProductNamespace(name, { cluster, network, quota: quotaOf(sizes) }, this.within);
    const database = this.database("db", "");
    const redis = new CacheUser(this.child("cache-user"), { cache, ...this.guarded() }, this.within);
    const stores = storage(this.child("store"), { platform, settings }, this.within);
    const signIn = signInAccess(settings.signIn, { parent: this });

    const mlflow = this.mlflow(sizes.mlflow, urls.mlflow, stores.mlflow);
    const shared = [database.connect(), redis.connect(), ...mlflow.access];
    const api = this.server("api", images.api, "/health", sizes.api, {
      env: env("api"),
      access: [
        ...shared,
        ...stores.api,
        this.secret("secret-key", 256).as("AUTOML_SECRET_KEY"),
        this.secret("jwt-key", 256).as("JWT_SECRET_KEY"),
        ...signIn,
        ...assistantAccess(settings.assistant, { parent: this }),
      ],
      metricsPort: ports.api,
      waitFor: [database.ready],
    });
    const ui = this.server("ui", images.ui, "/_stcore/health", sizes.ui, {
      env: env("ui"),
      access: [publicApi, ...signIn],
      // An upload lies here until the API has it.
      temporary: "4Gi",
      stopWithin: "2 minutes",
    });
    new Workers(
      name,
      {
        ...{ namespace: this.namespace, cache, redis, settings, sizes, env, gpu: platform.gpu },
        access: [...shared, ...stores.worker],
        schedulerAccess: [redis.connect()],
        waitFor: [database.ready],
      },
      this.within,
    );
    new Exporters(
      name,
      { namespace: this.namespace, images, size: sizes.exporter, cache, redis, postgres, database },
      this.within,
    );

    // A session of Streamlit lives in one pod, with its uploads; who leaves gets time to end them.
    const session = { sticky: true, drain: "90 seconds" } as const;
    this.urls = {
      landing: this.route("landing", ui, session),
      app: this.route("app", ui, session),
      api: this.route("api", api),
      mlflow: this.route("mlflow", mlflow.server),
      ...stores.urls,
    };
    this.registerOutputs({});
  }

  /** How every secret is kept: which key encrypts its copy, what it is worth, when it was last made anew. */
  private guarded() {
    const { key, data, rotate } = this.args.platform;
    return { key, data, rotate };
  }

  private secret(part: string, bits?: 256): GeneratedSecret {
    return new GeneratedSecret(this.child(part), { ...this.guarded(), ...(bits && { bits }) }, this.within);
  }

  /** @param end What tells its name from the product's own database. */
  private database(part: string, end: "" | "_mlflow"): Database {
    const { postgres: server, images } = this.args.platform;
    const database = `${this.called.replaceAll("-", "_")}${end}`;
    return new Database(
      this.child(part),
      { server, namespace: this.namespace, database, images, ...this.guarded() },
      this.within,
    );
  }

  /** A part that people reach through the load balancer. */
  private server(
    part: "api" | "ui" | "mlflow",
    image: string,
    health: `/${string}`,
    size: Size,
    rest: Pick<ConstructorParameters<typeof Server>[1], "env" | "access"> &
      Partial<Pick<ConstructorParameters<typeof Server>[1], "metricsPort" | "temporary" | "stopWithin" | "waitFor">>,
  ): Server {
    return new Server(
      this.child(part),
      {
        namespace: this.namespace,
        image,
        port: ports[part],
        loadBalanced: true,
        health: Probe.http(health),
        ...size,
        ...rest,
      },
      this.within,
    );
  }

  /** The tracking server, and what its clients in the namespace need. */
  private mlflow(size: Size, url: string, artifacts: readonly Access[]) {
    const tracking = this.database("mlflow-db", "_mlflow");
    const login = { ...this.secret("mlflow-password").as("MLFLOW_PASSWORD"), env: { MLFLOW_USER: mlflowUser } };
    const server = this.server("mlflow", this.args.settings.images.mlflow, "/health", size, {
      // It answers only hosts that it is told of: its public one, and its service's.
      env: { MLFLOW_SERVER_ALLOWED_HOSTS: `${new URL(url).host},${this.child("mlflow")}.*` },
      access: [
        known(tracking.connect(), { DATABASE_URL: "MLFLOW_BACKEND_STORE_URI" }),
        this.secret("mlflow-session", 256).as("MLFLOW_FLASK_SERVER_SECRET_KEY"),
        login,
        ...artifacts,
      ],
      metricsPort: ports.mlflow,
      waitFor: [tracking.ready],
    });
    return { server, access: [server.call({ MLFLOW_TRACKING_URI: server.url }), login] };
  }

  private route(
    part: "landing" | "app" | "api" | "mlflow",
    backend: Server,
    how: { readonly sticky?: true; readonly drain?: "90 seconds" } = {},
  ): string {
    const { edge: front, cluster } = this.args.platform;
    const host = this.args.settings.hosts[part];
    return new Route(this.child(part), { front, cluster, host, backend, ...how }, this.within).url;
  }
}
