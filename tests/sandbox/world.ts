import { Account, type AccountOptions } from "../../sandbox/account";
import type { Properties } from "../../sandbox/wire";

const allow = (actions: string, extra: Properties): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, ...extra }] });

export const trust = allow("sts:AssumeRole", { Principal: { Service: "eks.amazonaws.com" } });
export const permissions = allow("s3:GetObject", { Resource: "arn:aws:s3:::elsewhere/*" });
export const open = (bucket: string): string => allow("s3:GetObject", { Principal: "*", Resource: `${bucket}/*` });

/** An account with a bit of everything in it, and valid inputs for one more of each type. */
export class World {
  readonly account: Account;
  readonly providers: Readonly<Record<string, string>>;
  private count = 0;

  constructor(options: AccountOptions = {}) {
    this.account = new Account(options);
    const kubeconfig = JSON.stringify({ clusters: [{ cluster: { server: "https://elsewhere.example" } }] });
    this.providers = {
      aws: this.provider("aws", { region: "eu-central-1", defaultTags: JSON.stringify({ tags: { stack: "test" } }) }),
      east: this.provider("aws", { region: "us-east-1" }),
      kubernetes: this.provider("kubernetes", { kubeconfig }),
    };
  }

  private provider(name: string, inputs: Properties): string {
    const urn = `urn:pulumi:test::atelier::pulumi:providers:${name}::${name}-${++this.count}`;
    const { id } = this.account.create({ urn, type: `pulumi:providers:${name}`, name, inputs });
    return `${urn}::${id}`;
  }

  /** Makes something; by default with its package's provider. */
  make(type: string, inputs: Properties, provider = this.providers[type.split(":")[0] ?? ""]) {
    const name = `thing-${++this.count}`;
    const urn = `urn:pulumi:test::atelier::${type}::${name}`;
    const made = this.account.create({ urn, type, name, inputs, ...(provider === undefined ? {} : { provider }) });
    return { ...made, type, urn, ...(provider === undefined ? {} : { provider }) };
  }
}

/** What most types point at. */
export function furnish(world: World) {
  const { id: vpcId } = world.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const { id: otherVpcId } = world.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.1.0.0/16" });
  const subnet = (id: string, cidrBlock: string, availabilityZone: string) =>
    world.make("aws:ec2/subnet:Subnet", { vpcId: id, cidrBlock, availabilityZone }).id;
  const subnetIds = [subnet(vpcId, "10.0.0.0/20", "eu-central-1a"), subnet(vpcId, "10.0.16.0/20", "eu-central-1b")];
  const sameZone = subnet(vpcId, "10.0.32.0/20", "eu-central-1a");
  const otherSubnet = subnet(otherVpcId, "10.1.0.0/20", "eu-central-1b");
  const igw = world.make("aws:ec2/internetGateway:InternetGateway", { vpcId }).id;
  const eip = world.make("aws:ec2/eip:Eip", { domain: "vpc" }).id;
  const routeTableId = world.make("aws:ec2/routeTable:RouteTable", { vpcId }).id;
  const group = world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId, name: "web" }).id;
  const otherGroup = world.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: otherVpcId, name: "web" }).id;
  const role = world.make("aws:iam/role:Role", { name: "node", assumeRolePolicy: trust });
  const key = world.make("aws:kms/key:Key", {});
  const bucket = world.make("aws:s3/bucket:Bucket", { bucket: "atelier-models" });
  const logs = world.make("aws:cloudwatch/logGroup:LogGroup", { name: "aws-waf-logs-test" });
  const repository = world.make("aws:ecr/repository:Repository", { name: "atelier/api" });
  const secret = world.make("aws:secretsmanager/secret:Secret", { name: "atelier/api" });
  const dbSubnets = world.make("aws:rds/subnetGroup:SubnetGroup", { name: "data", subnetIds });
  const dbParameters = world.make("aws:rds/parameterGroup:ParameterGroup", { name: "pg18", family: "postgres18" });
  const cacheSubnets = world.make("aws:elasticache/subnetGroup:SubnetGroup", { name: "data", subnetIds });
  const user = world.make("aws:elasticache/user:User", {
    userId: "api",
    userName: "api",
    engine: "valkey",
    accessString: "on ~* +@all",
    passwords: ["0123456789abcdef"],
  });
  const userGroup = world.make("aws:elasticache/userGroup:UserGroup", { userGroupId: "apis", engine: "valkey" });
  const cluster = world.make("aws:eks/cluster:Cluster", {
    name: "main",
    version: "1.36",
    roleArn: role.outputs.arn,
    vpcConfig: { subnetIds },
  });
  const principalArn = "arn:aws:iam::111122223333:role/operators";
  world.make("aws:eks/accessEntry:AccessEntry", { clusterName: cluster.id, principalArn });
  const balancer = world.make("aws:lb/loadBalancer:LoadBalancer", {
    name: "edge",
    subnets: subnetIds,
    securityGroups: [group],
  });
  const target = (name: string, id: string) =>
    world.make("aws:lb/targetGroup:TargetGroup", {
      name,
      vpcId: id,
      port: 8000,
      protocol: "HTTP",
      targetType: "ip",
    }).outputs.arn;
  const targetGroup = target("api", vpcId);
  const farTargetGroup = target("far", otherVpcId);
  const listener = world.make("aws:lb/listener:Listener", {
    loadBalancerArn: balancer.id,
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "fixed-response" }],
  });
  const zone = world.make("aws:route53/zone:Zone", { name: "atelier.example" });
  const certificate = (region: string | undefined) =>
    world.make("aws:acm/certificate:Certificate", { domainName: "atelier.example", ...(region && { region }) });
  const pending = certificate(undefined);
  const eastern = certificate("us-east-1");
  const webAcl = world.make("aws:wafv2/webAcl:WebAcl", { name: "edge", scope: "REGIONAL", defaultAction: {} });
  const accessControl = world.make("aws:cloudfront/originAccessControl:OriginAccessControl", { name: "reports" });
  const namespace = world.make("kubernetes:core/v1:Namespace", { metadata: { name: "automl" } }).id;
  return {
    vpcId,
    otherVpcId,
    subnetIds,
    sameZone,
    otherSubnet,
    igw,
    eip,
    routeTableId,
    group,
    otherGroup,
    role,
    key,
    bucket,
    logs,
    repository,
    secret,
    dbSubnets,
    dbParameters,
    cacheSubnets,
    user,
    userGroup,
    cluster,
    principalArn,
    balancer,
    targetGroup,
    farTargetGroup,
    listener,
    zone,
    pending,
    eastern,
    webAcl,
    accessControl,
    namespace,
  };
}

