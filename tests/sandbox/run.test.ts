import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../sandbox/account";
import { Refusal } from "../../sandbox/model";
import { Secret } from "../../sandbox/record";
import { run } from "../../sandbox/run";
import { deploy, named, settle } from "../support/deploy";
import { open } from "./world";

class Group extends pulumi.ComponentResource {
  readonly size = pulumi.output(3);
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:test:Group", name, {}, opts);
    this.registerOutputs({ size: this.size, word: pulumi.secret("hidden") });
  }
}

class Strange extends pulumi.CustomResource {
  constructor(name: string) {
    super("aws:foo/bar:Bar", name, {});
  }
}

const plain = { project: "atelier", stack: "test" };

describe("a run records", () => {
  test("what a program asked for beside the inputs", async () => {
    const made = await deploy(() => {
      const group = new Group("group");
      const bucket = new aws.s3.Bucket("first", { bucket: "first" }, { parent: group });
      new aws.s3.BucketPolicy(
        "policy",
        { bucket: bucket.id, policy: pulumi.secret(bucket.arn.apply(open)) },
        {
          parent: group,
          protect: true,
          retainOnDelete: true,
          deleteBeforeReplace: true,
          deletedWith: bucket,
          ignoreChanges: ["region"],
          replaceOnChanges: ["policy"],
          aliases: [{ name: "old" }],
          customTimeouts: { create: "5m" },
          dependsOn: [bucket],
        },
      );
    });
    const bucket = named(made, "first");
    expect(bucket.urn).toBe("urn:pulumi:test::atelier::atelier:test:Group$aws:s3/bucket:Bucket::first");
    expect(named(made, "policy")).toMatchObject({
      custom: true,
      parent: named(made, "group").urn,
      dependencies: [bucket.urn],
      propertyDependencies: { bucket: [bucket.urn], policy: [bucket.urn] },
      inputs: { bucket: bucket.id, policy: expect.any(Secret) },
      outputs: { policy: expect.any(Secret) },
      options: {
        protect: true,
        retainOnDelete: true,
        deleteBeforeReplace: true,
        deletedWith: bucket.urn,
        ignoreChanges: ["region"],
        replaceOnChanges: ["policy"],
        aliases: ["old"],
        customTimeouts: { create: "5m" },
      },
    });
  });

  test("components with what they expose, and types beneath types in the URN", async () => {
    const made = await deploy(() => new Group("inner", { parent: new Group("outer") }));
    expect(named(made, "outer")).toMatchObject({ custom: false, outputs: { size: 3, word: expect.any(Secret) } });
    expect(named(made, "outer")).not.toHaveProperty("id");
    expect(named(made, "inner").urn).toBe("urn:pulumi:test::atelier::atelier:test:Group$atelier:test:Group::inner");
  });

  test("the provider of a resource, and the stack with what it exports", async () => {
    const { resources, outputs } = await run(
      () => {
        const provider = new aws.Provider("aws", { region: "eu-central-1" });
        const bucket = new aws.s3.Bucket("b", { bucket: "exported" }, { provider });
        return { bucket: bucket.id, word: pulumi.secret("hidden"), list: [1, { deep: true }] };
      },
      { ...plain, account: new Account() },
    );
    const [stack] = resources;
    expect(stack).toMatchObject({ type: "pulumi:pulumi:Stack", name: "atelier-test", custom: false });
    expect(stack).not.toHaveProperty("parent");
    expect(outputs).toEqual({ bucket: "exported", word: expect.any(Secret), list: [1, { deep: true }] });
    const { urn, id } = named(resources, "aws");
    expect(named(resources, "b").options.provider).toBe(`${urn}::${id}`);
  });

  test("secrets as secrets, at any depth, also those the program adds", async () => {
    const made = await deploy(() => {
      const tags = { open: "seen", closed: pulumi.secret("hidden") };
      new aws.s3.Bucket("b", { bucket: "secretive", tags }, { additionalSecretOutputs: ["bucketDomainName"] });
    });
    const { inputs, outputs } = named(made, "b");
    expect(inputs.tags).toEqual({ open: "seen", closed: expect.any(Secret) });
    expect(outputs.bucketDomainName).toBeInstanceOf(Secret);
    expect(JSON.stringify(made)).not.toContain("hidden");
  });
});

