import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component } from "./core/component";
import { type DataClass, protection } from "./core/data-class";
import { Mistake, refuse } from "./core/errors";
import type { DatabaseServer, EncryptionKey, PrivateNetwork } from "./core/shapes";
import { type Days, type Disk, days, gibibytes } from "./core/units";
import { PortGuard } from "./port-guard";
import { PostgresWatch } from "./postgres-watch";

export interface PostgresArgs {
  readonly network: Pick<PrivateNetwork, "vpcId" | "dataSubnets">;
  /** The security group whose members may connect: that of the nodes. */
  readonly clients: pulumi.Output<string>;
  /** Encrypts the storage, its snapshots and the master user's password. */
  readonly key: EncryptionKey;
  /** What the data is worth. */
  readonly data: DataClass;
  /** An instance class of RDS. */
  readonly instance: `db.${string}.${string}`;
  /** The disk at first, and the size up to which RDS lets it grow by itself. It never shrinks. */
  readonly storage: { readonly initial: Disk; readonly limit: Disk };
  /** A second server in another zone takes over within a minute or two. Costs as much again. */
  readonly standby: boolean;
  /** How long the server's log is kept, where data is `kept`. */
  readonly keepLogs: Days;
}

/** Newest on RDS in autumn 2026; a major upgrade is a change of this line and of `allowMajorVersionUpgrade`. */
const major = "18";

// UTC. AWS Backup takes its copy at 02:00 and fails within an hour of either window (AWS Backup developer guide,
// "Working with Amazon RDS").
const backupWindow = "22:00-23:00";
const maintenanceWindow = "sun:04:30-sun:05:30";

/** Applied at a restart, which costs nothing here: the group is there before the server is. */
const parameters = [
  // Refuses what does not speak TLS.
  { name: "rds.force_ssl", value: "1" },
  // Who changed a schema. No password passes here: logins are made from verifiers, see `database-sql.ts`.
  { name: "log_statement", value: "ddl" },
  // What took longer than a second.
  { name: "log_min_duration_statement", value: "1000" },
].map((parameter) => ({ ...parameter, applyMethod: "pending-reboot" }));

/** A PostgreSQL server on RDS: private, encrypted, over TLS only, with a master password that nobody sees. */
export class Postgres extends Component implements DatabaseServer {
  readonly host: pulumi.Output<string>;
  readonly port = 5432;
  readonly masterSecretArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
  readonly cidrs: readonly pulumi.Input<string>[];

  /** @throws {Mistake} when the instance class, the storage or the number of data subnets is none that RDS takes. */
  constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`postgres "${name}"`, problems(args));
    super("atelier:data:Postgres", name, opts);
    const { network, clients, key, data, standby } = args;
    const { protect, finalSnapshot, backups } = protection[data];

    const guard = new PortGuard(name, { vpcId: network.vpcId, port: this.port, clients }, this.within);
    const subnets = new aws.rds.SubnetGroup(
      this.child("subnets"),
      { name: this.physical("rds subnet group"), subnetIds: network.dataSubnets.map(({ id }) => id) },
      this.within,
    );
    const settings = new aws.rds.ParameterGroup(
      this.child("parameters"),
      {
        name: this.physical("rds parameter group", undefined, major),
        family: `postgres${major}`,
        parameters,
      },
      this.within,
    );
    // Made anew with whatever replaces the server, so the new one can stand beside the old, and no name meets that of
    // a snapshot or a log that an earlier one left behind.
    const birth = new random.RandomId(this.child("birth"), { byteLength: 8, keepers: { key: key.arn } }, this.within);
    const identifier = birth.hex.apply((born) => this.physical("rds instance", undefined, born));
    const watch =
      data === "kept" ? new PostgresWatch(name, { identifier, key, keepLogs: args.keepLogs }, this.within) : undefined;
    const server = new aws.rds.Instance(
      this.child("server"),
      {
        identifier,
        engine: "postgres",
        // RDS resolves the minor, and moves it in the maintenance window; the provider compares this prefix only.
        engineVersion: major,
        autoMinorVersionUpgrade: true,
        instanceClass: args.instance,
        storageType: "gp3",
        allocatedStorage: gibibytes(args.storage.initial),
        maxAllocatedStorage: gibibytes(args.storage.limit),
        storageEncrypted: true,
        kmsKeyId: key.arn,
        username: "atelier",
        // RDS makes the password, keeps it in Secrets Manager and changes it every seven days.
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: key.arn,
        // Programs have a password each and nobody an IAM login, which would cost memory (RDS user guide, "IAM
        // database authentication": 300 to 1000 MiB).
        iamDatabaseAuthenticationEnabled: false,
        publiclyAccessible: false,
        port: this.port,
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [guard.securityGroupId],
        parameterGroupName: settings.name,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        multiAz: standby,
        backupRetentionPeriod: days(backups),
        backupWindow,
        maintenanceWindow,
        copyTagsToSnapshot: true,
        // Where people depend on it, what needs a restart waits for the maintenance window.
        applyImmediately: !protect,
        deletionProtection: protect,
        skipFinalSnapshot: !finalSnapshot,
        ...(finalSnapshot && {
          finalSnapshotIdentifier: birth.hex.apply((born) => this.physical("rds snapshot", "final", born)),
        }),
        ...watch?.settings,
      },
      { ...this.within, protect, dependsOn: [...(watch?.ready ?? [])] },
    );

    this.host = guard.whenOpen(server.address);
    this.masterSecretArn = server.masterUserSecrets.apply(([secret]) => {
      if (!secret)
        throw new Mistake(`postgres "${name}": RDS reports no secret for its master user; refresh the stack`);
      return secret.secretArn;
    });
    this.keyArn = key.arn;
    this.cidrs = network.dataSubnets.map(({ cidr }) => cidr);
    this.registerOutputs({});
  }
}

function problems({ instance, storage, network }: PostgresArgs): (string | false)[] {
  const [initial, limit] = [gibibytes(storage.initial), gibibytes(storage.limit)];
  return [
    !/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(instance) &&
      `instance is "${instance}"; allowed is a class of RDS such as db.t4g.medium`,
    // RDS user guide, "gp3 storage" and "Managing capacity automatically with storage autoscaling".
    !(initial >= 20 && initial <= 65_536) &&
      `storage.initial is ${storage.initial}; a gp3 disk of RDS has 20Gi to 65536Gi`,
    !(limit >= 1.1 * initial && limit <= 65_536) &&
      `storage.limit is ${storage.limit}; allowed is a tenth more than storage.initial (${storage.initial}) to 65536Gi`,
    network.dataSubnets.length < 2 &&
      `the network has ${network.dataSubnets.length} data subnets; RDS wants two zones: give the network more zones`,
  ];
}
