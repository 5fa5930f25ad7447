import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import type { Recorded, Run } from "../../../sandbox/record";
import { changed, shippedSettings } from "../../support/stack-file";
import { planned } from "../../support/stacks";

const podSpec = z.object({
  template: z.object({
    metadata: z.object({
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()).default({}),
    }),
    spec: z.object({
      terminationGracePeriodSeconds: z.number(),
      containers: z.tuple([
        z.looseObject({
          command: z.array(z.string()).default([]),
          args: z.array(z.string()).default([]),
          env: z.array(z.object({ name: z.string(), value: z.string().optional() })),
        }),
      ]),
    }),
  }),
});

const ofWorkload = ({ resources }: Run, name: string): Recorded => {
  const found = resources.find((one) => /:(Deployment|StatefulSet)$/.test(one.type) && metadataName(one) === name);
  if (found === undefined) throw new Error(`no workload ${name}`);
  return found;
};

const metadataName = ({ inputs }: Recorded): unknown => Object(inputs["metadata"]).name;

const pods = (run: Run, name: string) => podSpec.parse(ofWorkload(run, name).inputs["spec"]).template;

/** Variables of a workload: their values, or `secret` where they stand in a Secret. */
const variables = (run: Run, name: string): Record<string, string> =>
  Object.fromEntries(
    pods(run, name).spec.containers[0].env.map(({ name: variable, value }) => [variable, value ?? "secret"]),
  );

const countOf = ({ resources }: Run, type: RegExp): number => resources.filter((one) => type.test(one.type)).length;

const staging = shippedSettings("staging");
const withSetting = (path: string, value: unknown) =>
  planned("staging", { settings: changed(staging, `products.automl.${path}`, value) });

/** The whole contract of what a part is told beside `contract()`: addresses of stores, and what is secret. */
const database = [
  "POSTGRES_HOST",
  "POSTGRES_PORT",
  "POSTGRES_DB",
  "POSTGRES_USER",
  "POSTGRES_PASSWORD",
  "DATABASE_URL",
];
const redis = ["REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD", "REDIS_URL", "CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"];
const buckets = [
  "S3_BUCKET_MODELS",
  "S3_BUCKET_DATASETS",
  "S3_BUCKET_ARTIFACTS",
  "S3_BUCKET_REPORTS",
  "BACKUP_S3_BUCKET",
];
const mlflow = ["MLFLOW_TRACKING_URI", "MLFLOW_USER", "MLFLOW_PASSWORD"];

test.each([
  ["automl-api", [...database, ...redis, ...buckets, ...mlflow, "AUTOML_SECRET_KEY", "JWT_SECRET_KEY"]],
  ["automl-cpu-worker", [...database, ...redis, ...buckets, ...mlflow]],
  ["automl-gpu-worker", [...database, ...redis, ...buckets, ...mlflow]],
  ["automl-scheduler", redis],
  ["automl-mlflow", ["MLFLOW_USER", "MLFLOW_PASSWORD", "MLFLOW_BACKEND_STORE_URI", "MLFLOW_ARTIFACTS_DESTINATION"]],
  ["automl-redis-exporter", ["REDIS_ADDR", "REDIS_USER", "REDIS_PASSWORD"]],
  ["automl-postgres-exporter", ["DATA_SOURCE_URI", "DATA_SOURCE_USER", "DATA_SOURCE_PASS"]],
])("%s finds what it needs where it looks for it", async (name, expected) => {
  expect(Object.keys(variables(await planned("staging"), name))).toEqual(expect.arrayContaining(expected));
});

test("what a part does not need it is not given", async () => {
  const run = await planned("staging");

  expect(
    Object.keys(variables(run, "automl-ui")).filter((name) => /POSTGRES|REDIS|S3_|MLFLOW|SECRET/.test(name)),
  ).toEqual([]);
  expect(
    Object.keys(variables(run, "automl-scheduler")).filter((name) => /POSTGRES|S3_|MLFLOW|SECRET/.test(name)),
  ).toEqual([]);
  expect(Object.keys(variables(run, "automl-cpu-worker")).filter((name) => /JWT|AUTOML_SECRET/.test(name))).toEqual([]);
});

test("every password, key and address with a password stands in a Secret", async () => {
  const run = await planned("staging");
  const sensitive = /PASSWORD|SECRET|_PASS$|_KEY$|REDIS_URL|DATABASE_URL|BROKER_URL|RESULT_BACKEND|STORE_URI/;
  const workloads = run.resources.filter(({ type }) => /:(Deployment|StatefulSet)$/.test(type)).map(metadataName);

  const open = workloads.flatMap((name) =>
    Object.entries(variables(run, String(name))).filter(([key, value]) => sensitive.test(key) && value !== "secret"),
  );

  expect(workloads).toHaveLength(8);
  expect(open).toEqual([]);
});

test("a worker takes from its own queue, ends the longest training before it stops, and is not moved meanwhile", async () => {
  const { spec, metadata } = pods(await withSetting("longestTrainingHours", 12), "automl-gpu-worker");

  expect(spec.containers[0].args.join(" ")).toMatch(/^--queues gpu --concurrency 1 /);
  expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(12 * 3600);
  expect(metadata.annotations).toMatchObject({ "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" });
});

