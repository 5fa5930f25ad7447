import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "./core/component";
import type { Namespace } from "./core/shapes";
import { hashedSecret } from "./hashed-secret";
import { ScaledObject, TriggerAuthentication } from "./keda";
import { type Between, type QueueRule, scaledObjectSpec } from "./queue-rule";

/** Queues that decide how many pods there are. */
export interface Queues extends QueueRule {
  /** Host of the Redis that keeps them; TLS is spoken. */
  readonly host: pulumi.Input<string>;
  readonly port: number;
  /**
   * A user that may run `EVAL`, and in it `TYPE`, `LLEN`, `HLEN`, `SCARD` and `ZCARD`, on the keys: KEDA measures them by a
   * script.
   */
  readonly username: pulumi.Input<string>;
  readonly password: pulumi.Output<string>;
}

export interface QueueScalingArgs {
  readonly namespace: Namespace;
  readonly labels: Readonly<Record<string, string>>;
  /** The name of the Deployment to scale. */
  readonly deployment: pulumi.Input<string>;
  readonly replicas: Between;
  readonly queues: Queues;
}

/** Lets KEDA choose how many pods a Deployment has by how much waits in Redis. */
export class QueueScaling extends Component {
  constructor(name: string, args: QueueScalingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:workload:QueueScaling", name, opts);
    const { namespace, labels, queues, replicas } = args;
    const { cluster } = namespace;
    const within = { ...this.within, provider: cluster.provider, deletedWith: cluster.resource };
    // KEDA is among what must be ready, and with it the kinds of its objects.
    const withKeda = { ...within, dependsOn: [...cluster.ready] };
    const metadata = { name, namespace: namespace.name, labels: { ...labels } };

    const { username, password } = queues;
    const secret = new kubernetes.core.v1.Secret(
      this.child("queue-user"),
      hashedSecret(this.child("queue-user"), namespace.name, labels, { username, password }),
      within,
    );
    const login = new TriggerAuthentication(
      this.child("queue-login"),
      { metadata, secret: secret.metadata.name, parameters: ["username", "password"] },
      withKeda,
    );
    const spec = scaledObjectSpec({
      deployment: args.deployment,
      authentication: login.metadata.name,
      address: pulumi.interpolate`${queues.host}:${queues.port}`,
      replicas,
      rule: queues,
    });
    new ScaledObject(this.child("queue-scaling"), { metadata, spec }, withKeda);

    this.registerOutputs({});
  }
}
