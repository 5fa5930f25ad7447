import { describe, expect, test } from "@jest/globals";
import { Refusal } from "../../sandbox/model";
import { record } from "../../sandbox/values";
import type { Properties } from "../../sandbox/wire";
import { type Furniture, furnish, open, permissions, trust, valid, World } from "./world";

/** What is wrong with otherwise valid inputs, and AWS's word for it. */
type Case = readonly [why: string, change: (has: Furniture) => Properties, refusal: string];

const long = (length: number): string => "a".repeat(length);
const policyOf = (size: number): string => permissions.replace("elsewhere", long(size));

const laws: Readonly<Record<string, readonly Case[]>> = {
  "aws:ec2/vpc:Vpc": [
    ["it is too large", () => ({ cidrBlock: "10.0.0.0/8" }), "InvalidVpc.Range"],
    ["it is too small", () => ({ cidrBlock: "10.0.0.0/29" }), "InvalidVpc.Range"],
    ["its range is none", () => ({ cidrBlock: "10.0.0.1/16" }), "InvalidParameterValue"],
  ],
  "aws:ec2/subnet:Subnet": [
    ["it is outside of its VPC", () => ({ cidrBlock: "10.9.0.0/20" }), "InvalidSubnet.Range"],
    ["it is larger than its VPC", () => ({ cidrBlock: "10.0.0.0/15" }), "InvalidSubnet.Range"],
    ["it overlaps another", () => ({ cidrBlock: "10.0.8.0/21" }), "InvalidSubnet.Conflict"],
    ["it holds another", () => ({ cidrBlock: "10.0.0.0/18" }), "InvalidSubnet.Conflict"],
    ["its range is none", () => ({ cidrBlock: "ten" }), "InvalidParameterValue"],
    ["its VPC is not there", () => ({ vpcId: "vpc-0" }), "InvalidVpcID.NotFound"],
    ["its zone is not there", () => ({ availabilityZone: "eu-central-1d" }), "InvalidParameterValue: there is no zone"],
    ["its zone is of another region", () => ({ availabilityZone: "us-east-1a" }), "InvalidParameterValue"],
  ],
  "aws:ec2/internetGateway:InternetGateway": [
    ["the VPC has one", ({ vpcId }) => ({ vpcId }), "Resource.AlreadyAssociated"],
  ],
  "aws:ec2/natGateway:NatGateway": [
    ["its VPC has no gateway", ({ otherSubnet }) => ({ subnetId: otherSubnet }), "Gateway.NotAttached"],
    ["it has no address", () => ({ allocationId: undefined }), "MissingParameter"],
    ["its address is not there", () => ({ allocationId: "eipalloc-0" }), "InvalidAllocationID.NotFound"],
    ["its subnet is not there", () => ({ subnetId: "subnet-0" }), "InvalidSubnetID.NotFound"],
  ],
  "aws:ec2/route:Route": [
    ["it leads nowhere", () => ({ gatewayId: undefined }), "InvalidParameterCombination"],
    ["it leads to two places", () => ({ natGatewayId: "nat-0" }), "InvalidParameterCombination"],
    ["its table is not there", () => ({ routeTableId: "rtb-0" }), "InvalidRouteTableID.NotFound"],
    ["its gateway is not there", () => ({ gatewayId: "igw-0" }), "InvalidInternetGatewayID.NotFound"],
  ],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [
    ["there is no such service", () => ({ serviceName: "com.amazonaws.eu-central-1.ecr" }), "InvalidServiceName"],
    ["it is of another region", () => ({ serviceName: "com.amazonaws.us-east-1.ecr.api" }), "InvalidServiceName"],
    [
      "two subnets share a zone",
      ({ subnetIds, sameZone }) => ({ subnetIds: [...subnetIds, sameZone] }),
      "DuplicateSubnetsInSameZone",
    ],
    ["a subnet is elsewhere", ({ otherSubnet }) => ({ subnetIds: [otherSubnet] }), "InvalidParameter:"],
    ["its policy is none", () => ({ policy: "{" }), "MalformedPolicyDocument"],
  ],
  "aws:ec2/flowLog:FlowLog": [
    ["it logs something unheard of", () => ({ trafficType: "SOME" }), "InvalidParameterValue"],
    ["its interval is odd", () => ({ maxAggregationInterval: 90 }), "InvalidParameterValue"],
    ["nobody may write", () => ({ iamRoleArn: undefined }), "InvalidParameterCombination"],
    ["its role is not there", () => ({ iamRoleArn: "arn:aws:iam::111122223333:role/none" }), "NoSuchEntity"],
  ],
  "aws:ec2/securityGroup:SecurityGroup": [
    ["its name is taken", () => ({ name: "Web" }), "InvalidGroup.Duplicate"],
    ["its name is kept for ids", () => ({ name: "sg-web" }), "InvalidParameterValue"],
    ["its name is too long", () => ({ name: long(256) }), "InvalidParameterValue"],
    ["its description has an umlaut", () => ({ description: "für alle" }), "InvalidParameterValue"],
    ["its description has a quote", () => ({ description: "the team's" }), "InvalidParameterValue"],
  ],
  "aws:ec2/launchTemplate:LaunchTemplate": [
    ["its name is too short", () => ({ name: "ab" }), "InvalidLaunchTemplateName.MalformedException"],
    ["its user data is plain", () => ({ userData: "#!/bin/sh" }), "InvalidUserData.Malformed"],
    ["its user data is too long", () => ({ userData: "aaaa".repeat(5500) }), "InvalidParameterValue"],
    ["there is no such machine", () => ({ instanceType: "m7i.larg" }), "InvalidParameterValue"],
    [
      "there are no such disks",
      () => ({ blockDeviceMappings: [{ ebs: { volumeType: "gp4" } }] }),
      "InvalidParameterValue",
    ],
    ["hops are out of bounds", () => ({ metadataOptions: { httpPutResponseHopLimit: 0 } }), "InvalidParameterValue"],
    [
      "it tags something unheard of",
      () => ({ tagSpecifications: [{ resourceType: "disk" }] }),
      "InvalidParameterValue",
    ],
    ["its group is not there", () => ({ vpcSecurityGroupIds: ["sg-0"] }), "InvalidGroup.NotFound"],
  ],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [
    ["it comes from nowhere", () => ({ cidrIpv4: undefined }), "InvalidParameterCombination"],
    ["it comes from two places", () => ({ cidrIpv6: "::/0" }), "InvalidParameterCombination"],
    ["its ports are reversed", () => ({ fromPort: 444 }), "InvalidParameterValue"],
    ["its port is none", () => ({ fromPort: 443, toPort: 70_000 }), "InvalidParameterValue"],
    ["it has no ports", () => ({ fromPort: undefined, toPort: undefined }), "MissingParameter"],
    ["every protocol has ports", () => ({ ipProtocol: "-1" }), "InvalidParameterValue"],
    ["its range is none", () => ({ cidrIpv4: "10.0.0.1/8" }), "InvalidParameterValue"],
    ["its description has quotes", () => ({ description: '"all"' }), "InvalidParameterValue"],
  ],
  "aws:iam/role:Role": [
    ["its name is taken, whatever the case", () => ({ name: "NODE" }), "EntityAlreadyExists"],
    ["its name is too long", () => ({ name: long(65) }), "ValidationError"],
    ["its name has a blank", () => ({ name: "the role" }), "ValidationError"],
    ["sessions are too short", () => ({ maxSessionDuration: 60 }), "ValidationError"],
    ["its trust is not JSON", () => ({ assumeRolePolicy: "everyone" }), "MalformedPolicyDocument"],
    ["its trust trusts nobody", () => ({ assumeRolePolicy: permissions }), "MalformedPolicyDocument"],
    ["its trust is too long", () => ({ assumeRolePolicy: trust.replace("eks", long(2100)) }), "LimitExceeded"],
    ["its trust has no statements", () => ({ assumeRolePolicy: "{}" }), "MalformedPolicyDocument"],
    ["its trust is of another version", () => ({ assumeRolePolicy: trust.replace("2012", "2013") }), "MalformedPolicy"],
    ["its trust has no effect", () => ({ assumeRolePolicy: trust.replace("Allow", "Permit") }), "MalformedPolicy"],
    [
      "its trust allows no action",
      () => ({ assumeRolePolicy: trust.replace("sts:AssumeRole", "assume") }),
      "MalformedPolicy",
    ],
  ],
  "aws:iam/rolePolicy:RolePolicy": [
    ["its role is not there", () => ({ role: "none" }), "NoSuchEntity"],
    ["it is too long", () => ({ policy: policyOf(10_240) }), "LimitExceeded"],
    ["it names people", () => ({ policy: trust }), "MalformedPolicyDocument"],
    ["it names no ARN", () => ({ policy: permissions.replace("arn:aws:s3:::", "") }), "MalformedPolicyDocument"],
    ["its name is too long", () => ({ name: long(129) }), "ValidationError"],
  ],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [
    ["AWS has no such policy", () => ({ policyArn: "arn:aws:iam::aws:policy/AmazonEKSNodes" }), "NoSuchEntity"],
    ["nobody made it", () => ({ policyArn: "arn:aws:iam::111122223333:policy/none" }), "NoSuchEntity"],
  ],
  "aws:iam/policy:Policy": [["it is too long", () => ({ policy: policyOf(6144) }), "LimitExceeded"]],
  "aws:cloudwatch/logGroup:LogGroup": [
    ["its name is taken", () => ({ name: "aws-waf-logs-test" }), "ResourceAlreadyExistsException"],
    ["its name has a blank", () => ({ name: "my logs" }), "InvalidParameterException"],
    ["its retention is odd", () => ({ retentionInDays: 31 }), "InvalidParameterException"],
    ["its key is not there", () => ({ kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/0" }), "NotFoundException"],
  ],
  "aws:kms/key:Key": [
    ["it is gone too soon", () => ({ deletionWindowInDays: 6 }), "ValidationException"],
    ["it is gone too late", () => ({ deletionWindowInDays: 31 }), "ValidationException"],
    ["it rotates too often", () => ({ rotationPeriodInDays: 30 }), "ValidationException"],
    ["its policy is not JSON", () => ({ policy: "{" }), "MalformedPolicyDocumentException"],
    [
      "nobody could change its policy",
      () => ({ policy: open("arn:aws:s3:::b").replace("s3:GetObject", "kms:Decrypt") }),
      "MalformedPolicyDocumentException: The new key policy",
    ],
  ],
  "aws:kms/alias:Alias": [
    ["its name is no alias", () => ({ name: "data" }), "InvalidAliasNameException"],
    ["its name is kept by AWS", () => ({ name: "alias/aws/data" }), "InvalidAliasNameException"],
    ["its key is not there", () => ({ targetKeyId: "0" }), "NotFoundException"],
  ],
  "aws:eks/cluster:Cluster": [
    ["its name is taken", () => ({ name: "main" }), "ResourceInUseException"],
    ["its name starts with a hyphen", () => ({ name: "-main" }), "InvalidParameterException"],
    ["there is no such version", () => ({ version: "1.30" }), "InvalidParameterException: unsupported"],
    [
      "it has one subnet",
      ({ subnetIds }) => ({ vpcConfig: { subnetIds: subnetIds.slice(1) } }),
      "InvalidParameterException",
    ],
    [
      "its subnets share a zone",
      ({ subnetIds, sameZone }) => ({ vpcConfig: { subnetIds: [subnetIds[0], sameZone] } }),
      "InvalidParameterException: Subnets specified",
    ],
    [
      "its subnets are in two VPCs",
      ({ subnetIds, otherSubnet }) => ({ vpcConfig: { subnetIds: [subnetIds[0], otherSubnet] } }),
      "InvalidParameterException: the subnets",
    ],
    [
      "its group is elsewhere",
      ({ subnetIds, otherGroup }) => ({ vpcConfig: { subnetIds, securityGroupIds: [otherGroup] } }),
      "InvalidParameterException: the security groups",
    ],
    [
      "an address range is none",
      ({ subnetIds }) => ({ vpcConfig: { subnetIds, publicAccessCidrs: ["everyone"] } }),
      "InvalidParameterException: everyone",
    ],
    ["there is no such log", () => ({ enabledClusterLogTypes: ["kubelet"] }), "InvalidParameterException"],
    ["there is no such support", () => ({ upgradePolicy: { supportType: "NONE" } }), "InvalidParameterException"],
    ["there is no such mode", () => ({ accessConfig: { authenticationMode: "NONE" } }), "InvalidParameterException"],
    ["it encrypts pods", () => ({ encryptionConfig: { resources: ["pods"] } }), "InvalidParameterException"],
    ["its role is not there", () => ({ roleArn: "arn:aws:iam::111122223333:role/none" }), "NoSuchEntity"],
  ],
  "aws:eks/accessEntry:AccessEntry": [
    ["its principal is a name", () => ({ principalArn: "auditors" }), "InvalidParameterException"],
    ["it is there already", ({ principalArn }) => ({ principalArn }), "ResourceInUseException"],
    ["there is no such type", () => ({ type: "PERSON" }), "InvalidParameterException"],
    ["its cluster is not there", () => ({ clusterName: "none" }), "ResourceNotFoundException"],
  ],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [
    [
      "its principal has no entry",
      () => ({ principalArn: "arn:aws:iam::111122223333:role/x" }),
      "ResourceNotFoundException",
    ],
    [
      "there is no such policy",
      () => ({ policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
      "InvalidParameterException",
    ],
    ["its scope is empty", () => ({ accessScope: { type: "namespace" } }), "InvalidParameterException"],
    ["there is no such scope", () => ({ accessScope: { type: "pod" } }), "InvalidParameterException"],
  ],
  "aws:eks/nodeGroup:NodeGroup": [
    ["there is no such image", () => ({ amiType: "AL2_x86_64" }), "InvalidParameterException"],
    ["there is no such machine", () => ({ instanceTypes: ["m7i.larg"] }), "InvalidParameterException: The following"],
    [
      "the image is for another processor",
      () => ({ instanceTypes: ["m7g.large"] }),
      "InvalidParameterException: [m7g.large]",
    ],
    ["there is no such capacity", () => ({ capacityType: "CHEAP" }), "InvalidParameterException"],
    [
      "least is above most",
      () => ({ scalingConfig: { minSize: 4, maxSize: 3, desiredSize: 3 } }),
      "InvalidParameterException",
    ],
    [
      "most is nothing",
      () => ({ scalingConfig: { minSize: 0, maxSize: 0, desiredSize: 0 } }),
      "InvalidParameterException",
    ],
    [
      "too many are wanted",
      () => ({ scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 4 } }),
      "InvalidParameterException",
    ],
    ["there is no such effect", () => ({ taints: [{ effect: "NoSchedule" }] }), "InvalidParameterException"],
    ["a label value has a blank", () => ({ labels: { pool: "the pool" } }), "InvalidParameterException"],
    [
      "a label is Kubernetes' own",
      () => ({ labels: { "topology.kubernetes.io/zone": "a" } }),
      "InvalidParameterException",
    ],
    ["a subnet is elsewhere", ({ otherSubnet }) => ({ subnetIds: [otherSubnet] }), "InvalidParameterException"],
    ["disks are said twice", () => ({ launchTemplate: {}, diskSize: 50 }), "InvalidParameterException"],
    ["access is said twice", () => ({ launchTemplate: {}, remoteAccess: {} }), "InvalidParameterException"],
    ["its name is too long", () => ({ nodeGroupName: long(64) }), "InvalidParameterException"],
    ["its template is not there", () => ({ launchTemplate: { id: "lt-0" } }), "InvalidRequestException"],
  ],
  "aws:eks/addon:Addon": [
    ["there is no such add-on", () => ({ addonName: "vpc-cnl" }), "InvalidParameterException"],
    ["its version is none", () => ({ addonVersion: "1.22" }), "InvalidParameterException"],
    [
      "it preserves what is not there yet",
      () => ({ resolveConflictsOnCreate: "PRESERVE" }),
      "InvalidParameterException",
    ],
    ["it updates unheard of", () => ({ resolveConflictsOnUpdate: "ASK" }), "InvalidParameterException"],
    ["its values are no JSON", () => ({ configurationValues: "a: b" }), "InvalidParameterException"],
  ],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": [
    ["its role is not there", () => ({ roleArn: "arn:aws:iam::111122223333:role/none" }), "NoSuchEntity"],
  ],
  "aws:rds/subnetGroup:SubnetGroup": [
    ["its name is taken", () => ({ name: "DATA" }), "DBSubnetGroupAlreadyExists"],
    ["its name is kept by AWS", () => ({ name: "default" }), "InvalidParameterValue"],
    [
      "its subnets share a zone",
      ({ subnetIds, sameZone }) => ({ subnetIds: [subnetIds[0], sameZone] }),
      "DBSubnetGroupDoesNotCoverEnoughAZs",
    ],
    [
      "its subnets are in two VPCs",
      ({ subnetIds, otherSubnet }) => ({ subnetIds: [subnetIds[0], otherSubnet] }),
      "InvalidSubnet",
    ],
  ],
  "aws:rds/parameterGroup:ParameterGroup": [
    ["there is no such family", () => ({ family: "postgres9" }), "InvalidParameterValue"],
    ["its name is taken", () => ({ name: "pg18" }), "DBParameterGroupAlreadyExists"],
    ["its name has two hyphens", () => ({ name: "a--b" }), "InvalidParameterValue"],
  ],
  "aws:rds/instance:Instance": [
    ["its name starts with a digit", () => ({ identifier: "1st" }), "InvalidParameterValue"],
    ["its name has two hyphens", () => ({ identifier: "a--b" }), "InvalidParameterValue"],
    ["its name ends with a hyphen", () => ({ identifier: "a-" }), "InvalidParameterValue"],
    ["its name is too long", () => ({ identifier: long(64) }), "InvalidParameterValue"],
    ["its user is reserved", () => ({ username: "admin" }), "InvalidParameterValue"],
    ["its user is too long", () => ({ username: long(17) }), "InvalidParameterValue"],
    ["its database starts with a digit", () => ({ dbName: "1st" }), "InvalidParameterValue"],
    ["it has two passwords", () => ({ password: "0123456789" }), "InvalidParameterCombination"],
    ["it has none", () => ({ manageMasterUserPassword: undefined }), "InvalidParameterCombination"],
    ...['has"quote', "has/slash", "has@at-sign", "has blank"].map(
      (password): Case => [
        `the password ${password}`,
        () => ({ password, manageMasterUserPassword: undefined }),
        "InvalidParameterValue",
      ],
    ),
    [
      "its password is too short",
      () => ({ password: "0123456", manageMasterUserPassword: undefined }),
      "InvalidParameterValue",
    ],
    ["there is no such engine", () => ({ engine: "postgresql" }), "InvalidParameterValue"],
    ["there is no such version", () => ({ engineVersion: "13.4" }), "InvalidParameterCombination: Cannot find"],
    ["its version is retired", () => ({ engineVersion: "17.2" }), "InvalidParameterCombination: version 17.2"],
    [
      "its parameters are of another version",
      () => ({ engineVersion: "17" }),
      "InvalidParameterCombination: the parameter group",
    ],
    ["its disk is too small", () => ({ allocatedStorage: 10 }), "InvalidParameterValue"],
    ["its disk cannot grow", () => ({ maxAllocatedStorage: 50 }), "InvalidParameterCombination"],
    ["its disk is too small for IOPS", () => ({ storageType: "gp3", iops: 12_000 }), "InvalidParameterCombination"],
    [
      "there is no such machine",
      () => ({ instanceClass: "db.t4g.midi" }),
      "InvalidParameterValue: Invalid DB Instance class",
    ],
    ["backups are kept too long", () => ({ backupRetentionPeriod: 36 }), "InvalidParameterValue"],
    ["it is watched too often", () => ({ monitoringInterval: 2 }), "InvalidParameterValue"],
    ["nobody may watch", () => ({ monitoringInterval: 60 }), "InvalidParameterCombination: a MonitoringRoleARN"],
    ["insights are kept oddly", () => ({ performanceInsightsRetentionPeriod: 30 }), "InvalidParameterValue"],
    ["there is no such log", () => ({ enabledCloudwatchLogsExports: ["audit"] }), "InvalidParameterCombination"],
    [
      "its group is elsewhere",
      ({ otherGroup }) => ({ vpcSecurityGroupIds: [otherGroup] }),
      "InvalidVPCNetworkStateFault",
    ],
    ["its subnets are not there", () => ({ dbSubnetGroupName: "none" }), "DBSubnetGroupNotFoundFault"],
    ["its parameters are not there", () => ({ parameterGroupName: "none" }), "DBParameterGroupNotFound"],
  ],
  "aws:elasticache/subnetGroup:SubnetGroup": [
    ["its name is taken", () => ({ name: "data" }), "CacheSubnetGroupAlreadyExists"],
    ["its name has a dot", () => ({ name: "a.b" }), "InvalidParameterValue"],
    [
      "its subnets are in two VPCs",
      ({ subnetIds, otherSubnet }) => ({ subnetIds: [subnetIds[0], otherSubnet] }),
      "InvalidSubnet",
    ],
  ],
  "aws:elasticache/parameterGroup:ParameterGroup": [
    ["there is no such family", () => ({ family: "redis5" }), "InvalidParameterValue"],
    ["its name has a dot", () => ({ name: "a.b" }), "InvalidParameterValue"],
  ],
  "aws:elasticache/user:User": [
    ["its id is taken", () => ({ userId: "API" }), "UserAlreadyExists"],
    ["its id starts with a digit", () => ({ userId: "1st" }), "InvalidParameterValue"],
    ["it has no password", () => ({ authenticationMode: undefined }), "InvalidParameterValue"],
    ["it has three", () => ({ passwords: Array.from({ length: 3 }, () => long(16)) }), "InvalidParameterValue"],
    ["its password is too short", () => ({ passwords: [long(15)] }), "InvalidParameterValue"],
    ["it is neither on nor off", () => ({ accessString: "~* +@all" }), "InvalidParameterValue"],
  ],
  "aws:elasticache/userGroup:UserGroup": [
    ["its user is not there", () => ({ userIds: ["none"] }), "UserNotFound"],
    ["its id is taken", () => ({ userGroupId: "apis" }), "UserGroupAlreadyExists"],
    ["its id has a dot", () => ({ userGroupId: "a.b" }), "InvalidParameterValue"],
    ["Redis lacks a default user", () => ({ engine: "redis" }), "DefaultUserRequired"],
  ],
  "aws:elasticache/userGroupAssociation:UserGroupAssociation": [
    ["its user is not there", () => ({ userId: "none" }), "UserNotFound"],
    ["its group is not there", () => ({ userGroupId: "none" }), "UserGroupNotFound"],
  ],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    ["its name is too long", () => ({ replicationGroupId: long(41) }), "InvalidParameterValue"],
    ["there is no such engine", () => ({ engine: "memcached" }), "InvalidParameterValue"],
    ["there is no such version", () => ({ engineVersion: "6.2" }), "InvalidParameterValue"],
    ["there is no such machine", () => ({ nodeType: "cache.t4g.tiny" }), "InvalidParameterValue"],
    ["there is none to fail over to", () => ({ numCacheClusters: 1 }), "InvalidParameterCombination"],
    ["zones need failover", () => ({ automaticFailoverEnabled: false }), "InvalidParameterCombination"],
    ["users need encryption", () => ({ transitEncryptionEnabled: false }), "InvalidParameterCombination"],
    ["users exclude a token", () => ({ authToken: long(16) }), "InvalidParameterCombination"],
    ["its token has an at sign", () => ({ authToken: `@${long(16)}`, userGroupIds: [] }), "InvalidParameterValue"],
    ["its group is elsewhere", ({ otherGroup }) => ({ securityGroupIds: [otherGroup] }), "InvalidParameterCombination"],
    ["its subnets are not there", () => ({ subnetGroupName: "none" }), "CacheSubnetGroupNotFoundFault"],
  ],
  "aws:s3/bucket:Bucket": [
    ["its name is taken", () => ({ bucket: "atelier-models" }), "BucketAlreadyExists"],
    ["its name has capitals", () => ({ bucket: "Models" }), "InvalidBucketName"],
    ["its name is too short", () => ({ bucket: "ab" }), "InvalidBucketName"],
    ["its name is too long", () => ({ bucket: long(64) }), "InvalidBucketName"],
    ["its name looks like an address", () => ({ bucket: "10.0.0.1" }), "InvalidBucketName"],
    ["its name ends as S3's own do", () => ({ bucket: "models-s3alias" }), "InvalidBucketName"],
    ["its prefix is too long", () => ({ bucketPrefix: long(38) }), "InvalidBucketName"],
  ],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [
    ["there is no such owner", () => ({ rule: { objectOwnership: "Everyone" } }), "MalformedXML"],
    ["its bucket is not there", () => ({ bucket: "none" }), "NoSuchBucket"],
  ],
  "aws:s3/bucketVersioning:BucketVersioning": [
    ["there is no such status", () => ({ versioningConfiguration: { status: "On" } }), "MalformedXML"],
  ],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    [
      "there is no such cipher",
      () => ({ rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "rot13" } }] }),
      "MalformedXML",
    ],
    [
      "its key is not there",
      () => ({ rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "key" } }] }),
      "NotFoundException",
    ],
  ],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
    [
      "it moves too soon",
      () => ({ rules: [{ transitions: [{ days: 7, storageClass: "STANDARD_IA" }] }] }),
      "InvalidArgument",
    ],
    [
      "it deletes before it moves",
      () => ({ rules: [{ transitions: [{ days: 90, storageClass: "GLACIER" }], expiration: { days: 60 } }] }),
      "InvalidArgument",
    ],
    ["two rules are called alike", () => ({ rules: [{ id: "a" }, { id: "a" }] }), "InvalidArgument"],
  ],
  "aws:s3/bucketPolicy:BucketPolicy": [
    ["it is of another bucket", () => ({ policy: open("arn:aws:s3:::other") }), "MalformedPolicy"],
    ["it names nobody", () => ({ policy: permissions }), "MalformedPolicy"],
  ],
  "aws:s3/bucketLogging:BucketLogging": [["its target is not there", () => ({ targetBucket: "none" }), "NoSuchBucket"]],
  "aws:ecr/repository:Repository": [
    ["its name is taken", () => ({ name: "atelier/api" }), "RepositoryAlreadyExistsException"],
    ["its name has capitals", () => ({ name: "Atelier" }), "InvalidParameterException"],
    ["its tags are unheard of", () => ({ imageTagMutability: "SOMETIMES" }), "InvalidParameterException"],
    [
      "its cipher is unheard of",
      () => ({ encryptionConfigurations: [{ encryptionType: "rot13" }] }),
      "InvalidParameterException",
    ],
  ],
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": [
    ["it has no rules", () => ({ policy: "{}" }), "InvalidParameterException"],
    [
      "rules come in no order",
      () => ({ policy: JSON.stringify({ rules: [{ rulePriority: 1 }, { rulePriority: 1 }] }) }),
      "InvalidParameterException",
    ],
    ["its repository is not there", () => ({ repository: "none" }), "RepositoryNotFoundException"],
  ],
  "aws:secretsmanager/secret:Secret": [
    ["its name is taken", () => ({ name: "atelier/api" }), "ResourceExistsException"],
    ["its name has a blank", () => ({ name: "my secret" }), "ValidationException"],
    ["it can be had back too briefly", () => ({ recoveryWindowInDays: 3 }), "InvalidParameterException"],
  ],
  "aws:secretsmanager/secretVersion:SecretVersion": [
    ["it is too long", () => ({ secretString: long(65_537) }), "ValidationException"],
    ["it is said twice", () => ({ secretBinary: "aGVsbG8=" }), "InvalidParameterException"],
    ["its secret is not there", () => ({ secretId: "none" }), "ResourceNotFoundException"],
  ],
  "aws:lb/loadBalancer:LoadBalancer": [
    ["its name is taken", () => ({ name: "edge" }), "DuplicateLoadBalancerName"],
    ["its name is too long", () => ({ name: long(33) }), "ValidationError"],
    ["its name is AWS's own", () => ({ name: "internal-edge" }), "ValidationError"],
    ["it has one subnet", ({ subnetIds }) => ({ subnets: subnetIds.slice(1) }), "ValidationError"],
    [
      "its subnets share a zone",
      ({ subnetIds, sameZone }) => ({ subnets: [...subnetIds, sameZone] }),
      "InvalidConfigurationRequest",
    ],
    [
      "its subnets are in two VPCs",
      ({ subnetIds, otherSubnet }) => ({ subnets: [subnetIds[0], otherSubnet] }),
      "InvalidConfigurationRequest",
    ],
    ["its group is elsewhere", ({ otherGroup }) => ({ securityGroups: [otherGroup] }), "InvalidConfigurationRequest"],
    ["it idles too long", () => ({ idleTimeout: 4001 }), "InvalidConfigurationRequest"],
    ["its mode is unheard of", () => ({ desyncMitigationMode: "lax" }), "InvalidConfigurationRequest"],
    ["its log bucket is not there", () => ({ accessLogs: { bucket: "none" } }), "NoSuchBucket"],
  ],
  "aws:lb/targetGroup:TargetGroup": [
    ["its name is taken", () => ({ name: "api" }), "DuplicateTargetGroupName"],
    ["its name ends with a hyphen", () => ({ name: "api-" }), "ValidationError"],
    ["its port is none", () => ({ port: 0 }), "ValidationError"],
    ["its protocol is unheard of", () => ({ protocol: "SMTP" }), "ValidationError"],
    ["its version is unheard of", () => ({ protocolVersion: "HTTP3" }), "ValidationError"],
    ["its targets are unheard of", () => ({ targetType: "pod" }), "ValidationError"],
    ["it has no VPC", () => ({ vpcId: undefined }), "ValidationError"],
    ["it waits too long", () => ({ deregistrationDelay: 3601 }), "InvalidConfigurationRequest"],
    ["it starts too quickly", () => ({ slowStart: 10 }), "InvalidConfigurationRequest"],
    ["it balances unheard of", () => ({ loadBalancingAlgorithmType: "random" }), "InvalidConfigurationRequest"],
    [
      "slow start needs turns",
      () => ({ loadBalancingAlgorithmType: "least_outstanding_requests", slowStart: 60 }),
      "InvalidConfigurationRequest",
    ],
    ["its cookie lasts too long", () => ({ stickiness: { cookieDuration: 604_801 } }), "InvalidConfigurationRequest"],
    ["health has no path", () => ({ healthCheck: { path: "health" } }), "ValidationError"],
    ["health is asked too often", () => ({ healthCheck: { interval: 4 } }), "ValidationError"],
    ["health takes too long", () => ({ healthCheck: { interval: 10, timeout: 10 } }), "ValidationError"],
    ["health takes too short", () => ({ healthCheck: { timeout: 1 } }), "ValidationError"],
    ["health comes too quickly", () => ({ healthCheck: { healthyThreshold: 1 } }), "ValidationError"],
    ["health goes too quickly", () => ({ healthCheck: { unhealthyThreshold: 11 } }), "ValidationError"],
    ["health is no code", () => ({ healthCheck: { matcher: "ok" } }), "ValidationError"],
  ],
  "aws:lb/listener:Listener": [
    ["its port is taken", () => ({ port: 80 }), "DuplicateListener"],
    ["its port is none", () => ({ port: 65_536 }), "ValidationError"],
    ["it has no certificate", () => ({ protocol: "HTTPS" }), "ValidationError: A certificate"],
    ["it needs no certificate", ({ pending }) => ({ certificateArn: pending.id }), "ValidationError: A certificate"],
    [
      "its certificate is not issued",
      ({ pending }) => ({ protocol: "HTTPS", certificateArn: pending.id }),
      "UnsupportedCertificate",
    ],
    ["its certificate is not there", () => ({ protocol: "HTTPS", certificateArn: "arn:none" }), "CertificateNotFound"],
    ["its ciphers are unheard of", () => ({ sslPolicy: "modern" }), "SSLPolicyNotFound"],
    ["it does nothing", () => ({ defaultActions: [] }), "ValidationError"],
    ["it does something unheard of", () => ({ defaultActions: [{ type: "drop" }] }), "ValidationError"],
    ["it only signs in", () => ({ defaultActions: [{ type: "authenticate-oidc" }] }), "InvalidLoadBalancerAction"],
    [
      "its targets are in another VPC",
      ({ farTargetGroup }) => ({ defaultActions: [{ type: "forward", targetGroupArn: farTargetGroup }] }),
      "ValidationError",
    ],
    [
      "its targets are not there",
      () => ({ defaultActions: [{ type: "forward", targetGroupArn: "arn:none" }] }),
      "TargetGroupNotFound",
    ],
    ["its load balancer is not there", () => ({ loadBalancerArn: "arn:none" }), "LoadBalancerNotFound"],
  ],
  "aws:lb/listenerRule:ListenerRule": [
    ["its number is none", () => ({ priority: 50_001 }), "ValidationError"],
    [
      "it has too many hosts",
      () => ({ conditions: [{ hostHeader: { values: ["a", "b", "c", "d", "e", "f"] } }] }),
      "TooManyConditionValues",
    ],
    ["its host is too long", () => ({ conditions: [{ hostHeader: { values: [long(129)] } }] }), "ValidationError"],
    ["its listener is not there", () => ({ listenerArn: "arn:none" }), "ListenerNotFound"],
    [
      "its targets are in another VPC",
      ({ farTargetGroup }) => ({ actions: [{ type: "forward", targetGroupArn: farTargetGroup }] }),
      "ValidationError",
    ],
  ],
  "aws:acm/certificate:Certificate": [
    ["its domain is none", () => ({ domainName: "localhost" }), "ValidationException"],
    ["its domain is too long", () => ({ domainName: `${long(60)}.example` }), "ValidationException"],
    [
      "it has too many",
      () => ({ subjectAlternativeNames: Array.from({ length: 11 }, (_, n) => `n${n}.example`) }),
      "LimitExceededException",
    ],
  ],
  "aws:route53/zone:Zone": [["its domain is none", () => ({ name: "my domain" }), "InvalidDomainName"]],
  "aws:route53/record:Record": [
    ["there is no such type", () => ({ type: "ALIAS" }), "InvalidInput"],
    ["it says nothing", () => ({ records: [] }), "InvalidInput"],
    ["it says two things", () => ({ aliases: [{ name: "x" }] }), "InvalidInput"],
    ["it lives for ever", () => ({ ttl: undefined }), "InvalidInput"],
    ["it is at the top", () => ({ name: "atelier.example" }), "InvalidChangeBatch"],
    ["it points at two names", () => ({ records: ["a.example", "b.example"] }), "InvalidChangeBatch"],
    ["its address is none", () => ({ type: "A", records: ["a.example"] }), "InvalidChangeBatch"],
    ["its name has a blank", () => ({ name: "my name" }), "InvalidChangeBatch"],
    ["its zone is none", () => ({ zoneId: "atelier.example" }), "NoSuchHostedZone"],
  ],
  "aws:wafv2/ipSet:IpSet": [
    ["its name has a blank", () => ({ name: "my addresses" }), "WAFInvalidParameterException"],
    ["its scope is unheard of", () => ({ scope: "GLOBAL" }), "WAFInvalidParameterException"],
    ["its addresses are of no kind", () => ({ ipAddressVersion: "IPV5" }), "WAFInvalidParameterException"],
    ["an address is not a block", () => ({ addresses: ["192.0.2.1"] }), "WAFInvalidParameterException: 192.0.2.1"],
    ["a block is everyone", () => ({ addresses: ["0.0.0.0/0"] }), "WAFInvalidParameterException: 0.0.0.0/0"],
  ],
  "aws:wafv2/webAcl:WebAcl": [
    [
      "a set deep inside a rule is not there",
      () => ({
        rules: [
          {
            name: "a",
            action: {},
            statement: { notStatement: { statement: { ipSetReferenceStatement: { arn: "arn:none" } } } },
          },
        ],
      }),
      "WAFNonexistentItemException",
    ],
    ["its name is taken", () => ({ name: "edge" }), "WAFDuplicateItemException"],
    ["its name has a blank", () => ({ name: "my wall" }), "WAFInvalidParameterException"],
    ["its description is too short", () => ({ description: "x" }), "WAFInvalidParameterException"],
    ["its scope is unheard of", () => ({ scope: "GLOBAL" }), "WAFInvalidParameterException"],
    ["it is CloudFront's and elsewhere", () => ({ scope: "CLOUDFRONT" }), "WAFInvalidParameterException: The scope"],
    [
      "rules share a number",
      () => ({
        rules: [
          { name: "a", action: {}, priority: 1 },
          { name: "b", action: {}, priority: 1 },
        ],
      }),
      "WAFInvalidParameterException: rule priorities",
    ],
    [
      "rules share a name",
      () => ({
        rules: [
          { name: "a", action: {}, priority: 1 },
          { name: "a", action: {}, priority: 2 },
        ],
      }),
      "WAFInvalidParameterException: rule names",
    ],
    [
      "a rule does nothing",
      () => ({ rules: [{ name: "a", priority: 1 }] }),
      "WAFInvalidParameterException: the rule a",
    ],
    [
      "its rate is too low",
      () => ({ rules: [{ name: "a", action: {}, statement: { rateBasedStatement: { limit: 9 } } }] }),
      "WAFInvalidParameterException: the rate",
    ],
    [
      "its window is odd",
      () => ({
        rules: [{ name: "a", action: {}, statement: { rateBasedStatement: { limit: 10, evaluationWindowSec: 90 } } }],
      }),
      "WAFInvalidParameterException: evaluationWindowSec",
    ],
  ],
  "aws:wafv2/webAclAssociation:WebAclAssociation": [
    ["what it guards is not there", () => ({ resourceArn: "arn:none" }), "LoadBalancerNotFound"],
    ["it is not there", () => ({ webAclArn: "arn:none" }), "WAFNonexistentItemException"],
  ],
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": [
    [
      "its logs go where WAF may not write",
      () => ({ logDestinationConfigs: ["arn:aws:logs:eu-central-1:111122223333:log-group:waf"] }),
      "WAFInvalidParameterException",
    ],
  ],
  "aws:cloudfront/originAccessControl:OriginAccessControl": [
    ["its name is taken", () => ({ name: "reports" }), "OriginAccessControlAlreadyExists"],
    ["its name is too long", () => ({ name: long(65) }), "InvalidArgument"],
    ["it signs unheard of", () => ({ signingBehavior: "maybe" }), "InvalidArgument"],
  ],
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": [
    ["its name has a blank", () => ({ name: "my policy" }), "InvalidArgument"],
  ],
  "aws:cloudfront/distribution:Distribution": [
    ["it has no origin", () => ({ origins: [] }), "InvalidArgument"],
    [
      "origins are called alike",
      () => ({ origins: [{ originId: "reports" }, { originId: "reports" }] }),
      "InvalidArgument",
    ],
    [
      "its origin is not there",
      () => ({ defaultCacheBehavior: { targetOriginId: "none", cachePolicyId: "" } }),
      "NoSuchOrigin",
    ],
    [
      "it caches unheard of",
      () => ({ defaultCacheBehavior: { targetOriginId: "reports", cachePolicyId: "x" } }),
      "NoSuchCachePolicy",
    ],
    ["it caches by no rule", () => ({ defaultCacheBehavior: { targetOriginId: "reports" } }), "InvalidArgument"],
    [
      "it speaks unheard of",
      () => ({
        defaultCacheBehavior: { targetOriginId: "reports", forwardedValues: {}, viewerProtocolPolicy: "http" },
      }),
      "InvalidArgument",
    ],
    ["it has a name and no certificate", () => ({ viewerCertificate: {} }), "InvalidViewerCertificate"],
    [
      "its certificate is elsewhere",
      ({ pending }) => ({ viewerCertificate: { acmCertificateArn: pending.id } }),
      "InvalidViewerCertificate",
    ],
    ["its class is unheard of", () => ({ priceClass: "PriceClass_Cheap" }), "InvalidArgument"],
    ["its wall is regional", ({ webAcl }) => ({ webAclId: webAcl.outputs.arn }), "InvalidWebACLId"],
    [
      "its access control is not there",
      () => ({ origins: [{ originId: "reports", originAccessControlId: "none" }] }),
      "NoSuchOriginAccessControl",
    ],
  ],
  "kubernetes:helm.sh/v3:Release": [
    ["its name is too long", () => ({ name: long(54) }), "invalid release name"],
    ["it has no chart", () => ({ chart: "" }), "failed to locate chart"],
    ["its chart is nowhere", () => ({ repositoryOpts: {} }), 'failed to download "keda"'],
    ["it takes the newest", () => ({ version: undefined }), "no version of"],
    [
      "its namespace is not there",
      () => ({ namespace: "keda" }),
      'create: failed to create: namespaces "keda" not found',
    ],
  ],
  "kubernetes:core/v1:Namespace": [
    ["its name has a dot", () => ({ metadata: { name: "a.b" } }), "Invalid"],
    ["its name is taken", () => ({ metadata: { name: "automl" } }), "AlreadyExists"],
  ],
  "kubernetes:apps/v1:Deployment": [
    ["its name has capitals", () => ({ metadata: { name: "Api", namespace: "automl" } }), "Invalid"],
    ["its namespace is not there", () => ({ metadata: { name: "api", namespace: "none" } }), "NotFound"],
  ],
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": [
    ["its target group is not there", () => ({ spec: { targetGroupARN: "arn:none" } }), "TargetGroupNotFound"],
  ],
  "random:index/randomPassword:RandomPassword": [
    ["it is empty", () => ({ length: 0 }), "Invalid Attribute Value"],
    ["it is too short for its classes", () => ({ length: 3, minNumeric: 4 }), "Invalid Attribute Value"],
    ["it has no characters", () => ({ upper: false, lower: false, numeric: false }), "Invalid Attribute Value"],
  ],
  "tls:index/privateKey:PrivateKey": [
    ["there is no such algorithm", () => ({ algorithm: "DSA" }), "Invalid Attribute Value Match"],
  ],
  "tls:index/selfSignedCert:SelfSignedCert": [
    ["its key is none", () => ({ privateKeyPem: "key" }), "Invalid private key"],
    ["it is never valid", () => ({ validityPeriodHours: -1 }), "Invalid Attribute Value"],
  ],
  "tls:index/certRequest:CertRequest": [["its key is none", () => ({ privateKeyPem: "key" }), "Invalid private key"]],
  "tls:index/locallySignedCert:LocallySignedCert": [
    ["its key is none", () => ({ caPrivateKeyPem: "key" }), "Invalid private key"],
    ["it is never valid", () => ({ validityPeriodHours: -1 }), "Invalid Attribute Value"],
  ],
};