export type Furniture = ReturnType<typeof furnish>;

const metadata = { name: "api", namespace: "automl" };
const selector = { matchLabels: { app: "api" } };

/** Inputs with which one more thing of each type is made. */
export function valid(has: Furniture): Readonly<Record<string, Properties>> {
  const proof = "_proof.atelier.example";
  return {
    "pulumi:providers:aws": { region: "eu-central-1" },
    "pulumi:providers:kubernetes": { kubeconfig: "{}" },
    "pulumi:providers:random": {},
    "pulumi:providers:tls": {},
    "aws:ec2/vpc:Vpc": { cidrBlock: "10.2.0.0/16" },
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { vpcId: has.vpcId },
    "aws:ec2/subnet:Subnet": { vpcId: has.vpcId, cidrBlock: "10.0.48.0/20", availabilityZone: "eu-central-1c" },
    "aws:ec2/internetGateway:InternetGateway": { vpcId: has.otherVpcId },
    "aws:ec2/eip:Eip": { domain: "vpc" },
    "aws:ec2/natGateway:NatGateway": { subnetId: has.subnetIds[0], allocationId: has.eip },
    "aws:ec2/routeTable:RouteTable": { vpcId: has.vpcId },
    "aws:ec2/route:Route": {
      routeTableId: has.routeTableId,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: has.igw,
    },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {
      routeTableId: has.routeTableId,
      subnetId: has.subnetIds[0],
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
      vpcId: has.vpcId,
      serviceName: "com.amazonaws.eu-central-1.ecr.api",
      vpcEndpointType: "Interface",
      subnetIds: has.subnetIds,
      securityGroupIds: [has.group],
      privateDnsEnabled: true,
    },
    "aws:ec2/flowLog:FlowLog": {
      vpcId: has.vpcId,
      trafficType: "ALL",
      iamRoleArn: has.role.outputs.arn,
      logDestination: has.logs.outputs.arn,
    },
    "aws:ec2/securityGroup:SecurityGroup": { vpcId: has.vpcId, name: "data", description: "Databases" },
    "aws:ec2/launchTemplate:LaunchTemplate": {
      name: "nodes",
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3", volumeSize: 50 } }],
      tagSpecifications: [{ resourceType: "instance", tags: {} }],
      userData: "aGVsbG8=",
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
      securityGroupId: has.group,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
      securityGroupId: has.group,
      ipProtocol: "-1",
      referencedSecurityGroupId: has.group,
    },
    "aws:iam/role:Role": { name: "api", assumeRolePolicy: trust },
    "aws:iam/rolePolicy:RolePolicy": { role: has.role.id, policy: permissions },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
      role: has.role.id,
      policyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    },
    "aws:iam/policy:Policy": { name: "read", policy: permissions },
    "aws:cloudwatch/logGroup:LogGroup": { name: "/atelier/api", retentionInDays: 30 },
    "aws:kms/key:Key": { deletionWindowInDays: 7, enableKeyRotation: true },
    "aws:kms/alias:Alias": { name: "alias/data", targetKeyId: has.key.id },
    "aws:eks/cluster:Cluster": {
      name: "second",
      version: "1.36",
      roleArn: has.role.outputs.arn,
      vpcConfig: { subnetIds: has.subnetIds },
      enabledClusterLogTypes: ["api", "audit"],
      upgradePolicy: { supportType: "STANDARD" },
      accessConfig: { authenticationMode: "API" },
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: has.key.outputs.arn } },
    },
    "aws:eks/accessEntry:AccessEntry": {
      clusterName: has.cluster.id,
      principalArn: "arn:aws:iam::111122223333:role/auditors",
    },
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
      clusterName: has.cluster.id,
      principalArn: has.principalArn,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "cluster" },
    },
    "aws:eks/nodeGroup:NodeGroup": {
      clusterName: has.cluster.id,
      nodeGroupName: "general",
      nodeRoleArn: has.role.outputs.arn,
      subnetIds: has.subnetIds,
      amiType: "BOTTLEROCKET_x86_64",
      instanceTypes: ["m7i.large"],
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
      taints: [{ key: "gpu", effect: "NO_SCHEDULE" }],
      labels: { pool: "general" },
    },
    "aws:eks/addon:Addon": {
      clusterName: has.cluster.id,
      addonName: "vpc-cni",
      addonVersion: "v1.22.0-eksbuild.1",
      resolveConflictsOnCreate: "OVERWRITE",
      configurationValues: "{}",
    },
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
      clusterName: has.cluster.id,
      namespace: "automl",
      serviceAccount: "api",
      roleArn: has.role.outputs.arn,
    },
    "aws:rds/instance:Instance": {
      identifier: "accounts",
      engine: "postgres",
      engineVersion: "18",
      instanceClass: "db.t4g.medium",
      allocatedStorage: 50,
      maxAllocatedStorage: 100,
      username: "owner",
      manageMasterUserPassword: true,
      dbName: "accounts",
      dbSubnetGroupName: has.dbSubnets.id,
      parameterGroupName: has.dbParameters.id,
      vpcSecurityGroupIds: [has.group],
      backupRetentionPeriod: 7,
      skipFinalSnapshot: true,
    },
    "aws:rds/snapshot:Snapshot": { dbSnapshotIdentifier: "last" },
    "aws:rds/subnetGroup:SubnetGroup": { name: "second", subnetIds: has.subnetIds },
    "aws:rds/parameterGroup:ParameterGroup": { name: "second", family: "postgres17" },
    "aws:elasticache/replicationGroup:ReplicationGroup": {
      replicationGroupId: "jobs",
      description: "Celery's queues",
      engine: "valkey",
      engineVersion: "8.1",
      nodeType: "cache.t4g.small",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      transitEncryptionEnabled: true,
      subnetGroupName: has.cacheSubnets.id,
      securityGroupIds: [has.group],
      userGroupIds: [has.userGroup.id],
    },
    "aws:elasticache/subnetGroup:SubnetGroup": { name: "second", subnetIds: has.subnetIds },
    "aws:elasticache/parameterGroup:ParameterGroup": { name: "second", family: "valkey8" },
    "aws:elasticache/user:User": {
      userId: "worker",
      userName: "worker",
      engine: "valkey",
      accessString: "on ~* +@all",
      authenticationMode: { type: "password", passwords: ["0123456789abcdef"] },
    },
    "aws:elasticache/userGroup:UserGroup": { userGroupId: "second", engine: "valkey", userIds: [has.user.id] },
    "aws:elasticache/userGroupAssociation:UserGroupAssociation": {
      userGroupId: has.userGroup.id,
      userId: has.user.id,
    },
    "aws:s3/bucket:Bucket": { bucketPrefix: "atelier-test-reports-" },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { bucket: has.bucket.id, blockPublicPolicy: true },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
      bucket: has.bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    },
    "aws:s3/bucketVersioning:BucketVersioning": {
      bucket: has.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    },
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
      bucket: has.bucket.id,
      rules: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: has.key.outputs.arn,
          },
        },
      ],
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
      bucket: has.bucket.id,
      rules: [
        {
          id: "tidy",
          status: "Enabled",
          transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
          expiration: { days: 90 },
        },
      ],
    },
    "aws:s3/bucketPolicy:BucketPolicy": { bucket: has.bucket.id, policy: open(String(has.bucket.outputs.arn)) },
    "aws:s3/bucketLogging:BucketLogging": {
      bucket: has.bucket.id,
      targetBucket: has.bucket.id,
      targetPrefix: "logs/",
    },
    "aws:ecr/repository:Repository": { name: "atelier/ui", imageTagMutability: "IMMUTABLE" },
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
      repository: has.repository.outputs.name,
      policy: JSON.stringify({ rules: [{ rulePriority: 1 }] }),
    },
    "aws:secretsmanager/secret:Secret": { namePrefix: "atelier/ui-", recoveryWindowInDays: 7 },
    "aws:secretsmanager/secretVersion:SecretVersion": { secretId: has.secret.id, secretString: "hidden" },
    "aws:lb/loadBalancer:LoadBalancer": {
      name: "second",
      subnets: has.subnetIds,
      securityGroups: [has.group],
      accessLogs: { bucket: has.bucket.id, enabled: true },
    },
    "aws:lb/targetGroup:TargetGroup": {
      name: "ui",
      vpcId: has.vpcId,
      port: 8501,
      protocol: "HTTP",
      targetType: "ip",
      deregistrationDelay: 30,
      healthCheck: { path: "/health", interval: 30, timeout: 5, matcher: "200-299" },
    },
    "aws:lb/listener:Listener": {
      loadBalancerArn: has.balancer.id,
      port: 8080,
      protocol: "HTTP",
      defaultActions: [{ type: "forward", targetGroupArn: has.targetGroup }],
    },
    "aws:lb/listenerRule:ListenerRule": {
      listenerArn: has.listener.id,
      priority: 10,
      conditions: [{ hostHeader: { values: ["api.atelier.example"] } }],
      actions: [{ type: "forward", targetGroupArn: has.targetGroup }],
    },
    "aws:acm/certificate:Certificate": {
      domainName: "atelier.example",
      subjectAlternativeNames: ["*.atelier.example"],
      validationMethod: "DNS",
    },
    "aws:route53/zone:Zone": { name: "staging.atelier.example" },
    "aws:route53/record:Record": {
      zoneId: has.zone.id,
      name: proof,
      type: "CNAME",
      ttl: 60,
      records: ["value.example"],
    },
    "aws:wafv2/ipSet:IpSet": {
      name: "ours",
      scope: "REGIONAL",
      ipAddressVersion: "IPV4",
      addresses: ["192.0.2.1/32"],
    },
    "aws:wafv2/webAcl:WebAcl": {
      name: "second",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: { metricName: "second", cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false },
      rules: [
        {
          name: "rate",
          priority: 1,
          action: { block: {} },
          statement: { rateBasedStatement: { limit: 2000, evaluationWindowSec: 300 } },
        },
      ],
    },
    "aws:wafv2/webAclAssociation:WebAclAssociation": {
      webAclArn: has.webAcl.outputs.arn,
      resourceArn: has.balancer.id,
    },
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
      resourceArn: has.webAcl.outputs.arn,
      logDestinationConfigs: [has.logs.outputs.arn],
    },
    "aws:cloudfront/originAccessControl:OriginAccessControl": {
      name: "second",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": { name: "strict" },
    "aws:cloudfront/distribution:Distribution": {
      aliases: ["reports.atelier.example"],
      enabled: true,
      restrictions: { geoRestriction: { restrictionType: "none" } },
      origins: [{ originId: "reports", domainName: "b.example", originAccessControlId: has.accessControl.id }],
      defaultCacheBehavior: {
        targetOriginId: "reports",
        viewerProtocolPolicy: "https-only",
        cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      },
      viewerCertificate: { acmCertificateArn: has.eastern.id },
      priceClass: "PriceClass_100",
    },
    "kubernetes:helm.sh/v3:Release": {
      name: "keda",
      chart: "keda",
      version: "2.20.1",
      namespace: "kube-system",
      repositoryOpts: { repo: "https://charts.example" },
    },
    "kubernetes:core/v1:Namespace": { metadata: { name: "mlflow" } },
    "kubernetes:core/v1:Secret": { metadata, stringData: { password: "hidden" } },
    "kubernetes:apps/v1:Deployment": { metadata, spec: { selector, replicas: 2 } },
    "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": {
      metadata,
      spec: { targetGroupARN: has.targetGroup },
    },
    "random:index/randomPassword:RandomPassword": { length: 32, special: false, minNumeric: 2 },
    "random:index/randomString:RandomString": { length: 8, special: false },
    "random:index/randomId:RandomId": { byteLength: 4 },
    "random:index/randomBytes:RandomBytes": { length: 32 },
    "tls:index/privateKey:PrivateKey": { algorithm: "ECDSA" },
    "tls:index/selfSignedCert:SelfSignedCert": {
      privateKeyPem: "-----BEGIN EC PRIVATE KEY-----",
      validityPeriodHours: 1,
    },
    "tls:index/certRequest:CertRequest": { privateKeyPem: "-----BEGIN EC PRIVATE KEY-----" },
    "tls:index/locallySignedCert:LocallySignedCert": {
      caPrivateKeyPem: "-----BEGIN EC PRIVATE KEY-----",
      validityPeriodHours: 1,
    },
  };
}