describe("a program in a run", () => {
  test("reads its configuration, its stack and what AWS says", async () => {
    let seen: unknown;
    await deploy(
      async () => {
        const bucket = new aws.s3.Bucket("b", { bucket: "seen" });
        const zones = await aws.getAvailabilityZones({ excludeZoneIds: ["euc1-az1"] });
        seen = [
          new pulumi.Config().require("colour"),
          pulumi.getStack(),
          pulumi.getProject(),
          await settle(bucket.arn),
          zones.names,
          await settle(aws.getRegionOutput().name),
        ];
      },
      { stack: "blue", config: { "atelier:colour": "green" } },
    );
    expect(seen).toEqual([
      "green",
      "blue",
      "atelier",
      "arn:aws:s3:::seen",
      ["eu-central-1a", "eu-central-1b"],
      "eu-central-1",
    ]);
  });

  test("looks up what exists", async () => {
    const account = new Account();
    await deploy(() => new aws.s3.Bucket("b", { bucket: "models" }), { account });
    let arn: unknown;
    const reading = async () => {
      arn = await settle(aws.s3.Bucket.get("found", "models").arn);
    };
    await deploy(reading, { account });
    expect(arn).toBe("arn:aws:s3:::models");
    await expect(deploy(() => aws.s3.Bucket.get("lost", "none"), { account })).rejects.toThrow("ResourceNotFound");
  });

  test("finds nothing of the program before it", async () => {
    const once = () => deploy(() => new aws.s3.Bucket("b", { bucket: "models" }), { config: { "atelier:a": "1" } });
    expect(await once()).toEqual(await once());
    await expect(deploy(() => new pulumi.Config().require("a"))).rejects.toThrow("atelier:a");
  });
});

describe("a run fails with", () => {
  test("what the program throws, at once or later", async () => {
    const fail = (): never => {
      throw new Error("no such thing");
    };
    await expect(deploy(fail)).rejects.toThrow("no such thing");
    await expect(deploy(async () => fail())).rejects.toThrow("no such thing");
  });

  test("what the account refuses, everything at once, and the reason as the cause", async () => {
    const wrong = () => {
      new aws.s3.Bucket("one", { bucket: "One" });
      const two = new aws.ec2.Vpc("two", { cidrBlock: "10.0.0.0/8" });
      new aws.ec2.Subnet("three", { vpcId: two.id, cidrBlock: "10.0.0.0/24" });
    };
    const failure: unknown = await deploy(wrong).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AggregateError);
    const errors: readonly unknown[] = failure instanceof AggregateError ? failure.errors : [];
    expect(errors).toHaveLength(2);
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          message: expect.stringMatching(/^aws:s3\/bucket:Bucket "one": InvalidBucketName/),
          cause: expect.any(Refusal),
        }),
        expect.objectContaining({ message: expect.stringMatching(/^aws:ec2\/vpc:Vpc "two": InvalidVpc.Range/) }),
      ]),
    );
    await expect(deploy(() => new aws.s3.Bucket("one", { bucket: "One" }))).rejects.toMatchObject({
      message: expect.stringMatching(/^aws:s3\/bucket:Bucket "one": InvalidBucketName/),
    });
  });

  test("a question that nobody can answer", async () => {
    const ask = () => aws.rds.getEngineVersionOutput({ engine: "postgres", version: "9" });
    await expect(deploy(ask)).rejects.toThrow("InvalidParameterValue");
    const wonder = () => pulumi.runtime.invoke("aws:index/getWeather:getWeather", {});
    await expect(deploy(wonder)).rejects.toThrow("the sandbox knows no function");
  });

  test("a type that no table knows", async () => {
    await expect(deploy(() => new Strange("x"))).rejects.toThrow('the sandbox knows no type "aws:foo/bar:Bar"');
  });

  test("two resources of one URN", async () => {
    const twice = () => [new aws.s3.Bucket("b"), new aws.s3.Bucket("b")];
    await expect(deploy(twice)).rejects.toThrow("Duplicate resource URN");
  });

  test("a resource of AWS that does not say with which provider", async () => {
    const loose = () => new aws.s3.Bucket("b", { bucket: "loose" });
    await expect(run(loose, { ...plain, account: new Account() })).rejects.toThrow(
      "Default provider for 'aws' disabled. 'aws:s3/bucket:Bucket' must use an explicit provider.",
    );
  });

  test("an error inside apply, without hanging and without ending the process", async () => {
    // In a process of its own, because jest listens for unhandled rejections itself.
    const script = join(__dirname, "..", "support", "failing-apply.ts");
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script]);
    expect(stdout.trim().split("\n")).toEqual(["caught: inside apply", "second run: 1 resource"]);
  });
});

describe("a program that waits for something that never comes", () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test("is given up on", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    const stuck = run(() => new Promise(() => {}), { ...plain, account: new Account() });
    const outcome = expect(stuck).rejects.toThrow("the program stopped asking");
    await jest.advanceTimersByTimeAsync(60_000);
    await outcome;
  });
});

test("stack traces are off while a program runs, unless they are asked for, and on again afterwards", async () => {
  const before = Error.stackTraceLimit;
  const limits: number[] = [];
  const look = () => {
    limits.push(Error.stackTraceLimit);
  };
  await run(look, { ...plain, account: new Account() });
  await run(look, { ...plain, account: new Account(), traces: true });
  expect(limits).toEqual([0, before]);
  expect(Error.stackTraceLimit).toBe(before);
});
