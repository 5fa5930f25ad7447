import { describe, expect, test } from "@jest/globals";
import { Account } from "../../sandbox/account";
import { Refusal } from "../../sandbox/model";
import { Secret } from "../../sandbox/record";
import { functions } from "../../sandbox/tables";
import { furnish, World } from "./world";

const zones = "aws:index/getAvailabilityZones:getAvailabilityZones";
const ask = (token: string, args = {}, region = "eu-central-1") => new Account({ region }).invoke(token, args);

describe("zones", () => {
  test("have names and ids in the same order, which is not that of the letters", () => {
    expect(ask(zones)).toMatchObject({
      names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
      zoneIds: ["euc1-az2", "euc1-az3", "euc1-az1"],
    });
  });

  test("are left out by id, by name and by filter", () => {
    expect(ask(zones, { excludeZoneIds: ["use1-az3"] }, "us-east-1").zoneIds).not.toContain("use1-az3");
    expect(ask(zones, { excludeNames: ["eu-central-1a"] }).names).toEqual(["eu-central-1b", "eu-central-1c"]);
    const filter = (name: string, values: readonly string[]) => ask(zones, { filters: [{ name, values }] }).names;
    expect(filter("opt-in-status", ["opt-in-not-required"])).toHaveLength(3);
    expect(filter("opt-in-status", ["opted-in"])).toHaveLength(0);
    expect(filter("zone-id", ["euc1-az1"])).toEqual(["eu-central-1c"]);
    expect(filter("zone-name", ["eu-central-1a"])).toEqual(["eu-central-1a"]);
    expect(filter("region-name", ["us-east-1"])).toEqual([]);
    expect(() => filter("colour", ["red"])).toThrow("InvalidParameterValue");
    expect(ask(zones, { state: "impaired" }).names).toEqual([]);
  });
});

test("the account says who asks and where", () => {
  expect(ask("aws:index/getCallerIdentity:getCallerIdentity")).toMatchObject({ accountId: "111122223333" });
  expect(ask("aws:index/getRegion:getRegion")).toMatchObject({ name: "eu-central-1", region: "eu-central-1" });
  expect(ask("aws:index/getPartition:getPartition")).toMatchObject({ partition: "aws" });
});

test("a provider's region answers for what is asked through it", () => {
  const world = new World();
  expect(world.account.invoke("aws:index/getRegion:getRegion", {}, world.providers.east)).toMatchObject({
    name: "us-east-1",
  });
});

test("the newest minor of a PostgreSQL, and nothing of one that is not there", () => {
  const token = "aws:rds/getEngineVersion:getEngineVersion";
  expect(ask(token, { engine: "postgres", version: "18" })).toMatchObject({ parameterGroupFamily: "postgres18" });
  expect(ask(token, { engine: "postgres", version: "18" }).version).toMatch(/^18\.\d+$/);
  expect(ask(token, { engine: "postgres", preferredVersions: ["17"] }).version).toMatch(/^17\./);
  expect(() => ask(token, { engine: "postgres", version: "9" })).toThrow("InvalidParameterValue");
  expect(() => ask(token, { engine: "mysql", version: "18" })).toThrow("InvalidParameterValue");
});

test("the build of an add-on, of a Kubernetes that EKS has", () => {
  const token = "aws:eks/getAddonVersion:getAddonVersion";
  expect(ask(token, { addonName: "coredns", kubernetesVersion: "1.36" }).version).toMatch(/^v[\d.]+-eksbuild\.\d+$/);
  expect(() => ask(token, { addonName: "none", kubernetesVersion: "1.36" })).toThrow("not supported");
  expect(() => ask(token, { addonName: "coredns", kubernetesVersion: "1.2" })).toThrow("unsupported");
});

test("the value of a secret is a secret, found by name or ARN, once there is one", () => {
  const token = "aws:secretsmanager/getSecretVersion:getSecretVersion";
  const world = new World();
  const { secret } = furnish(world);
  expect(() => world.account.invoke(token, { secretId: secret.id })).toThrow("ResourceNotFoundException");
  world.make("aws:secretsmanager/secretVersion:SecretVersion", { secretId: secret.id, secretString: "hidden" });
  for (const secretId of [secret.id, "atelier/api"]) {
    const { secretString } = world.account.invoke(token, { secretId });
    expect(secretString).toBeInstanceOf(Secret);
    expect(secretString instanceof Secret && secretString.reveal()).toBe("hidden");
  }
});

test.each([
  ["aws:cloudfront/getCachePolicy:getCachePolicy", "Managed-CachingOptimized"],
  ["aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy", "Managed-CORS-S3Origin"],
  ["aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy", "Managed-SecurityHeadersPolicy"],
])("%s finds what AWS keeps by name and by id", (token, name) => {
  const { id } = ask(token, { name });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(ask(token, { id })).toMatchObject({ name });
  expect(() => ask(token, { name: "Managed-None" })).toThrow("NoSuchPolicy");
});

test("a function that no table knows is an error of ours, and no refusal of AWS", () => {
  const wonder = () => ask("aws:index/getWeather:getWeather");
  expect(wonder).toThrow('the sandbox knows no function "aws:index/getWeather:getWeather"');
  expect(wonder).not.toThrow(Refusal);
  expect(Object.keys(functions)).not.toContain("aws:index/getWeather:getWeather");
});
