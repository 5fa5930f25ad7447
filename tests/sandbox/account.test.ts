import { describe, expect, test } from "@jest/globals";
import { Account } from "../../sandbox/account";
import type { FaultKind } from "../../sandbox/faults";
import { Refusal } from "../../sandbox/model";
import { Secret } from "../../sandbox/record";
import { furnish, open, valid, World } from "./world";

const vpc = { cidrBlock: "10.0.0.0/16" };
const type = "aws:ec2/vpc:Vpc";
const urn = (name: string): string => `urn:pulumi:test::atelier::${type}::${name}`;
const day = 24 * 60 * 60;

describe("what the account makes", () => {
  test("has the same ids in every account of the same number, and others elsewhere", () => {
    const asked = { urn: urn("main"), type, name: "main", inputs: vpc };
    const { id } = new Account().create(asked);
    expect(new Account().create(asked).id).toBe(id);
    expect(new Account({ id: "444455556666" }).create(asked).id).not.toBe(id);
  });

  test("carries the provider's default tags beneath its own", () => {
    const { outputs } = new World().make(type, { ...vpc, tags: { stack: "mine", part: "network" } });
    expect(outputs.tagsAll).toEqual({ stack: "mine", part: "network" });
    expect(new World().make(type, vpc).outputs.tagsAll).toEqual({ stack: "test" });
  });

  test("is in its provider's region, or in the one it names", () => {
    const world = new World();
    expect(world.make(type, vpc, world.providers.east).outputs.arn).toMatch("arn:aws:ec2:us-east-1:");
    expect(world.make(type, { ...vpc, region: "us-west-2" }).outputs.arn).toMatch("arn:aws:ec2:us-west-2:");
    expect(world.make(type, vpc).outputs.arn).toMatch("arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-");
  });

  test("shows as a secret what came as one, and what its provider calls one", () => {
    const world = new World();
    const { secret } = furnish(world);
    const version = world.make("aws:secretsmanager/secretVersion:SecretVersion", {
      secretId: secret.id,
      secretString: new Secret("hidden"),
    });
    expect(version.outputs.secretString).toBeInstanceOf(Secret);
    expect(world.account.read(version).outputs.arn).toBe(secret.id);

    const password = world.make("random:index/randomPassword:RandomPassword", { length: 8 });
    expect(password.outputs.result).toBeInstanceOf(Secret);
    expect(JSON.stringify(password.outputs)).not.toMatch(/[$]2a/);

    const object = world.make("kubernetes:core/v1:Secret", {
      metadata: { name: "api" },
      stringData: { password: new Secret("hidden") },
    });
    expect(JSON.stringify(object.outputs)).not.toMatch(/hidden|aGlkZGVu/);
  });

  test("may be pointed at by what others made, when they are named", () => {
    const asked = {
      urn: "urn:x",
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "web",
      inputs: { vpcId: "vpc-theirs" },
    };
    expect(() => new Account().create(asked)).toThrow("InvalidVpcID.NotFound");
    expect(() => new Account({ outside: ["vpc-others"] }).create(asked)).toThrow("InvalidVpcID.NotFound");
    expect(new Account({ outside: ["vpc-theirs"] }).create(asked).id).toMatch(/^sg-/);
    expect(new Account({ outside: "anything" }).create(asked).id).toMatch(/^sg-/);
  });

  test("gets every reason for a refusal at once", () => {
    const world = new World();
    const { role } = furnish(world);
    const inputs = { name: "-x", version: "1.2", roleArn: role.outputs.arn, vpcConfig: { subnetIds: [] } };
    expect(() => world.make("aws:eks/cluster:Cluster", inputs)).toThrow(
      /cluster name.*unsupported.*at least two zones/,
    );
  });
});

