import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "./core/component";
import type { EncryptionKey } from "./core/shapes";
import { type Days, days } from "./core/units";
import { type Here, here } from "./here";

export interface PostgresWatchArgs {
  /** What RDS calls the server. */
  readonly identifier: pulumi.Output<string>;
  readonly key: EncryptionKey;
  readonly keepLogs: Days;
}

/** The logs that RDS writes for PostgreSQL: of the server, and of a major upgrade. */
const exported = ["postgresql", "upgrade"];

/** What makes a server's past visible: its logs, its system once a minute, and its queries for a week. */
export class PostgresWatch extends Component {
  /** Goes into the server's arguments. */
  readonly settings: Partial<aws.rds.InstanceArgs>;
  /** What must stand before the server. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, { identifier, key, keepLogs }: PostgresWatchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:data:PostgresWatch", name, opts);
    const where = here(this);

    // Made first: RDS makes those it does not find, unencrypted, and keeps their content for ever.
    const logs = exported.map(
      (log) =>
        new aws.cloudwatch.LogGroup(
          this.child(`${log}-log`),
          {
            name: pulumi.interpolate`/aws/rds/instance/${identifier}/${log}`,
            retentionInDays: days(keepLogs),
            kmsKeyId: key.arn,
          },
          this.within,
        ),
    );
    const role = new aws.iam.Role(
      this.child("monitoring"),
      {
        name: this.physical("iam role", "monitoring"),
        assumeRolePolicy: pulumi.all([where, identifier]).apply(([at, server]) => JSON.stringify(trust(at, server))),
      },
      this.within,
    );
    const policy = new aws.iam.RolePolicyAttachment(
      this.child("monitoring-policy"),
      {
        role: role.name,
        policyArn: where.apply(
          ({ partition }) => `arn:${partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
        ),
      },
      this.within,
    );

    this.settings = {
      enabledCloudwatchLogsExports: exported,
      monitoringInterval: 60,
      monitoringRoleArn: role.arn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: key.arn,
      // The most that costs nothing.
      performanceInsightsRetentionPeriod: 7,
    };
    this.ready = [...logs, policy];
    this.registerOutputs({});
  }
}

/** RDS may take the role for this server only (RDS user guide, "Creating an IAM role for Enhanced Monitoring"). */
const trust = ({ partition, account, region }: Here, server: string): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "monitoring.rds.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringLike: { "aws:SourceArn": `arn:${partition}:rds:${region}:${account}:db:${server}` },
        StringEquals: { "aws:SourceAccount": account },
      },
    },
  ],
});
