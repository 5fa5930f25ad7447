import type { Target } from "../model";

/** What resources point at, and AWS's word for a thing that is not there. */
export const vpc: Target = { types: ["aws:ec2/vpc:Vpc"], by: "id", code: "InvalidVpcID.NotFound" };
export const subnet: Target = { types: ["aws:ec2/subnet:Subnet"], by: "id", code: "InvalidSubnetID.NotFound" };
export const securityGroup: Target = {
  types: ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
  by: "id",
  code: "InvalidGroup.NotFound",
  // The groups that come with every VPC and every EKS cluster.
  given: /^sg-(default|cluster)/,
};
export const routeTable: Target = {
  types: ["aws:ec2/routeTable:RouteTable"],
  by: "id",
  code: "InvalidRouteTableID.NotFound",
  given: /^rtb-main/,
};
export const internetGateway: Target = {
  types: ["aws:ec2/internetGateway:InternetGateway"],
  by: "id",
  code: "InvalidInternetGatewayID.NotFound",
};
export const role: Target = { types: ["aws:iam/role:Role"], by: "arn", code: "NoSuchEntity" };
/** The `role` of an attachment is a name, which is also the id. */
export const roleName: Target = { types: ["aws:iam/role:Role"], by: "id", code: "NoSuchEntity" };
export const key: Target = {
  types: ["aws:kms/key:Key"],
  by: "arn",
  code: "NotFoundException",
  given: /^(alias\/aws\/|arn:aws:kms:[^:]+:\d+:alias\/aws\/)/,
};
export const logGroup: Target = {
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  by: "arn",
  code: "ResourceNotFoundException",
};
export const bucket: Target = { types: ["aws:s3/bucket:Bucket"], by: "id", code: "NoSuchBucket" };
export const cluster: Target = { types: ["aws:eks/cluster:Cluster"], by: "id", code: "ResourceNotFoundException" };
export const loadBalancer: Target = {
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  by: "arn",
  code: "LoadBalancerNotFound",
};
export const targetGroup: Target = {
  types: ["aws:lb/targetGroup:TargetGroup"],
  by: "arn",
  code: "TargetGroupNotFound",
};
export const listener: Target = { types: ["aws:lb/listener:Listener"], by: "arn", code: "ListenerNotFound" };
export const certificate: Target = {
  types: ["aws:acm/certificate:Certificate"],
  by: "arn",
  code: "CertificateNotFound",
};
export const zone: Target = {
  types: ["aws:route53/zone:Zone"],
  by: "id",
  code: "NoSuchHostedZone",
  // A zone may be older than every stack: the one that delegates to ours.
  given: /^Z[A-Z0-9]{1,31}$/,
};
export const ipSet: Target = { types: ["aws:wafv2/ipSet:IpSet"], by: "arn", code: "WAFNonexistentItemException" };
export const webAcl: Target = { types: ["aws:wafv2/webAcl:WebAcl"], by: "arn", code: "WAFNonexistentItemException" };