describe("changing what exists", () => {
  test("keeps its id and its name", () => {
    const world = new World();
    const { bucket } = furnish(world);
    const asked = { ...bucket, name: "models", inputs: { bucket: "atelier-models", forceDestroy: true } };
    expect(world.account.diff(bucket, asked.inputs)).toMatchObject({ changes: ["forceDestroy"], replaces: [] });
    expect(world.account.update(asked).outputs).toMatchObject({ bucket: "atelier-models", forceDestroy: true });
    expect(world.account.read(bucket).outputs).toMatchObject({ forceDestroy: true, arn: bucket.outputs.arn });
  });

  test("is refused where only a new one would do, and then nothing changed", () => {
    const world = new World();
    const { bucket } = furnish(world);
    const asked = { ...bucket, name: "models", inputs: { bucket: "atelier-other", forceDestroy: true } };
    expect(world.account.diff(bucket, asked.inputs).replaces).toEqual(["bucket"]);
    expect(() => world.account.update(asked)).toThrow("bucket cannot change");
    expect(world.account.read(bucket).outputs).toEqual(bucket.outputs);
    expect(() => world.make("aws:s3/bucket:Bucket", { bucket: "atelier-models" })).toThrow("BucketAlreadyExists");
  });

  test("does not let go of those who use it", () => {
    const world = new World();
    const { logs, group } = furnish(world);
    world.account.update({ ...logs, name: "waf", inputs: { name: "aws-waf-logs-test", retentionInDays: 7 } });
    expect(world.account.read(logs).outputs.retentionInDays).toBe(7);
    const { vpcId } = world.account.read({ type: "aws:ec2/securityGroup:SecurityGroup", id: group }).outputs;
    const net = { type, id: String(vpcId) };
    world.account.update({ ...net, urn: urn("main"), name: "main", inputs: { ...vpc, enableDnsHostnames: false } });
    expect(() => world.account.delete(net)).toThrow("DependencyViolation");
  });

  test("of what is not there is refused", () => {
    const nothing = { type, id: "vpc-0", urn: urn("x"), name: "x", inputs: vpc };
    expect(() => new Account().update(nothing)).toThrow("ResourceNotFoundException");
    expect(() => new Account().read(nothing)).toThrow("ResourceNotFoundException");
  });
});

describe("deleting is refused for", () => {
  test("a VPC, a subnet and a group that others use", () => {
    const world = new World();
    const has = furnish(world);
    expect(() => world.account.delete({ type, id: has.vpcId })).toThrow("DependencyViolation");
    expect(() => world.account.delete({ type: "aws:ec2/subnet:Subnet", id: String(has.subnetIds[0]) })).toThrow(
      "DependencyViolation",
    );
    expect(() => world.account.delete({ type: "aws:ec2/securityGroup:SecurityGroup", id: has.group })).toThrow(
      "DependencyViolation",
    );
  });

  test("a role with policies, a target group with a rule, a zone with records, a gateway that carries", () => {
    const world = new World();
    const has = furnish(world);
    const inputs = valid(has);
    const rule = (name: string) => world.make(name, { ...inputs[name] });
    rule("aws:iam/rolePolicy:RolePolicy");
    rule("aws:lb/listenerRule:ListenerRule");
    rule("aws:route53/record:Record");
    expect(() => world.account.delete(has.role)).toThrow("DeleteConflict");
    expect(() => world.account.delete({ type: "aws:lb/targetGroup:TargetGroup", id: String(has.targetGroup) })).toThrow(
      "ResourceInUse",
    );
    expect(() => world.account.delete(has.zone)).toThrow("HostedZoneNotEmpty");
    expect(() => world.account.delete({ type: "aws:ec2/internetGateway:InternetGateway", id: has.igw })).toThrow(
      "DependencyViolation",
    );
  });

  test("a bucket and a repository with something in them, unless told otherwise", () => {
    const world = new World();
    const { bucket, repository, logs } = furnish(world);
    world.account.fill(bucket);
    world.account.fill(repository);
    expect(() => world.account.delete(bucket)).toThrow("BucketNotEmpty");
    expect(() => world.account.delete(repository)).toThrow("RepositoryNotEmptyException");
    expect(() => world.account.delete(logs)).not.toThrow();

    const disposable = world.make("aws:s3/bucket:Bucket", { bucket: "atelier-review", forceDestroy: true });
    world.account.fill(disposable);
    expect(() => world.account.delete(disposable)).not.toThrow();
  });

  test("a bucket into which a load balancer logs", () => {
    const world = new World();
    const has = furnish(world);
    const balancer = world.make("aws:lb/loadBalancer:LoadBalancer", {
      ...valid(has)["aws:lb/loadBalancer:LoadBalancer"],
    });
    world.account.delete(balancer);
    expect(() => world.account.delete(has.bucket)).toThrow("BucketNotEmpty");
  });

  test.each([
    ["aws:rds/instance:Instance", "deletionProtection", "InvalidParameterCombination: Cannot delete protected"],
    ["aws:eks/cluster:Cluster", "deletionProtection", "InvalidRequestException"],
    ["aws:lb/loadBalancer:LoadBalancer", "enableDeletionProtection", "OperationNotPermitted"],
    ["aws:cloudwatch/logGroup:LogGroup", "deletionProtectionEnabled", "ValidationException"],
  ])("%s with %s", (protectedType, input, refusal) => {
    const world = new World();
    const inputs = valid(furnish(world))[protectedType];
    const made = world.make(protectedType, { ...inputs, [input]: true });
    expect(() => world.account.delete(made)).toThrow(refusal);
    world.account.update({ ...made, name: "x", inputs: { ...inputs, [input]: false } });
    expect(() => world.account.delete(made)).not.toThrow();
  });

  test("a database that must leave a snapshot without a name", () => {
    const world = new World();
    const inputs = { ...valid(furnish(world))["aws:rds/instance:Instance"], skipFinalSnapshot: false };
    const made = world.make("aws:rds/instance:Instance", inputs);
    expect(() => world.account.delete(made)).toThrow("FinalDBSnapshotIdentifier is required");
  });
});

