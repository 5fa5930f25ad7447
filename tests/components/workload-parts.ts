import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Access, access } from "../../components/core/access";
import type { KubernetesCluster, Namespace, PrivateNetwork } from "../../components/core/shapes";
import { Probe } from "../../components/probes";
import type { WorkloadArgs } from "../../components/workload-args";
import type { Recorded } from "../../sandbox/record";

/** What a workload stands on, by name only: its own tests are about the workload. */
export const ref = (id: string, cidr: string) => ({ id: pulumi.output(id), ownId: pulumi.output(id), cidr });

export const network = (): PrivateNetwork => ({
  vpcId: pulumi.output("vpc-0000000000000000a"),
  cidr: "10.20.0.0/16",
  publicSubnets: [ref("subnet-0000000000000000a", "10.20.0.0/24"), ref("subnet-0000000000000000b", "10.20.1.0/24")],
  privateSubnets: [ref("subnet-0000000000000000c", "10.20.64.0/18"), ref("subnet-0000000000000000d", "10.20.128.0/18")],
  dataSubnets: [ref("subnet-0000000000000000e", "10.20.2.0/24")],
  egressAddresses: [pulumi.output("192.0.2.1")],
});

/** A cluster in which the controllers must stand before pods. */
export function cluster(): KubernetesCluster {
  const provider = new kubernetes.Provider("kubernetes", { kubeconfig: "{}" });
  const controllers = { metadata: { name: "controllers" } };
  return {
    name: pulumi.output("cluster"),
    provider,
    resource: new aws.cloudwatch.LogGroup("control-plane", { retentionInDays: 1 }),
    nodeSecurityGroupId: pulumi.output("sg-0000000000000000a"),
    ready: [new kubernetes.core.v1.Namespace("controllers", controllers, { provider })],
  };
}

export const namespace = (): Namespace => ({
  name: pulumi.output("automl"),
  product: "automl",
  cluster: cluster(),
  network: network(),
});

export const digest = `registry.atelier.example/automl@sha256:${"0".repeat(64)}`;

/** A secret as generated ones are, and of a form that is found wherever it stands. */
export const canary = (which: string) => pulumi.secret(`canary${which}`.padEnd(32, "0"));

export const readModels: Access = access("read models", {
  statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::models/*"] }],
  env: { S3_BUCKET_MODELS: "models" },
  reach: [{ to: "aws" }],
});

export const database = (): Access =>
  access("use database", {
    env: { POSTGRES_HOST: "db.atelier.example" },
    secrets: { POSTGRES_PASSWORD: canary("password"), DATABASE_URL: canary("url") },
    reach: [{ to: "addresses", what: "database", cidrs: ["10.20.2.0/24"], port: 5432 }],
  });

export const workloadArgs = (): WorkloadArgs => ({
  namespace: namespace(),
  image: digest,
  access: [],
  replicas: { min: 2, max: 2 },
  cpu: "500m",
  memory: "1Gi",
  health: Probe.exec(["celery", "inspect", "ping"]),
});

/** The value at a path of a resource's inputs: `at(deployment, "spec.template.spec.containers.0.env")`. */
export function at({ inputs }: Pick<Recorded, "inputs">, path: string): unknown {
  let value: unknown = inputs;
  for (const step of path.split(".")) {
    value =
      typeof value === "object" && value !== null
        ? Object.entries(value).find(([key]) => key === step)?.[1]
        : undefined;
  }
  return value;
}
