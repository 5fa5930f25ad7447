import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Where a component's resources are made: what ARNs and service principals are built from. */
export interface Here {
  /** `aws`, or the name of another part of AWS such as `aws-cn`. */
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** Asks the provider of `parent`, so that the answer fits whatever account and region the stack names. */
export function here(parent: pulumi.Resource): pulumi.Output<Here> {
  return pulumi
    .all([aws.getCallerIdentityOutput({}, { parent }), aws.getRegionOutput({}, { parent })])
    .apply(([caller, region]) => ({
      partition: caller.arn.split(":")[1] ?? "aws",
      account: caller.accountId,
      region: region.region,
    }));
}