describe.each(Object.entries(laws))("the account refuses %s when", (type, cases) => {
  test.each(cases)("%s", (_, change, refusal) => {
    const world = new World();
    const has = furnish(world);
    const attempt = () => world.make(type, { ...valid(has)[type], ...change(has) });
    expect(attempt).toThrow(Refusal);
    expect(attempt).toThrow(refusal);
  });
});

/** Types of which a second one with the same inputs is refused. */
const unique: Readonly<Record<string, string>> = {
  "aws:ec2/natGateway:NatGateway": "Resource.AlreadyAssociated",
  "aws:ec2/route:Route": "RouteAlreadyExists",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "Resource.AlreadyAssociated",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "InvalidParameter",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "InvalidPermission.Duplicate",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "InvalidPermission.Duplicate",
  "aws:ec2/launchTemplate:LaunchTemplate": "InvalidLaunchTemplateName.AlreadyExistsException",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "EntityAlreadyExists",
  "aws:iam/policy:Policy": "EntityAlreadyExists",
  "aws:kms/alias:Alias": "AlreadyExistsException",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "ResourceInUseException",
  "aws:eks/nodeGroup:NodeGroup": "ResourceInUseException",
  "aws:eks/addon:Addon": "ResourceInUseException",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": "ResourceInUseException",
  "aws:rds/instance:Instance": "DBInstanceAlreadyExists",
  "aws:elasticache/parameterGroup:ParameterGroup": "CacheParameterGroupAlreadyExists",
  "aws:elasticache/replicationGroup:ReplicationGroup": "ReplicationGroupAlreadyExists",
  "aws:elasticache/userGroupAssociation:UserGroupAssociation": "InvalidParameterValue",
  "aws:s3/bucketPolicy:BucketPolicy": "OperationAborted",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": "InvalidParameterException",
  "aws:lb/listenerRule:ListenerRule": "PriorityInUse",
  "aws:route53/record:Record": "InvalidChangeBatch",
  "aws:wafv2/ipSet:IpSet": "WAFDuplicateItemException",
  "aws:wafv2/webAclAssociation:WebAclAssociation": "WAFAssociatedItemException",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "WAFDuplicateItemException",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": "ResponseHeadersPolicyAlreadyExists",
  "aws:cloudfront/distribution:Distribution": "CNAMEAlreadyExists",
  "kubernetes:apps/v1:Deployment": "AlreadyExists",
  "kubernetes:helm.sh/v3:Release": "cannot re-use a name",
};

