/**
 * Seconds to create and to delete, for what no source states. Assumptions of ours: quick calls take one or two
 * seconds, and whatever starts pods waits for an image.
 */
export const assumed: Readonly<Record<string, readonly [create: number, remove: number]>> = {
  "aws:cloudfront/originAccessControl:OriginAccessControl": [1, 1],
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": [1, 1],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": [2, 0],
  "aws:ec2/flowLog:FlowLog": [1, 1],
  "aws:ec2/launchTemplate:LaunchTemplate": [1, 1],
  "aws:ec2/route:Route": [1, 1],
  "aws:ec2/routeTable:RouteTable": [1, 1],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": [1, 1],
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": [1, 1],
  "aws:ecr/repository:Repository": [1, 1],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [1, 1],
  "aws:elasticache/parameterGroup:ParameterGroup": [2, 2],
  "aws:elasticache/user:User": [60, 60],
  "aws:elasticache/userGroup:UserGroup": [30, 60],
  "aws:elasticache/userGroupAssociation:UserGroupAssociation": [60, 60],
  "aws:iam/policy:Policy": [1, 1],
  "aws:iam/rolePolicy:RolePolicy": [1, 1],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [1, 1],
  "aws:kms/alias:Alias": [1, 1],
  "aws:lb/listenerRule:ListenerRule": [1, 1],
  "aws:rds/parameterGroup:ParameterGroup": [3, 3],
  "aws:rds/snapshot:Snapshot": [300, 5],
  "aws:route53/zone:Zone": [40, 40],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [30, 1],
  "aws:s3/bucketLogging:BucketLogging": [2, 1],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [1, 1],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [1, 1],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [1, 1],
  "aws:s3/bucketVersioning:BucketVersioning": [2, 1],
  "aws:secretsmanager/secretVersion:SecretVersion": [1, 1],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": [1, 1],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [1, 1],
  "aws:wafv2/ipSet:IpSet": [1, 1],
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": [1, 1],
  "kubernetes:apps/v1:DaemonSet": [30, 5],
  "kubernetes:apps/v1:Deployment": [60, 10],
  "kubernetes:apps/v1:StatefulSet": [60, 10],
  "kubernetes:batch/v1:Job": [45, 2],
  "kubernetes:core/v1:Namespace": [1, 10],
  "kubernetes:core/v1:Service": [10, 1],
  "kubernetes:helm.sh/v3:Release": [60, 20],
};

/** Anything else that a provider only writes down: an object, a secret, a provider of its own. */
export const instant: readonly [create: number, remove: number] = [1, 1];
/** Packages of which that is true. */
export const quick: readonly string[] = ["kubernetes", "pulumi", "random", "tls"];
