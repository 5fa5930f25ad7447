import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { nobody } from "./cache-acl";
import { Component } from "./core/component";
import { type DataClass, protection } from "./core/data-class";
import { refuse } from "./core/errors";
import type { CacheServer, EncryptionKey, PrivateNetwork } from "./core/shapes";
import { days } from "./core/units";
import { PortGuard } from "./port-guard";

export interface CacheArgs {
  readonly network: Pick<PrivateNetwork, "vpcId" | "dataSubnets">;
  /** The security group whose members may connect: that of the nodes. */
  readonly clients: pulumi.Output<string>;
  /** Encrypts the disk and the snapshots. */
  readonly key: EncryptionKey;
  /** What the data is worth. */
  readonly data: DataClass;
  /** A node type of ElastiCache. */
  readonly node: `cache.${string}.${string}`;
  /** A second node in another zone takes over within seconds. Costs as much again. */
  readonly standby: boolean;
}

const family = "valkey8";
/** ElastiCache wants major and minor, and moves the patch itself. */
const version = "8.2";

// UTC; they must not overlap.
const snapshotWindow = "22:00-23:00";
const maintenanceWindow = "sun:04:30-sun:05:30";

/** A Valkey cache on ElastiCache: private, encrypted at rest and on the way, and each product with a user of its own. */
export class Cache extends Component implements CacheServer {
  readonly host: pulumi.Output<string>;
  readonly port = 6379;
  readonly userGroupId: pulumi.Output<string>;
  readonly cidrs: readonly pulumi.Input<string>[];

  /** @throws {Mistake} when the node type is none, or a standby would have no second zone. */
  constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`cache "${name}"`, problems(args));
    super("atelier:data:Cache", name, opts);
    const { network, clients, key, data, standby } = args;
    const { protect, finalSnapshot, cacheSnapshots } = protection[data];

    const guard = new PortGuard(name, { vpcId: network.vpcId, port: this.port, clients }, this.within);
    const subnets = new aws.elasticache.SubnetGroup(
      this.child("subnets"),
      { name: this.physical("cache subnet group"), subnetIds: network.dataSubnets.map(({ id }) => id) },
      this.within,
    );
    const settings = new aws.elasticache.ParameterGroup(
      this.child("parameters"),
      {
        name: this.physical("cache parameter group", undefined, family),
        family,
        // Celery keeps its queues here. A full broker must refuse a new job, which its sender sees, rather than drop
        // an old one, which nobody does. The default, volatile-lru, drops what has an expiry: results and locks.
        parameters: [{ name: "maxmemory-policy", value: "noeviction" }],
      },
      this.within,
    );
    const users = this.users();
    // Made anew with whatever replaces the cache, so the new one can stand beside the old and its last snapshot has a
    // name that no earlier one took.
    const birth = new random.RandomId(this.child("birth"), { byteLength: 8, keepers: { key: key.arn } }, this.within);
    const server = new aws.elasticache.ReplicationGroup(
      this.child("server"),
      {
        replicationGroupId: birth.hex.apply((born) => this.physical("replication group", undefined, born)),
        description: `${name} of ${pulumi.getStack()}`,
        engine: "valkey",
        engineVersion: version,
        autoMinorVersionUpgrade: true,
        nodeType: args.node,
        // One keyspace: Celery moves a job between lists in one transaction, which a cluster refuses across slots.
        clusterMode: "disabled",
        numCacheClusters: standby ? 2 : 1,
        automaticFailoverEnabled: standby,
        multiAzEnabled: standby,
        port: this.port,
        subnetGroupName: subnets.name,
        securityGroupIds: [guard.securityGroupId],
        parameterGroupName: settings.name,
        transitEncryptionEnabled: true,
        transitEncryptionMode: "required",
        atRestEncryptionEnabled: true,
        kmsKeyId: key.arn,
        userGroupIds: [users],
        snapshotRetentionLimit: days(cacheSnapshots),
        snapshotWindow,
        maintenanceWindow,
        // Where people depend on it, what needs a restart waits for the maintenance window.
        applyImmediately: !protect,
        ...(finalSnapshot && {
          finalSnapshotIdentifier: birth.hex.apply((born) => this.physical("replication group", "final", born)),
        }),
      },
      { ...this.within, protect },
    );

    this.host = guard.whenOpen(server.primaryEndpointAddress);
    // Known once the cache stands: a group to which someone is just being added refuses to be attached to a cache.
    this.userGroupId = pulumi.all([users, server.id]).apply(([group]) => group);
    this.cidrs = network.dataSubnets.map(({ cidr }) => cidr);
    this.registerOutputs({});
  }

  /** The group of those who may log in. At first there is nobody in it but `default`, who may not. */
  private users(): pulumi.Output<string> {
    // Whoever gives no user name is `default`, so it must be there and be able to do nothing. A group for Valkey takes
    // only users that have a password (ElastiCache user guide, "Role-Based Access Control"); nobody is told this one.
    const password = new random.RandomPassword(
      this.child("default-password"),
      { length: 64, special: false },
      this.within,
    );
    const anyone = new aws.elasticache.User(
      this.child("default-user"),
      {
        userId: this.physical("cache user", "default"),
        userName: "default",
        engine: "valkey",
        accessString: nobody,
        authenticationMode: { type: "password", passwords: [password.result] },
      },
      this.within,
    );
    const group = new aws.elasticache.UserGroup(
      this.child("users"),
      { userGroupId: this.physical("cache user group"), engine: "valkey", userIds: [anyone.userId] },
      // Products join by associations of their own; without this every update would throw them out.
      { ...this.within, ignoreChanges: ["userIds"] },
    );
    return group.userGroupId;
  }
}

function problems({ node, standby, network }: CacheArgs): (string | false)[] {
  return [
    !/^cache\.[a-z0-9-]+\.[a-z0-9]+$/.test(node) &&
      `node is "${node}"; allowed is a node type of ElastiCache such as cache.t4g.small`,
    network.dataSubnets.length < (standby ? 2 : 1) &&
      `the network has ${network.dataSubnets.length} data subnets; ${standby ? "a standby wants a second zone" : "one is needed"}: give the network more zones`,
  ];
}