describe("deleting", () => {
  test("leaves the final snapshot of a database", () => {
    const world = new World();
    const inputs = valid(furnish(world))["aws:rds/instance:Instance"];
    const named = { ...inputs, skipFinalSnapshot: false, finalSnapshotIdentifier: "last" };
    world.account.delete(world.make("aws:rds/instance:Instance", named));
    expect(world.account.all("aws:rds/snapshot:Snapshot")).toMatchObject([
      { id: "last", outputs: { allocatedStorage: 50 } },
    ]);
  });

  test("keeps the name of a secret until its recovery window is over, and then frees it", () => {
    const world = new World();
    const inputs = { name: "atelier/once", recoveryWindowInDays: 7 };
    world.account.delete(world.make("aws:secretsmanager/secret:Secret", inputs));
    expect(() => world.make("aws:secretsmanager/secret:Secret", inputs)).toThrow("InvalidRequestException");
    world.account.wait(7 * day);
    expect(world.make("aws:secretsmanager/secret:Secret", inputs).outputs.name).toBe("atelier/once");
  });

  test("frees the name of a secret at once when there is no window", () => {
    const world = new World();
    const inputs = { name: "atelier/once", recoveryWindowInDays: 0 };
    world.account.delete(world.make("aws:secretsmanager/secret:Secret", inputs));
    expect(() => world.make("aws:secretsmanager/secret:Secret", inputs)).not.toThrow();
  });

  test("takes along what lives inside: listeners and rules, objects of a namespace and of a cluster", () => {
    const world = new World();
    const has = furnish(world);
    const inputs = valid(has);
    world.make("kubernetes:apps/v1:Deployment", { ...inputs["kubernetes:apps/v1:Deployment"] });
    const { provider } = world.make("kubernetes:core/v1:Namespace", { metadata: { name: "other" } });
    world.account.delete({ type: "kubernetes:core/v1:Namespace", id: "automl", ...(provider && { provider }) });
    expect(world.account.all("kubernetes:apps/v1:Deployment")).toEqual([]);
    expect(world.account.all("kubernetes:core/v1:Namespace")).toHaveLength(1);

    world.account.delete(has.balancer);
    expect(world.account.all("aws:lb/listener:Listener")).toEqual([]);

    const own = world.make("pulumi:providers:kubernetes", {
      kubeconfig: "{}",
      clusterIdentifier: has.cluster.outputs.arn,
    });
    world.make("kubernetes:core/v1:Namespace", { metadata: { name: "inside" } }, `${own.urn}::${own.id}`);
    world.account.delete(has.cluster);
    expect(world.account.all("kubernetes:core/v1:Namespace").map(({ id }) => id)).toEqual(["other"]);
  });

  test("of the log group of a cluster that stands leaves one that the service makes again", () => {
    const world = new World();
    const { cluster } = furnish(world);
    const group = world.make("aws:cloudwatch/logGroup:LogGroup", { name: "/aws/eks/main/cluster", retentionInDays: 7 });
    world.account.delete(group);
    expect(world.account.read(group).outputs).not.toHaveProperty("retentionInDays");
    world.account.delete(cluster);
    world.account.delete(group);
    expect(() => world.account.read(group)).toThrow("ResourceNotFoundException");
  });

  test("what is gone already is no fault", () => {
    expect(() => new Account().delete({ type, id: "vpc-0" })).not.toThrow();
  });
});

