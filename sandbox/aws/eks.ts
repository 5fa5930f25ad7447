import type { Check, Functions, Given, Table } from "../model";
import { Refusal } from "../model";
import { at, list, numeric, parsed, record, records, text, texts } from "../values";
import { strangers, subnetsOf, vpcsIn, zonesIn } from "./lookups";
import { type Architecture, architecture } from "./machines";
import { arn, named, nameProblem, oneOf, uuid } from "./naming";
import { zonesWithoutEks } from "./regions";
import * as to from "./targets";
import { addons, kubernetesVersions } from "./versions";

const cluster = "aws:eks/cluster:Cluster";
const accessEntry = "aws:eks/accessEntry:AccessEntry";

const clusterName: Check = (given) =>
  nameProblem(
    {
      code: "InvalidParameterException",
      what: "cluster name",
      pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
      max: 100,
      allowed: "letters, digits, - and _, a letter or digit first",
    },
    named(given),
  );

const version: Check = ({ inputs }) =>
  text(inputs.version) !== "" &&
  kubernetesVersions[text(inputs.version)] === undefined &&
  `InvalidParameterException: unsupported Kubernetes version ${inputs.version}, allowed are ${Object.keys(kubernetesVersions).join(", ")}`;

const controlPlane: Check = ({ inputs, account }) => {
  const ids = texts(record(inputs.vpcConfig).subnetIds);
  const groups = texts(record(inputs.vpcConfig).securityGroupIds);
  const subnets = subnetsOf(account, ids);
  const refused = subnets.filter(({ outputs }) => zonesWithoutEks.includes(text(outputs.availabilityZoneId)));
  const [vpcId = ""] = vpcsIn(subnets);
  return [
    ids.length < 2 && "InvalidParameterException: a cluster needs subnets in at least two zones",
    subnets.length === ids.length &&
      ids.length > 1 &&
      zonesIn(subnets).size < 2 &&
      "InvalidParameterException: Subnets specified must be in at least two different AZs",
    vpcsIn(subnets).size > 1 && "InvalidParameterException: the subnets are in different VPCs",
    refused.length > 0 &&
      `UnsupportedAvailabilityZoneException: EKS has no control plane in ${refused.map(({ outputs }) => outputs.availabilityZoneId).join(", ")}`,
    strangers(account, groups, vpcId).length > 0 &&
      "InvalidParameterException: the security groups are in another VPC than the subnets",
  ];
};

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
const choices: Check = ({ inputs }) => [
  ...list(inputs.enabledClusterLogTypes).map((type) => oneOf("InvalidParameterException", "log type", type, logTypes)),
  ...at(inputs, "accessConfig.authenticationMode").map((mode) =>
    oneOf("InvalidParameterException", "authenticationMode", mode, ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]),
  ),
  ...at(inputs, "upgradePolicy.supportType").map((type) =>
    oneOf("InvalidParameterException", "supportType", type, ["STANDARD", "EXTENDED"]),
  ),
  ...at(inputs, "encryptionConfig.resources[]").map((what) =>
    oneOf("InvalidParameterException", "encryptionConfig.resources", what, ["secrets"]),
  ),
  ...at(inputs, "vpcConfig.publicAccessCidrs[]").map(
    (cidr) => !/^[\d.]+\/\d+$/.test(text(cidr)) && `InvalidParameterException: ${cidr} is not a range`,
  ),
];

const clusterOf = ({ inputs, account }: Given) => account.find(cluster, "id", text(inputs.clusterName));

const amis: Readonly<Record<string, Architecture>> = {
  AL2023_x86_64_STANDARD: "x86_64",
  AL2023_x86_64_NVIDIA: "x86_64",
  AL2023_x86_64_NEURON: "x86_64",
  AL2023_ARM_64_STANDARD: "ARM_64",
  AL2023_ARM_64_NVIDIA: "ARM_64",
  BOTTLEROCKET_x86_64: "x86_64",
  BOTTLEROCKET_x86_64_FIPS: "x86_64",
  BOTTLEROCKET_x86_64_NVIDIA: "x86_64",
  BOTTLEROCKET_x86_64_NVIDIA_FIPS: "x86_64",
  BOTTLEROCKET_ARM_64: "ARM_64",
  BOTTLEROCKET_ARM_64_FIPS: "ARM_64",
  BOTTLEROCKET_ARM_64_NVIDIA: "ARM_64",
  BOTTLEROCKET_ARM_64_NVIDIA_FIPS: "ARM_64",
  CUSTOM: "x86_64",
};