test.each(Object.entries(unique))("the account refuses a second %s with %s", (type, refusal) => {
  const world = new World();
  const inputs = record(valid(furnish(world))[type]);
  world.make(type, inputs);
  expect(() => world.make(type, inputs)).toThrow(refusal);
});

test("EKS is refused in zones without its control plane, by the id of the zone", () => {
  const world = new World();
  const { role } = furnish(world);
  const { id: vpcId } = world.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.5.0.0/16" }, world.providers.east);
  const subnetIds = ["use1-az1", "use1-az3"].map(
    (availabilityZoneId, index) =>
      world.make(
        "aws:ec2/subnet:Subnet",
        { vpcId, cidrBlock: `10.5.${index}.0/24`, availabilityZoneId },
        world.providers.east,
      ).id,
  );
  expect(() =>
    world.make("aws:eks/cluster:Cluster", { name: "east", roleArn: role.outputs.arn, vpcConfig: { subnetIds } }),
  ).toThrow("UnsupportedAvailabilityZoneException: EKS has no control plane in use1-az3");
});

test("a public bucket policy is refused behind a public access block", () => {
  const world = new World();
  const has = furnish(world);
  const inputs = valid(has);
  world.make(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    record(inputs["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"]),
  );
  expect(() =>
    world.make("aws:s3/bucketPolicy:BucketPolicy", record(inputs["aws:s3/bucketPolicy:BucketPolicy"])),
  ).toThrow("AccessDenied");
});

