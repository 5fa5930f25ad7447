import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../components/core/component";
import { refuse } from "../components/core/errors";
import type { EncryptionKey } from "../components/core/shapes";
import { type Days, days } from "../components/core/units";
import { firewallRules, type HostLimit, limitProblem } from "./firewall-rules";

export interface FirewallArgs {
  /** ARN of the load balancer it stands in front of. */
  readonly protects: pulumi.Output<string>;
  /** Hosts that are asked less often than a page of files is. */
  readonly limits: readonly HostLimit[];
  /** Our own public addresses: behind each are all our pods, which call as many clients at once would. */
  readonly unlimited: readonly pulumi.Output<string>[];
  /** What was refused or counted is kept this long. */
  readonly keepLogs: Days;
  /** Encrypts the log; its policy must let CloudWatch Logs use it. */
  readonly key: EncryptionKey;
}

/**
 * What nobody may read, neither in the log nor among the sampled requests of the console: who someone is, what they
 * upload, and the codes with which an identity provider sends them back.
 */
const hidden = [
  { fieldType: "SINGLE_HEADER", fieldKeys: ["authorization", "cookie"] },
  { fieldType: "SINGLE_QUERY_ARGUMENT", fieldKeys: ["access_token", "code", "id_token", "state", "token"] },
  { fieldType: "BODY" },
];

/** A web application firewall in front of a load balancer, with a log of what it refuses. */
export class Firewall extends Component {
  /** From here on every request is inspected. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    const { protects, limits, unlimited, keepLogs, key } = args;
    refuse(`firewall "${name}"`, limits.map(limitProblem));
    super("atelier:infra:Firewall", name, opts);

    const ours = new aws.wafv2.IpSet(
      this.child("own-addresses"),
      {
        name: this.physical("web acl", "own-addresses"),
        description: "Where our own pods come from",
        scope: "REGIONAL",
        ipAddressVersion: "IPV4",
        addresses: unlimited.map((address) => pulumi.interpolate`${address}/32`),
      },
      this.within,
    );
    const acl = new aws.wafv2.WebAcl(
      this.child("acl"),
      {
        name: this.physical("web acl"),
        description: "Requests to the load balancer",
        scope: "REGIONAL",
        defaultAction: { allow: {} },
        rules: firewallRules(limits, ours.arn),
        dataProtectionConfig: { dataProtections: hidden.map((field) => ({ action: "SUBSTITUTION", field })) },
        visibilityConfig: { metricName: name, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true },
      },
      this.within,
    );

    const log = new aws.cloudwatch.LogGroup(
      this.child("log"),
      { name: this.physical("waf log group"), retentionInDays: days(keepLogs), kmsKeyId: key.arn },
      this.within,
    );
    const logging = new aws.wafv2.WebAclLoggingConfiguration(
      this.child("logging"),
      {
        resourceArn: acl.arn,
        logDestinationConfigs: [log.arn],
        // What was let through is in the access log of the load balancer.
        loggingFilter: {
          defaultBehavior: "DROP",
          filters: [
            {
              behavior: "KEEP",
              requirement: "MEETS_ANY",
              conditions: [{ actionCondition: { action: "BLOCK" } }, { actionCondition: { action: "COUNT" } }],
            },
          ],
        },
      },
      this.within,
    );

    const association = new aws.wafv2.WebAclAssociation(
      this.child("association"),
      { resourceArn: protects, webAclArn: acl.arn },
      this.within,
    );

    this.ready = [association, logging];
    this.registerOutputs({});
  }
}