const machines: Check = ({ inputs }) => {
  const ami = text(inputs.amiType);
  const types = texts(inputs.instanceTypes);
  return [
    ami !== "" && amis[ami] === undefined && `InvalidParameterException: there is no amiType ${ami}`,
    ...types.map(
      (type) =>
        architecture(type) === undefined &&
        `InvalidParameterException: The following supplied instance types do not exist: [${type}]`,
    ),
    ...types.map((type) => {
      const [has, wants] = [architecture(type), amis[ami]];
      return (
        has !== undefined &&
        wants !== undefined &&
        ami !== "CUSTOM" &&
        has !== wants &&
        `InvalidParameterException: [${type}] is not a valid instance type for requested amiType ${ami}`
      );
    }),
    oneOf("InvalidParameterException", "capacityType", inputs.capacityType, ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]),
    inputs.launchTemplate !== undefined &&
      inputs.diskSize !== undefined &&
      "InvalidParameterException: diskSize belongs in the launch template",
    inputs.launchTemplate !== undefined &&
      inputs.remoteAccess !== undefined &&
      "InvalidParameterException: remoteAccess belongs in the launch template",
  ];
};

const scaling: Check = ({ inputs }) => {
  const { minSize, maxSize, desiredSize } = record(inputs.scalingConfig);
  const [least, most, wanted] = [numeric(minSize) ?? 0, numeric(maxSize) ?? 0, numeric(desiredSize) ?? 0];
  return [
    most < 1 && `InvalidParameterException: maxSize is ${most}, allowed is at least 1`,
    least > most && `InvalidParameterException: Minimum capacity ${least} can't be greater than maximum size ${most}`,
    (wanted < least || wanted > most) &&
      `InvalidParameterException: desired capacity ${wanted} must be between ${least} and ${most}`,
  ];
};

/** Kubernetes label syntax, and EKS API: Taint.effect. */
const marks: Check = ({ inputs }) => [
  ...records(inputs.taints).map(({ effect }) =>
    oneOf("InvalidParameterException", "taint effect", effect, ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]),
  ),
  ...Object.values(record(inputs.labels)).map(
    (value) =>
      !/^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/.test(text(value)) &&
      `InvalidParameterException: the label value "${value}" is not one`,
  ),
  ...Object.keys(record(inputs.labels)).map(
    (label) =>
      /(^|\.)(kubernetes\.io|k8s\.io)\//.test(label) &&
      !/^(node\.)?kubernetes\.io\/|^node-role|karpenter/.test(label) &&
      `InvalidParameterException: the label ${label} is Kubernetes' own`,
  ),
];

const nodeSubnets: Check = (given) => {
  const home = clusterOf(given);
  const [vpcId] = vpcsIn(subnetsOf(given.account, texts(record(home?.inputs.vpcConfig).subnetIds)));
  const others = subnetsOf(given.account, texts(given.inputs.subnetIds)).filter(
    ({ inputs }) => vpcId !== undefined && inputs.vpcId !== vpcId,
  );
  return (
    others.length > 0 &&
    `InvalidParameterException: ${others.map(({ id }) => id).join(", ")} are not in the cluster's VPC ${vpcId}`
  );
};

const groupName = (given: Given): string => named(given, "nodeGroupName");

const addon: Check = ({ inputs }) => {
  const [name, wanted] = [text(inputs.addonName), text(inputs.addonVersion)];
  return [
    addons[name] === undefined && `InvalidParameterException: Addon ${name} is not supported`,
    wanted !== "" &&
      !/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(wanted) &&
      `InvalidParameterException: Addon version ${wanted} is not supported`,
    oneOf("InvalidParameterException", "resolveConflictsOnCreate", inputs.resolveConflictsOnCreate, [
      "NONE",
      "OVERWRITE",
    ]),
    oneOf("InvalidParameterException", "resolveConflictsOnUpdate", inputs.resolveConflictsOnUpdate, [
      "NONE",
      "OVERWRITE",
      "PRESERVE",
    ]),
    typeof inputs.configurationValues === "string" &&
      parsed(inputs.configurationValues) === undefined &&
      "InvalidParameterException: ConfigurationValue is not JSON",
  ];
};

/** EKS access policies that a platform grants, see "Review access policy permissions". */
const accessPolicies = [
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
];