test("a certificate is not issued before its record is there", () => {
  const world = new World();
  const { pending } = furnish(world);
  expect(() =>
    world.make("aws:acm/certificateValidation:CertificateValidation", { certificateArn: pending.id }),
  ).toThrow("'ISSUED'");
});

test("a public load balancer needs an internet gateway", () => {
  const world = new World();
  const { otherVpcId, otherSubnet } = furnish(world);
  const second = world.make("aws:ec2/subnet:Subnet", {
    vpcId: otherVpcId,
    cidrBlock: "10.1.16.0/20",
    availabilityZone: "eu-central-1a",
  }).id;
  const inputs = { name: "far", subnets: [otherSubnet, second] };
  expect(() => world.make("aws:lb/loadBalancer:LoadBalancer", inputs)).toThrow("InvalidSubnet");
  expect(world.make("aws:lb/loadBalancer:LoadBalancer", { ...inputs, internal: true }).id).toContain("/far/");
});

test("ten managed policies fit on a role, and the inline ones share a limit", () => {
  const world = new World();
  const { role } = furnish(world);
  const attach = (name: string) => {
    const { id: policyArn } = world.make("aws:iam/policy:Policy", { name, policy: permissions });
    world.make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: role.id, policyArn });
  };
  for (let index = 0; index < 10; index += 1) attach(`p${index}`);
  expect(() => attach("p10")).toThrow("LimitExceeded");

  const half = permissions.replace("elsewhere", long(6000));
  world.make("aws:iam/rolePolicy:RolePolicy", { role: role.id, policy: half });
  expect(() => world.make("aws:iam/rolePolicy:RolePolicy", { role: role.id, policy: half })).toThrow("LimitExceeded");
});