test("the scheduler is one, and nothing would make it two", async () => {
  const run = await planned("prod");
  const scheduler = ofWorkload(run, "automl-scheduler");

  expect(scheduler.type).toBe("kubernetes:apps/v1:StatefulSet");
  expect(scheduler.inputs["spec"]).toMatchObject({ replicas: 1 });
  expect(run.resources.filter(({ name }) => /scheduler-(autoscaler|queue-scaling|disruption)/.test(name))).toEqual([]);
});

test("each part answers to the load balancer at its contract's path", async () => {
  const { resources } = await planned("staging");
  const paths = resources
    .filter(({ type }) => type === "aws:lb/targetGroup:TargetGroup")
    .map(({ name, inputs }) => [name, Object(inputs["healthCheck"]).path, inputs["port"]]);

  expect(Object.fromEntries(paths.map(([name, ...rest]) => [name, rest]))).toEqual({
    "automl-landing-targets": ["/_stcore/health", 8501],
    "automl-app-targets": ["/_stcore/health", 8501],
    "automl-api-targets": ["/health", 8000],
    "automl-mlflow-targets": ["/health", 5000],
  });
});

describe("storage", () => {
  test("s3 makes five buckets, and only the reports are public, through a CDN", async () => {
    const run = await planned("staging");

    expect(countOf(run, /^aws:s3\/bucket:Bucket$/)).toBe(6);
    expect(countOf(run, /^aws:cloudfront\/distribution/)).toBe(1);
  });

  test("none makes no bucket, grants nothing on S3 and tells nobody of one", async () => {
    const run = await withSetting("storage", "none");
    const policies = run.resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");

    expect(run.resources.filter(({ name, type }) => /^automl/.test(name) && /^aws:(s3|cloudfront)/.test(type))).toEqual(
      [],
    );
    expect(policies.filter(({ inputs }) => JSON.stringify(inputs["policy"]).includes("s3:"))).toEqual([]);
    expect(Object.keys(variables(run, "automl-api")).filter((name) => /S3|MINIO/.test(name))).toEqual([]);
    expect(variables(run, "automl-mlflow")).toMatchObject({ MLFLOW_ARTIFACTS_DESTINATION: "/tmp/artifacts" });
  });

  test("gcs names the buckets elsewhere, and a pod shows a token of its own instead of a key", async () => {
    const credentials = join(mkdtempSync(join(tmpdir(), "atelier-")), "federation.json");
    const audience = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/eks";
    writeFileSync(
      credentials,
      JSON.stringify({ type: "external_account", audience, credential_source: { file: "/var/run/google/token" } }),
    );
    const names = { models: "m-models", datasets: "m-datasets", artifacts: "m-artifacts", reports: "m-reports" };

    const run = await withSetting("storage", { gcs: { ...names, credentials } });

    expect(variables(run, "automl-cpu-worker")).toMatchObject({
      S3_BUCKET_MODELS: "m-models",
      GOOGLE_APPLICATION_CREDENTIALS: "/var/run/google/configuration.json",
    });
    expect(variables(run, "automl-mlflow")).toMatchObject({ MLFLOW_ARTIFACTS_DESTINATION: "gs://m-artifacts" });
    expect(JSON.stringify(ofWorkload(run, "automl-api").inputs)).toContain(`"audience":"https:${audience}"`);
    expect(run.resources.filter(({ name, type }) => /^automl/.test(name) && /^aws:s3/.test(type))).toEqual([]);
  });
});

describe("what others issue", () => {
  test("a model provider's key reaches the API and nobody else", async () => {
    const run = await withSetting("assistant", { openai: "automl/openai" });

    expect(variables(run, "automl-api")).toMatchObject({ OPENAI_API_KEY: "secret", ENABLE_AI_ASSISTANT: "true" });
    expect(Object.keys(variables(run, "automl-ui"))).not.toContain("OPENAI_API_KEY");
  });

  test("an identity provider's secret reaches the two parts that sign people in", async () => {
    const signIn = { kind: "okta", domain: "login.atelier.example", clientId: "automl", clientSecret: "automl/okta" };
    const run = await withSetting("signIn", signIn);

    for (const part of ["automl-api", "automl-ui"]) {
      expect(variables(run, part)).toMatchObject({ OKTA_CLIENT_SECRET: "secret", SSO_ENABLED: "true" });
    }
    expect(Object.keys(variables(run, "automl-cpu-worker"))).not.toContain("OKTA_CLIENT_SECRET");
  });
});

test("a new rotation makes every secret anew and no store", async () => {
  const before = await planned("staging");
  const after = await planned("staging", { settings: changed(staging, "rotate", "2027-01") });
  const inputs = (run: Run) => new Map(run.resources.map((one) => [one.urn, one]));
  const [old, now] = [inputs(before), inputs(after)];

  const keepers = [...now.values()].filter(({ type }) => type === "random:index/randomPassword:RandomPassword");
  expect(keepers.filter(({ inputs: given }) => Object(given["keepers"]).rotate === "2027-01").length).toBeGreaterThan(
    6,
  );
  expect([...now.keys()].sort()).toEqual([...old.keys()].sort());
  for (const type of [
    "aws:rds/instance:Instance",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:s3/bucket:Bucket",
  ]) {
    for (const one of before.resources.filter((resource) => resource.type === type)) {
      expect(JSON.stringify(now.get(one.urn)?.inputs)).toBe(JSON.stringify(one.inputs));
    }
  }
});