const accessPolicy: Check = ({ inputs, account }) => {
  const { type, namespaces } = record(inputs.accessScope);
  const entry = account
    .all(accessEntry)
    .find(
      (thing) => thing.inputs.clusterName === inputs.clusterName && thing.inputs.principalArn === inputs.principalArn,
    );
  return [
    entry === undefined &&
      `ResourceNotFoundException: ${inputs.principalArn} has no access entry in ${inputs.clusterName}`,
    !accessPolicies.some((name) => inputs.policyArn === `arn:aws:eks::aws:cluster-access-policy/${name}`) &&
      `InvalidParameterException: there is no access policy ${inputs.policyArn}`,
    oneOf("InvalidParameterException", "accessScope.type", type, ["cluster", "namespace"]),
    type === "namespace" &&
      list(namespaces).length === 0 &&
      "InvalidParameterException: a scope of namespaces names at least one",
  ];
};

const inCluster = { path: "clusterName", to: to.cluster } as const;

export const eks: Table = {
  [cluster]: {
    id: (given) => named(given),
    tagged: true,
    inUse: "ResourceInUseException",
    refers: [
      { path: "roleArn", to: to.role, loose: true },
      { path: "vpcConfig.subnetIds[]", to: to.subnet },
      { path: "vpcConfig.securityGroupIds[]", to: to.securityGroup },
      { path: "encryptionConfig.provider.keyArn", to: to.key, loose: true },
    ],
    checks: [clusterName, version, controlPlane, choices],
    claims: (given) => [{ key: `cluster ${named(given)} in ${given.scope.region}`, code: "ResourceInUseException" }],
    replaces: [
      "name",
      "roleArn",
      "encryptionConfig",
      "kubernetesNetworkConfig",
      "bootstrapSelfManagedAddons",
      "outpostConfig",
    ],
    outputs: (given, id) => {
      const issuer = `https://oidc.eks.${given.scope.region}.amazonaws.com/id/${given.hex(32).toUpperCase()}`;
      const [vpcId] = vpcsIn(subnetsOf(given.account, texts(record(given.inputs.vpcConfig).subnetIds)));
      return {
        arn: arn(given, "eks", `cluster/${id}`),
        name: id,
        certificateAuthority: { data: Buffer.from(`certificate authority of ${id}`).toString("base64") },
        createdAt: "2026-01-01T00:00:00Z",
        endpoint: `https://${given.hex(32).toUpperCase()}.gr7.${given.scope.region}.eks.amazonaws.com`,
        identities: [{ oidcs: [{ issuer }] }],
        platformVersion: "eks.1",
        status: "ACTIVE",
        version: given.inputs.version ?? Object.keys(kubernetesVersions).at(-1),
        vpcConfig: { ...record(given.inputs.vpcConfig), clusterSecurityGroupId: `sg-cluster${given.hex(10)}`, vpcId },
        kubernetesNetworkConfig: {
          ipFamily: "ipv4",
          serviceIpv4Cidr: "172.20.0.0/16",
          ...record(given.inputs.kubernetesNetworkConfig),
        },
      };
    },
    keeps: ({ id, inputs }) =>
      inputs.deletionProtection === true && `InvalidRequestException: ${id} has deletion protection`,
    // What lives in a cluster ends with it, without a deletion of its own.
    takes: ({ outputs }, { type, scope }) =>
      type.startsWith("kubernetes:") &&
      (scope.cluster === outputs.arn ||
        scope.cluster === outputs.name ||
        scope.cluster.includes(text(outputs.endpoint))),
  },
  [accessEntry]: {
    id: ({ inputs }) => `${text(inputs.clusterName)}:${text(inputs.principalArn)}`,
    tagged: true,
    refers: [{ ...inCluster, loose: true }],
    checks: [
      // Roles of people are made elsewhere: only the form can be judged.
      ({ inputs }) =>
        !/^arn:aws:(iam|sts)::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(text(inputs.principalArn)) &&
        `InvalidParameterException: ${inputs.principalArn} is not the ARN of a role`,
      ({ inputs }) =>
        oneOf("InvalidParameterException", "type", inputs.type, [
          "STANDARD",
          "EC2_LINUX",
          "EC2_WINDOWS",
          "FARGATE_LINUX",
          "EC2",
        ]),
    ],
    claims: ({ inputs }) => [
      { key: `access of ${inputs.principalArn} to ${inputs.clusterName}`, code: "ResourceInUseException" },
    ],
    replaces: ["clusterName", "principalArn", "type"],
    outputs: (given) => ({
      accessEntryArn: arn(
        given,
        "eks",
        `access-entry/${text(given.inputs.clusterName)}/role/${given.account.id}/${uuid(given)}`,
      ),
      type: given.inputs.type ?? "STANDARD",
      createdAt: "2026-01-01T00:00:00Z",
      modifiedAt: "2026-01-01T00:00:00Z",
    }),
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    id: ({ inputs }) => [inputs.clusterName, inputs.principalArn, inputs.policyArn].join("#"),
    refers: [{ ...inCluster, loose: true }],
    checks: [accessPolicy],
    claims: ({ inputs }) => [
      { key: `${inputs.policyArn} of ${inputs.principalArn} in ${inputs.clusterName}`, code: "ResourceInUseException" },
    ],
    replaces: ["clusterName", "principalArn", "policyArn"],
    outputs: () => ({ associatedAt: "2026-01-01T00:00:00Z", modifiedAt: "2026-01-01T00:00:00Z" }),
  },
  "aws:eks/nodeGroup:NodeGroup": {
    id: (given) => `${text(given.inputs.clusterName)}:${groupName(given)}`,
    tagged: true,
    refers: [
      inCluster,
      { path: "nodeRoleArn", to: to.role, loose: true },
      { path: "subnetIds[]", to: to.subnet },
      {
        path: "launchTemplate.id",
        to: { types: ["aws:ec2/launchTemplate:LaunchTemplate"], by: "id", code: "InvalidRequestException" },
        loose: true,
      },
    ],
    checks: [
      (given) =>
        nameProblem(
          {
            code: "InvalidParameterException",
            what: "node group name",
            pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
            max: 63,
            allowed: "letters, digits, - and _, a letter or digit first",
          },
          groupName(given),
        ),
      machines,
      scaling,
      marks,
      nodeSubnets,
    ],
    claims: (given) => [
      { key: `node group ${groupName(given)} of ${given.inputs.clusterName}`, code: "ResourceInUseException" },
    ],
    replaces: [
      "clusterName",
      "nodeGroupName",
      "nodeGroupNamePrefix",
      "nodeRoleArn",
      "subnetIds",
      "instanceTypes",
      "amiType",
      "capacityType",
      "diskSize",
      "remoteAccess",
    ],
    outputs: (given) => ({
      arn: arn(given, "eks", `nodegroup/${text(given.inputs.clusterName)}/${groupName(given)}/${uuid(given)}`),
      nodeGroupName: groupName(given),
      status: "ACTIVE",
      capacityType: given.inputs.capacityType ?? "ON_DEMAND",
      version: given.inputs.version ?? clusterOf(given)?.outputs.version,
      resources: [
        { autoscalingGroups: [{ name: `eks-${groupName(given)}-${uuid(given)}` }], remoteAccessSecurityGroupId: "" },
      ],
    }),
  },
  "aws:eks/addon:Addon": {
    id: ({ inputs }) => `${text(inputs.clusterName)}:${text(inputs.addonName)}`,
    tagged: true,
    refers: [
      { ...inCluster, loose: true },
      { path: "serviceAccountRoleArn", to: to.role, loose: true },
      { path: "podIdentityAssociations[].roleArn", to: to.role, loose: true },
    ],
    checks: [addon],
    claims: ({ inputs }) => [
      { key: `add-on ${inputs.addonName} of ${inputs.clusterName}`, code: "ResourceInUseException" },
    ],
    replaces: ["clusterName", "addonName"],
    outputs: (given, id) => ({
      arn: arn(given, "eks", `addon/${id.replace(":", "/")}/${uuid(given)}`),
      addonVersion: given.inputs.addonVersion ?? addons[text(given.inputs.addonName)],
      createdAt: "2026-01-01T00:00:00Z",
      modifiedAt: "2026-01-01T00:00:00Z",
    }),
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    id: ({ hex }) => `a-${hex(17)}`,
    tagged: true,
    refers: [
      { ...inCluster, loose: true },
      { path: "roleArn", to: to.role, loose: true },
    ],
    claims: ({ inputs }) => [
      {
        key: `pod identity of ${inputs.namespace}/${inputs.serviceAccount} in ${inputs.clusterName}`,
        code: "ResourceInUseException",
      },
    ],
    replaces: ["clusterName", "namespace", "serviceAccount"],
    outputs: (given, id) => ({
      associationArn: arn(given, "eks", `podidentityassociation/${text(given.inputs.clusterName)}/${id}`),
      associationId: id,
    }),
  },
};

export const eksFunctions: Functions = {
  "aws:eks/getAddonVersion:getAddonVersion": ({ args }) => {
    const [name, kubernetes] = [text(args.addonName), text(args.kubernetesVersion)];
    const newest = addons[name];
    if (newest === undefined) throw new Refusal(`InvalidParameterException: Addon ${name} is not supported`);
    if (kubernetesVersions[kubernetes] === undefined)
      throw new Refusal(`InvalidParameterException: unsupported Kubernetes version ${kubernetes}`);
    return { ...args, id: name, version: newest };
  },
};
