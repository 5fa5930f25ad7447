import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import type { EncryptionKey } from "../components/core/shapes";
import { type Days, days } from "../components/core/units";

export interface FlowLogsArgs {
  readonly vpc: aws.ec2.Vpc;
  readonly flowLogs: "all" | "rejected";
  readonly keepLogs: Days;
  /** @default - CloudWatch's own key encrypts them */
  readonly key?: EncryptionKey;
}

/** Who spoke to whom in a network, or tried to, in a log group of its own. */
export class FlowLogs extends Component {
  constructor(name: string, { vpc, flowLogs, keepLogs, key }: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:infra:FlowLogs", name, opts);

    const group = new aws.cloudwatch.LogGroup(
      this.child("group"),
      { namePrefix: this.physical("log group"), retentionInDays: days(keepLogs), kmsKeyId: key?.arn },
      this.within,
    );
    const role = new aws.iam.Role(
      this.child("role"),
      { name: this.physical("iam role"), assumeRolePolicy: trust(vpc) },
      this.within,
    );
    const policy = new aws.iam.RolePolicy(
      this.child("policy"),
      { role: role.name, policy: mayWrite(group) },
      this.within,
    );
    new aws.ec2.FlowLog(
      this.child("log"),
      {
        vpcId: vpc.id,
        trafficType: flowLogs === "all" ? "ALL" : "REJECT",
        logDestinationType: "cloud-watch-logs",
        logDestination: group.arn,
        iamRoleArn: role.arn,
      },
      { ...this.within, dependsOn: [policy] },
    );
    this.registerOutputs({});
  }
}

/** Only for flow logs of this account and region. (VPC user guide, "IAM role for publishing flow logs".) */
const trust = (vpc: aws.ec2.Vpc) =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: { "aws:SourceArn": vpc.arn.apply((arn) => arn.replace(/:vpc\/.*$/, ":vpc-flow-log/*")) },
        },
      },
    ],
  });

const mayWrite = (group: aws.cloudwatch.LogGroup) =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [group.arn, pulumi.interpolate`${group.arn}:*`],
      },
    ],
  });
