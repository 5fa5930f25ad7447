import { expect, test } from "@jest/globals";
import * as random from "@pulumi/random";
import { Cache, type CacheArgs } from "../../components/cache";
import { nobody } from "../../components/cache-acl";
import type { Recorded } from "../../sandbox/record";
import { deploy, named } from "../support/deploy";
import { clients, hidden, key, keyArn, network } from "./data-parts";

const make = (args: Partial<CacheArgs> = {}) =>
  new Cache("cache", {
    network: network(),
    clients,
    key,
    data: "kept",
    node: "cache.t4g.small",
    standby: true,
    ...args,
  });
const made = (args: Partial<CacheArgs> = {}) => deploy(() => make(args));
const serverIn = (resources: readonly Recorded[]) => named(resources, "cache-server");

test("the cache is Valkey with one keyspace, encrypted at rest and on the way", async () => {
  expect(serverIn(await made()).inputs).toMatchObject({
    engine: "valkey",
    engineVersion: "8.2",
    clusterMode: "disabled",
    atRestEncryptionEnabled: true,
    kmsKeyId: keyArn,
    transitEncryptionEnabled: true,
    transitEncryptionMode: "required",
    autoMinorVersionUpgrade: true,
  });
});

test("a full cache refuses a job rather than lose one", async () => {
  expect(named(await made(), "cache-parameters").inputs).toMatchObject({
    family: "valkey8",
    parameters: [{ name: "maxmemory-policy", value: "noeviction" }],
  });
});

test("only the members of the clients' group get in, at one port", async () => {
  const resources = await made();

  expect(named(resources, "cache-clients").inputs).toMatchObject({
    referencedSecurityGroupId: "sg-0000000000000000a",
    fromPort: 6379,
    toPort: 6379,
  });
  expect(serverIn(resources).inputs).toMatchObject({
    securityGroupIds: [named(resources, "cache-group").id],
    subnetGroupName: named(resources, "cache-subnets").inputs["name"],
  });
});

test("who gives no user name may do nothing", async () => {
  const resources = await made();
  const anyone = named(resources, "cache-default-user");

  expect(anyone.inputs).toMatchObject({ userName: "default", accessString: nobody, engine: "valkey" });
  expect(named(resources, "cache-users").inputs).toMatchObject({ userIds: [anyone.inputs["userId"]] });
  expect(serverIn(resources).inputs).toMatchObject({
    userGroupIds: [named(resources, "cache-users").inputs["userGroupId"]],
  });
});

test("the password of nobody is a secret too", async () => {
  const resources = await made();
  const value = String(hidden(named(resources, "cache-default-password").outputs["result"]));

  expect(value).toHaveLength(64);
  expect(JSON.stringify(resources)).not.toContain(value);
});

test("users that join later are not thrown out by the next update", async () => {
  expect(named(await made(), "cache-users").options.ignoreChanges).toEqual(["userIds"]);
});

test("with a standby there are two nodes and one takes over; without there is one", async () => {
  expect(serverIn(await made({ standby: true })).inputs).toMatchObject({
    numCacheClusters: 2,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
  });
  expect(serverIn(await made({ standby: false })).inputs).toMatchObject({
    numCacheClusters: 1,
    automaticFailoverEnabled: false,
    multiAzEnabled: false,
  });
});

test("kept data is protected, has snapshots and leaves one; disposable data has none", async () => {
  expect(serverIn(await made({ data: "kept" }))).toMatchObject({
    inputs: {
      snapshotRetentionLimit: 7,
      finalSnapshotIdentifier: expect.stringMatching(/^test-cache-final-/),
      applyImmediately: false,
    },
    options: { protect: true },
  });
  const disposable = serverIn(await made({ data: "disposable" }));
  expect(disposable).toMatchObject({
    inputs: { snapshotRetentionLimit: 0, applyImmediately: true },
    options: { protect: false },
  });
  expect(disposable.inputs).not.toHaveProperty("finalSnapshotIdentifier");
});

test("a cache made again takes neither the name of the old one nor that of its snapshot", async () => {
  const resources = await made();

  expect(named(resources, "cache-birth").inputs).toMatchObject({ keepers: { key: keyArn } });
  expect(serverIn(resources).propertyDependencies["replicationGroupId"]).toContain(named(resources, "cache-birth").urn);
});

test.each<[Partial<CacheArgs>, string]>([
  [{ node: "cache.t4g.small x" }, 'node is "cache.t4g.small x"; allowed is a node type of ElastiCache such as'],
  [
    { network: { ...network(), dataSubnets: network().dataSubnets.slice(1) } },
    "the network has 1 data subnets; a standby wants a second zone: give the network more zones",
  ],
  [
    { standby: false, network: { ...network(), dataSubnets: [] } },
    "the network has 0 data subnets; one is needed: give the network more zones",
  ],
])("what ElastiCache would refuse is refused before anything is made (%#)", async (args, problem) => {
  await expect(made(args)).rejects.toThrow(problem);
});

test("one zone is enough without a standby", async () => {
  const one = { ...network(), dataSubnets: network().dataSubnets.slice(1) };

  await expect(made({ standby: false, network: one })).resolves.not.toEqual([]);
});

test("the server does not wait for its clients to exist, but who knows its host waits until they get through", async () => {
  const resources = await deploy(() => {
    new random.RandomId("client", { byteLength: 1, keepers: { host: make().host } });
  });
  const rule = named(resources, "cache-clients").urn;

  expect(serverIn(resources).dependencies).not.toContain(rule);
  expect(named(resources, "client").dependencies).toContain(rule);
});
