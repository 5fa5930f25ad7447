import { expect, test } from "@jest/globals";
import * as random from "@pulumi/random";
import { Postgres, type PostgresArgs } from "../../components/postgres";
import type { Recorded } from "../../sandbox/record";
import { deploy, named, settle, typed } from "../support/deploy";
import { clients, json, key, keyArn, network } from "./data-parts";

const make = (args: Partial<PostgresArgs> = {}) =>
  new Postgres("postgres", {
    network: network(),
    clients,
    key,
    data: "kept",
    instance: "db.t4g.medium",
    storage: { initial: "20Gi", limit: "200Gi" },
    standby: true,
    keepLogs: "365 days",
    ...args,
  });
const made = (args: Partial<PostgresArgs> = {}) => deploy(() => make(args));
const serverIn = (resources: readonly Recorded[]) => named(resources, "postgres-server");

test("the server is private, encrypted with the key, and speaks TLS only", async () => {
  const resources = await made();

  expect(serverIn(resources).inputs).toMatchObject({
    engine: "postgres",
    engineVersion: "18",
    publiclyAccessible: false,
    storageEncrypted: true,
    kmsKeyId: keyArn,
    caCertIdentifier: "rds-ca-rsa2048-g1",
    copyTagsToSnapshot: true,
    autoMinorVersionUpgrade: true,
  });
  expect(named(resources, "postgres-parameters").inputs).toMatchObject({
    family: "postgres18",
    parameters: expect.arrayContaining([{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }]),
  });
});

test("nobody types or sees the master password", async () => {
  const { inputs } = serverIn(await made());

  expect(inputs).toMatchObject({
    username: "atelier",
    manageMasterUserPassword: true,
    masterUserSecretKmsKeyId: keyArn,
  });
  expect(inputs).not.toHaveProperty("password");
});

test("only the members of the clients' group get in, at one port, and nothing gets out", async () => {
  const resources = await made();
  const rules = resources.filter(({ type }) => type.includes("SecurityGroup") && type.includes("Rule"));

  expect(rules.map(({ inputs }) => inputs)).toEqual([
    {
      securityGroupId: named(resources, "postgres-group").id,
      referencedSecurityGroupId: "sg-0000000000000000a",
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      description: "Clients of postgres",
    },
  ]);
  expect(named(resources, "postgres-group").inputs).not.toHaveProperty("egress");
  expect(serverIn(resources).inputs).toMatchObject({ vpcSecurityGroupIds: [named(resources, "postgres-group").id] });
});

test("it stands in the data subnets", async () => {
  expect(named(await made(), "postgres-subnets").inputs).toMatchObject({
    subnetIds: ["subnet-0000000000000000e", "subnet-0000000000000000f"],
  });
});

test("kept data is protected three times, backed up for 30 days, and leaves a snapshot", async () => {
  expect(serverIn(await made({ data: "kept" }))).toMatchObject({
    inputs: {
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: expect.stringMatching(/^test-postgres-final-/),
      backupRetentionPeriod: 30,
      applyImmediately: false,
    },
    options: { protect: true },
  });
});

test("disposable data is none of it", async () => {
  const { inputs, options } = serverIn(await made({ data: "disposable" }));

  expect(inputs).toMatchObject({
    deletionProtection: false,
    skipFinalSnapshot: true,
    backupRetentionPeriod: 1,
    applyImmediately: true,
  });
  expect(inputs).not.toHaveProperty("finalSnapshotIdentifier");
  expect(options.protect).toBe(false);
});

test("a server made again takes neither the name of the old one nor that of its snapshot", async () => {
  const namesWith = async (stack: string) => {
    const { inputs } = serverIn(await deploy(() => make(), { stack }));
    return [inputs["identifier"], inputs["finalSnapshotIdentifier"]];
  };
  const resources = await made();

  expect(named(resources, "postgres-birth").inputs).toMatchObject({ keepers: { key: keyArn } });
  expect(serverIn(resources).dependencies).toContain(named(resources, "postgres-birth").urn);
  expect(new Set([...(await namesWith("prod")), ...(await namesWith("staging"))]).size).toBe(4);
});

