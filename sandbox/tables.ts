import { acm } from "./aws/acm";
import { cloudfront, cloudfrontFunctions } from "./aws/cloudfront";
import { cloudwatch } from "./aws/cloudwatch";
import { ec2 } from "./aws/ec2";
import { ecr } from "./aws/ecr";
import { eks } from "./aws/eks";
import { eksAddons, eksFunctions } from "./aws/eks-addons";
import { eksNodes } from "./aws/eks-nodes";
import { elasticache } from "./aws/elasticache";
import { globals } from "./aws/global";
import { iam } from "./aws/iam";
import { kms } from "./aws/kms";
import { lb } from "./aws/lb";
import { rds, rdsFunctions } from "./aws/rds";
import { rdsGroups } from "./aws/rds-groups";
import { route53 } from "./aws/route53";
import { s3 } from "./aws/s3";
import { secretsmanager, secretsmanagerFunctions } from "./aws/secretsmanager";
import { securityGroups } from "./aws/security-groups";
import { vpc } from "./aws/vpc";
import { wafv2 } from "./aws/wafv2";
import { helm } from "./helm";
import { kubernetes } from "./kubernetes";
import type { Functions, Table } from "./model";
import { providers } from "./providers";
import { random } from "./random";
import { tls } from "./tls";

/** Everything that the sandbox knows how to make. */
export const resources: Table = {
  ...providers,
  ...vpc,
  ...securityGroups,
  ...ec2,
  ...iam,
  ...kms,
  ...cloudwatch,
  ...s3,
  ...ecr,
  ...secretsmanager,
  ...rdsGroups,
  ...rds,
  ...elasticache,
  ...eks,
  ...eksNodes,
  ...eksAddons,
  ...lb,
  ...acm,
  ...route53,
  ...wafv2,
  ...cloudfront,
  ...kubernetes,
  ...helm,
  ...random,
  ...tls,
};

/** Everything that it knows how to answer. */
export const functions: Functions = {
  ...globals,
  ...rdsFunctions,
  ...eksFunctions,
  ...secretsmanagerFunctions,
  ...cloudfrontFunctions,
};
