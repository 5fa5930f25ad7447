import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Access, access } from "./core/access";
import type { Backend } from "./core/shapes";
import type { HttpProbe } from "./probes";
import { Workload } from "./workload";
import type { Serves, WorkloadArgs } from "./workload-args";
import { serviceSpec } from "./workload-plan";

export interface ServerArgs extends WorkloadArgs, Serves {
  /** Asked by a load balancer too. */
  readonly health: HttpProbe;
}

/** A workload that answers on a port: others may be given leave to call it, and a load balancer may send it traffic. */
export class Server extends Workload implements Backend {
  readonly namespace: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  readonly port: number;
  readonly healthPath: `/${string}`;
  readonly healthPort?: number;
  /** Where the workloads of its namespace find it: `http://name.namespace:port`. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: ServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(name, args, opts, args);
    const { namespace, port, health } = args;

    const service = new kubernetes.core.v1.Service(
      this.child("service"),
      {
        // It is found by name from the first moment; who waits for its pods, waits for `ready`.
        metadata: { ...this.metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: serviceSpec(name, port),
      },
      this.inCluster,
    );

    this.namespace = namespace.name;
    this.serviceName = service.metadata.name;
    this.port = port;
    this.healthPath = health.path;
    if (health.port !== undefined) this.healthPort = health.port;
    this.url = pulumi.interpolate`http://${this.serviceName}.${this.namespace}:${port}`;
  }

  /** Leave to call it, for a workload of its namespace that finds it under these variables. */
  call(env: Access["env"]): Access {
    return access(`call ${this.name}`, { env, reach: [{ to: "workload", what: this.name, port: this.port }] });
  }
}