test("kept data is watched: logs with an end, the system every minute, queries for a week", async () => {
  const resources = await made({ data: "kept" });
  const server = serverIn(resources);

  expect(server.inputs).toMatchObject({
    enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
    monitoringInterval: 60,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: keyArn,
  });
  const logs = typed(resources, "aws:cloudwatch/logGroup:LogGroup");
  expect(logs.map(({ inputs }) => inputs)).toEqual(
    ["postgresql", "upgrade"].map((log) => ({
      name: `/aws/rds/instance/${server.inputs["identifier"]}/${log}`,
      retentionInDays: 365,
      kmsKeyId: keyArn,
    })),
  );
  for (const log of logs) expect(server.dependencies).toContain(log.urn);
});

test("only this server may report about itself", async () => {
  const resources = await made();

  expect(json(named(resources, "postgres-monitoring").inputs["assumeRolePolicy"])).toMatchObject({
    Statement: [
      {
        Principal: { Service: "monitoring.rds.amazonaws.com" },
        Condition: {
          StringLike: {
            "aws:SourceArn": `arn:aws:rds:eu-central-1:111122223333:db:${serverIn(resources).inputs["identifier"]}`,
          },
        },
      },
    ],
  });
});

test("what is not kept is not watched", async () => {
  const resources = await made({ data: "rebuildable" });

  expect(typed(resources, "aws:cloudwatch/logGroup:LogGroup")).toEqual([]);
  expect(serverIn(resources).inputs).not.toHaveProperty("monitoringInterval");
});

test("a standby is a matter of one word", async () => {
  expect(serverIn(await made({ standby: true })).inputs).toMatchObject({ multiAz: true });
  expect(serverIn(await made({ standby: false })).inputs).toMatchObject({ multiAz: false });
});

test("it says where it is, and where its master password is", async () => {
  let found: unknown;
  const resources = await deploy(async () => {
    const { host, port, masterSecretArn, cidrs } = make();
    found = { host: await settle(host), port, masterSecretArn: await settle(masterSecretArn), cidrs };
  });

  expect(found).toEqual({
    host: serverIn(resources).outputs["address"],
    port: 5432,
    masterSecretArn: expect.stringMatching(/^arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds!/),
    cidrs: ["10.20.2.0/24", "10.20.3.0/24"],
  });
});

test.each<[Partial<PostgresArgs>, string]>([
  [{ instance: "db.t4g.medium large" }, 'instance is "db.t4g.medium large"; allowed is a class'],
  [{ storage: { initial: "10Gi", limit: "200Gi" } }, "storage.initial is 10Gi; a gp3 disk of RDS has 20Gi to 65536Gi"],
  [
    { storage: { initial: "100Gi", limit: "105Gi" } },
    "storage.limit is 105Gi; allowed is a tenth more than storage.initial",
  ],
  [{ storage: { initial: "100Gi", limit: "99999Gi" } }, "storage.limit is 99999Gi"],
  [
    { network: { ...network(), dataSubnets: network().dataSubnets.slice(1) } },
    "has 1 data subnets; RDS wants two zones",
  ],
])("what RDS would refuse is refused before anything is made (%#)", async (args, problem) => {
  await expect(made(args)).rejects.toThrow(problem);
});

test("the server does not wait for its clients to exist, but who knows its host waits until they get through", async () => {
  const resources = await deploy(() => {
    new random.RandomId("client", { byteLength: 1, keepers: { host: make().host } });
  });
  const rule = named(resources, "postgres-clients").urn;

  expect(serverIn(resources).dependencies).not.toContain(rule);
  expect(named(resources, "client").dependencies).toContain(rule);
});
