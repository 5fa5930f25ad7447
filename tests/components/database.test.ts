import { expect, test } from "@jest/globals";
import * as random from "@pulumi/random";
import type { Access } from "../../components/core/access";
import { Database, type DatabaseArgs } from "../../components/database";
import { scramVerifier } from "../../components/scram";
import type { Recorded } from "../../sandbox/record";
import { deploy, named, settle } from "../support/deploy";
import { databaseServer, hidden, json, key, keyArn, masterSecretArn, network } from "./data-parts";
import { at, digest, namespace } from "./workload-parts";

const make = (args: Partial<DatabaseArgs> = {}) =>
  new Database("automl-db", {
    server: databaseServer,
    namespace: { ...namespace(), network: network() },
    database: "automl",
    key,
    data: "kept",
    rotate: "2026-11",
    images: { awsCli: digest, postgres: digest },
    ...args,
  });
const made = (args: Partial<DatabaseArgs> = {}) => deploy(() => make(args));
const jobIn = (resources: readonly Recorded[]) => named(resources, "automl-db-setup", "kubernetes:batch/v1:Job");
const passwordIn = (resources: readonly Recorded[]) =>
  String(hidden(named(resources, "automl-db-password-value").outputs["result"]));
const pod = "spec.template.spec";

test("the Job may read the master's secret, use its key for that secret, and no more", async () => {
  const resources = await made();

  expect(json(named(resources, "automl-db-setup-policy", "aws:iam/rolePolicy:RolePolicy").inputs["policy"])).toEqual({
    Version: "2012-10-17",
    Statement: expect.arrayContaining([
      { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [masterSecretArn] },
      {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [keyArn],
        Condition: { StringEquals: { "kms:EncryptionContext:SecretARN": masterSecretArn } },
      },
    ]),
  });
});

test("the Job may reach the server and AWS, and nothing may reach it", async () => {
  const policy = named(await made(), "automl-db-setup-policy", "kubernetes:networking.k8s.io/v1:NetworkPolicy");

  expect(at(policy, "spec.policyTypes")).toContain("Ingress");
  expect(at(policy, "spec.ingress")).toBeUndefined();
  expect(at(policy, "spec.podSelector.matchLabels")).toEqual({ "app.kubernetes.io/name": "automl-db-setup" });
  expect(at(policy, "spec.egress")).toContainEqual({
    to: [{ ipBlock: { cidr: "10.20.2.0/24" } }, { ipBlock: { cidr: "10.20.3.0/24" } }],
    ports: [{ protocol: "TCP", port: 5432 }],
  });
});

test("the Job speaks TLS, and the master's password stands in memory only", async () => {
  const job = jobIn(await made());

  expect(at(job, `${pod}.containers.0.env`)).toEqual(
    expect.arrayContaining([
      { name: "PGHOST", value: "db.atelier.example" },
      { name: "PGSSLMODE", value: "require" },
      { name: "PGSERVICEFILE", value: "/run/master/service.conf" },
    ]),
  );
  expect(at(job, `${pod}.initContainers.0.env`)).toEqual(
    expect.arrayContaining([
      { name: "AWS_REGION", value: "eu-central-1" },
      { name: "MASTER_SECRET", value: masterSecretArn },
    ]),
  );
  expect(at(job, `${pod}.volumes`)).toContainEqual({
    name: "master",
    emptyDir: { medium: "Memory", sizeLimit: "1Mi" },
  });
});

test("the pod keeps to the restricted standard, with a size and an end", async () => {
  const job = jobIn(await made());

  expect(at(job, `${pod}.securityContext`)).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  });
  for (const container of ["initContainers.0", "containers.0"]) {
    expect(at(job, `${pod}.${container}.securityContext`)).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(at(job, `${pod}.${container}.resources`)).toEqual({
      requests: { cpu: "50m", memory: "256Mi" },
      limits: { memory: "256Mi" },
    });
    expect(at(job, `${pod}.${container}.image`)).toBe(digest);
  }
  expect(at(job, pod)).toMatchObject({ automountServiceAccountToken: false, restartPolicy: "Never" });
  expect(at(job, "spec")).toMatchObject({ backoffLimit: 6, activeDeadlineSeconds: 600 });
});

