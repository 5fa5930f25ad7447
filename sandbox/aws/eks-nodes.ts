import type { Check, Given, Table } from "../model";
import { numeric, record, records, text, texts } from "../values";
import { subnetsOf, vpcsIn } from "./lookups";
import { type Architecture, architecture } from "./machines";
import { arn, named, nameProblem, oneOf, uuid } from "./naming";
import * as to from "./targets";

const clusterOf = ({ inputs, account }: Given) =>
  account.find("aws:eks/cluster:Cluster", "id", text(inputs.clusterName));

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

export const eksNodes: Table = {
  "aws:eks/nodeGroup:NodeGroup": {
    id: (given) => `${text(given.inputs.clusterName)}:${groupName(given)}`,
    tagged: true,
    refers: [
      { path: "clusterName", to: to.cluster },
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
};
