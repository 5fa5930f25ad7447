import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

type Metadata = kubernetes.types.input.meta.v1.ObjectMeta;
type Behavior = kubernetes.types.input.autoscaling.v2.HorizontalPodAutoscalerBehavior;

/** What we use of a ScaledObject's spec. (KEDA, "ScaledObject specification".) */
export interface ScaledObjectSpec {
  readonly scaleTargetRef: { readonly name: pulumi.Input<string> };
  /** In seconds, as every time here. */
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly fallback: {
    readonly failureThreshold: number;
    readonly replicas: number;
    readonly behavior: "currentReplicas";
  };
  readonly advanced: {
    readonly horizontalPodAutoscalerConfig: { readonly behavior: Behavior };
    readonly scalingModifiers: { readonly formula: string; readonly target: string; readonly activationTarget: string };
  };
  readonly triggers: readonly RedisTrigger[];
}

/** Measures one key. Every value is text. (KEDA, "Redis Lists".) */
export interface RedisTrigger {
  readonly type: "redis";
  /** What a formula calls it. */
  readonly name: string;
  readonly metadata: {
    readonly address: pulumi.Input<string>;
    readonly listName: string;
    readonly listLength: string;
    readonly activationListLength: string;
    readonly databaseIndex: string;
    readonly enableTLS: "true";
  };
  readonly authenticationRef: { readonly name: pulumi.Input<string> };
}

/** How many pods a Deployment has, by what KEDA measures. */
export class ScaledObject extends kubernetes.apiextensions.CustomResource {
  constructor(
    name: string,
    args: { readonly metadata: Metadata; readonly spec: ScaledObjectSpec },
    opts: pulumi.CustomResourceOptions,
  ) {
    super(name, { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", ...args }, opts);
  }
}

/** With what KEDA signs in: the parameters of a trigger that stand in a Secret. */
export class TriggerAuthentication extends kubernetes.apiextensions.CustomResource {
  constructor(
    name: string,
    args: {
      readonly metadata: Metadata;
      readonly secret: pulumi.Input<string>;
      readonly parameters: readonly string[];
    },
    opts: pulumi.CustomResourceOptions,
  ) {
    const secretTargetRef = args.parameters.map((key) => ({ parameter: key, name: args.secret, key }));
    super(
      name,
      {
        apiVersion: "keda.sh/v1alpha1",
        kind: "TriggerAuthentication",
        metadata: args.metadata,
        spec: { secretTargetRef },
      },
      opts,
    );
  }
}