test("a Job that is done stays, or the next refresh would run it again; one that failed is made anew", async () => {
  const job = jobIn(await made());

  expect(at(job, "spec.ttlSecondsAfterFinished")).toBeUndefined();
  expect(at(job, "metadata.annotations")).toEqual({ "pulumi.com/replaceUnready": "true" });
});

test("another rotation, database or image is another Job; the same is the same", async () => {
  const nameOf = async (args: Partial<DatabaseArgs>) => at(jobIn(await made(args)), "metadata.name");
  const other = digest.replace(/0$/, "1");
  const given = [
    await nameOf({}),
    await nameOf({ rotate: "2026-12" }),
    await nameOf({ database: "other" }),
    await nameOf({ images: { awsCli: digest, postgres: other } }),
  ];

  expect(new Set(given).size).toBe(given.length);
  expect(await nameOf({})).toBe(given[0]);
  expect(String(given[0])).toMatch(/^automl-db-setup-[a-z0-9]{7}$/);
});

test("the server is told what to store of the password, and the Job never sees the password itself", async () => {
  const resources = await made();
  const secret = named(resources, "automl-db-setup-secret");
  const login = `automl_w90rsll`;

  expect(at(jobIn(resources), `${pod}.containers.0.env`)).toContainEqual({
    name: "LOGIN_VERIFIER",
    valueFrom: { secretKeyRef: { name: at(secret, "metadata.name"), key: "LOGIN_VERIFIER" } },
  });
  expect(hidden(secret.inputs["stringData"])).toEqual({
    LOGIN_VERIFIER: scramVerifier(login, passwordIn(resources)),
  });
});

test("neither the password nor what is stored of it stands anywhere in the open", async () => {
  const resources = await made();
  const open = JSON.stringify(resources);

  expect(open).not.toContain(passwordIn(resources));
  expect(open).not.toContain("SCRAM-SHA-256$");
});

test("the Job waits for its identity, its policy and the cluster, and goes with the cluster", async () => {
  const resources = await made();
  const job = jobIn(resources);
  const urns = ["automl-db-setup-association", "controllers"].map((name) => named(resources, name).urn);

  expect(job.dependencies).toEqual(expect.arrayContaining(urns));
  expect(job.options.deletedWith).toBe(named(resources, "control-plane").urn);
  expect(job.options.customTimeouts.create).toBe("15m");
});

test("a product finds its database under the names of its contract", async () => {
  const given: Access[] = [];
  const resources = await deploy(() => {
    given.push(make().connect());
  });
  const [access] = await settle(given);
  const password = passwordIn(resources);

  expect(access).toEqual({
    intent: "use database automl",
    statements: [],
    env: {
      POSTGRES_HOST: "db.atelier.example",
      POSTGRES_PORT: "5432",
      POSTGRES_DB: "automl",
      POSTGRES_USER: "automl_w90rsll",
    },
    secrets: {
      POSTGRES_PASSWORD: password,
      DATABASE_URL: `postgresql://automl_w90rsll:${password}@db.atelier.example:5432/automl?sslmode=require`,
    },
    reach: [{ to: "addresses", what: "database", cidrs: ["10.20.2.0/24", "10.20.3.0/24"], port: 5432 }],
  });
});

test("whoever knows the login waits for the Job that makes it", async () => {
  const resources = await deploy(() => {
    const { POSTGRES_USER: value = "" } = make().connect().env;
    new random.RandomId("client", { byteLength: 1, keepers: { value } });
  });

  expect(named(resources, "client").dependencies).toContain(jobIn(resources).urn);
});

test("a name that PostgreSQL would not take is refused before anything is made", async () => {
  await expect(made({ database: "auto-ml" })).rejects.toThrow(
    'database "automl-db":\n  - database is "auto-ml"; allowed',
  );
});