describe("a fault", () => {
  const attempts = (kind: FaultKind) => {
    const account = new Account({ faults: [{ at: 2, kind }] });
    const make = (name: string) => account.create({ urn: urn(name), type, name, inputs: vpc });
    make("first");
    return { account, make };
  };

  test.each([
    ["throttling", "ThrottlingException"],
    ["no capacity", "InsufficientInstanceCapacity"],
    ["quota", "LimitExceeded"],
    ["role not known yet", "InvalidParameterValueException"],
  ] as const)("of %s refuses that one operation, and the next attempt succeeds", (kind, code) => {
    const { account, make } = attempts(kind);
    expect(() => make("second")).toThrow(code);
    expect(account.remaining()).toHaveLength(1);
    expect(() => make("second")).not.toThrow();
  });

  test("of crash makes the thing, of which nobody hears", () => {
    const { account, make } = attempts("crash");
    expect(() => make("second")).toThrow("connection");
    expect(account.remaining()).toHaveLength(2);
  });

  test("strikes updates and deletions too", () => {
    const throttled = attempts("throttling").account;
    const [thing] = throttled.remaining();
    expect(() => throttled.delete({ type, id: thing?.id ?? "" })).toThrow("ThrottlingException");
    expect(() => throttled.delete({ type, id: thing?.id ?? "" })).not.toThrow();

    const crashed = attempts("crash").account;
    const asked = { urn: urn("first"), type, name: "first", id: crashed.remaining()[0]?.id ?? "" };
    expect(() => crashed.update({ ...asked, inputs: { ...vpc, enableDnsHostnames: true } })).toThrow("connection");
    expect(crashed.read(asked).outputs.enableDnsHostnames).toBe(true);
  });
});

test("a type that no table knows is an error of ours, and no refusal of AWS", () => {
  const wonder = () => new Account().create({ urn: "urn:x", type: "aws:foo/bar:Bar", name: "x", inputs: {} });
  expect(wonder).toThrow('the sandbox knows no type "aws:foo/bar:Bar"');
  expect(wonder).not.toThrow(Refusal);
});

test("one cluster's objects do not meet another's", () => {
  const world = new World();
  furnish(world);
  const provider = world.make("pulumi:providers:kubernetes", { kubeconfig: "other" });
  const inputs = { metadata: { name: "automl" } };
  expect(() => world.make("kubernetes:core/v1:Namespace", inputs)).toThrow("AlreadyExists");
  expect(world.make("kubernetes:core/v1:Namespace", inputs, `${provider.urn}::${provider.id}`).id).toBe("automl");
});

test("a policy that lets everyone in is accepted where nothing blocks it", () => {
  const world = new World();
  const { bucket } = furnish(world);
  const policy = { bucket: bucket.id, policy: open(String(bucket.outputs.arn)) };
  expect(world.make("aws:s3/bucketPolicy:BucketPolicy", policy).id).toBe(bucket.id);
});
