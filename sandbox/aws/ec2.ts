import type { Check, Given, Table } from "../model";
import { at, records, text, texts } from "../values";
import { architecture } from "./machines";
import { arn, between, idLike, named, nameProblem, oneOf } from "./naming";
import { policyProblems } from "./policy";
import * as to from "./targets";

/** Interface endpoints by the last part of their service's name, gateways below. */
const gatewayServices = ["s3", "dynamodb"];
const interfaceServices = [
  "aps-workspaces",
  "autoscaling",
  "bedrock-runtime",
  "ec2",
  "ec2messages",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticache",
  "elasticloadbalancing",
  "email-smtp",
  "kms",
  "logs",
  "monitoring",
  "rds",
  "s3",
  "sagemaker.api",
  "sagemaker.runtime",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "ssmmessages",
  "sts",
  "xray",
];

const isInterface = ({ inputs }: Given): boolean => inputs.vpcEndpointType === "Interface";

const endpoint: Check = (given) => {
  const { inputs, account, scope } = given;
  const name = text(inputs.serviceName);
  const services = isInterface(given) ? interfaceServices : gatewayServices;
  const subnets = texts(inputs.subnetIds).flatMap((id) => account.find("aws:ec2/subnet:Subnet", "id", id) ?? []);
  const zones = subnets.map(({ outputs }) => outputs.availabilityZone);
  const strangers = subnets.filter((subnet) => subnet.inputs.vpcId !== inputs.vpcId).map(({ id }) => id);
  return [
    !services.some((service) => name === `com.amazonaws.${scope.region}.${service}`) &&
      `InvalidServiceName: there is no ${inputs.vpcEndpointType ?? "Gateway"} service ${name}`,
    new Set(zones).size < zones.length && "DuplicateSubnetsInSameZone: an endpoint takes one subnet a zone",
    strangers.length > 0 && `InvalidParameter: ${strangers.join(", ")} are not in ${inputs.vpcId}`,
    ...(typeof inputs.policy === "string"
      ? policyProblems("MalformedPolicyDocument", inputs.policy, { size: 20_480, resource: true })
      : []),
  ];
};

/** Botocore: launch templates are named with 3-128 of these. */
const templateName: Check = (given) =>
  nameProblem(
    {
      code: "InvalidLaunchTemplateName.MalformedException",
      what: "launch template name",
      pattern: /^[a-zA-Z0-9().\-/_]{3,}$/,
      max: 128,
      allowed: "a-zA-Z0-9().-/_",
    },
    named(given),
  );

const template: Check = ({ inputs }) => {
  const data = text(inputs.userData);
  const type = text(inputs.instanceType);
  return [
    data !== "" &&
      Buffer.from(data, "base64").toString("base64") !== data &&
      "InvalidUserData.Malformed: user data must be base64",
    data.length > 21_848 && "InvalidParameterValue: user data is at most 16 KB before it is encoded",
    type !== "" && architecture(type) === undefined && `InvalidParameterValue: there is no instance type ${type}`,
    ...at(inputs, "metadataOptions.httpPutResponseHopLimit").map((hops) =>
      between("InvalidParameterValue", "the hop limit", hops, 1, 64),
    ),
    ...at(inputs, "blockDeviceMappings[].ebs.volumeType").map((volume) =>
      oneOf("InvalidParameterValue", "volumeType", volume, ["standard", "io1", "io2", "gp2", "gp3", "sc1", "st1"]),
    ),
    ...records(inputs.tagSpecifications).map(({ resourceType }) =>
      oneOf("InvalidParameterValue", "resourceType", resourceType, [
        "instance",
        "volume",
        "network-interface",
        "spot-instances-request",
        "elastic-gpu",
      ]),
    ),
  ];
};

const flowLog: Check = ({ inputs }) => [
  oneOf("InvalidParameterValue", "trafficType", inputs.trafficType, ["ACCEPT", "REJECT", "ALL"]),
  typeof inputs.maxAggregationInterval === "number" &&
    ![60, 600].includes(inputs.maxAggregationInterval) &&
    `InvalidParameterValue: maxAggregationInterval is ${inputs.maxAggregationInterval}, allowed are 60 and 600`,
  (inputs.logDestinationType ?? "cloud-watch-logs") === "cloud-watch-logs" &&
    text(inputs.iamRoleArn) === "" &&
    "InvalidParameterCombination: CloudWatch Logs needs an iamRoleArn that may write to it",
];

/** What stands in a VPC beside its subnets. */
export const ec2: Table = {
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    id: idLike("vpce"),
    tagged: true,
    variant: ({ vpcEndpointType }) => (vpcEndpointType === "Interface" ? "interface" : "gateway"),
    refers: [
      { path: "vpcId", to: to.vpc },
      { path: "subnetIds[]", to: to.subnet },
      { path: "securityGroupIds[]", to: to.securityGroup },
      { path: "routeTableIds[]", to: to.routeTable, loose: true },
    ],
    checks: [endpoint],
    claims: (given) =>
      isInterface(given) && given.inputs.privateDnsEnabled === true
        ? [{ key: `private names of ${given.inputs.serviceName} in ${given.inputs.vpcId}`, code: "InvalidParameter" }]
        : [],
    replaces: ["vpcId", "serviceName", "vpcEndpointType"],
    outputs: (given, id) => ({
      arn: arn(given, "ec2", `vpc-endpoint/${id}`),
      ownerId: given.account.id,
      state: "available",
      vpcEndpointType: given.inputs.vpcEndpointType ?? "Gateway",
      ...(isInterface(given)
        ? {
            networkInterfaceIds: texts(given.inputs.subnetIds).map((_, index) => `eni-${index}${given.hex(16)}`),
            dnsEntries: [
              { dnsName: `${id}.${text(given.inputs.serviceName)}`, hostedZoneId: `Z${given.hex(13).toUpperCase()}` },
            ],
          }
        : { prefixListId: `pl-${given.hex(8)}` }),
    }),
  },
  "aws:ec2/flowLog:FlowLog": {
    id: idLike("fl"),
    tagged: true,
    refers: [
      { path: "vpcId", to: to.vpc, loose: true },
      { path: "iamRoleArn", to: to.role, loose: true },
      { path: "logDestination", to: to.logGroup, loose: true },
    ],
    checks: [flowLog],
    replaces: [
      "vpcId",
      "subnetId",
      "trafficType",
      "iamRoleArn",
      "logDestination",
      "logDestinationType",
      "maxAggregationInterval",
    ],
    outputs: (given, id) => ({
      arn: arn(given, "ec2", `vpc-flow-log/${id}`),
      logDestinationType: given.inputs.logDestinationType ?? "cloud-watch-logs",
    }),
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    id: idLike("lt"),
    tagged: true,
    refers: [
      { path: "vpcSecurityGroupIds[]", to: to.securityGroup, loose: true },
      { path: "networkInterfaces[].securityGroups[]", to: to.securityGroup, loose: true },
      { path: "blockDeviceMappings[].ebs.kmsKeyId", to: to.key, loose: true },
    ],
    checks: [templateName, template],
    claims: (given) => [
      {
        key: `launch template ${named(given)} in ${given.scope.region}`,
        code: "InvalidLaunchTemplateName.AlreadyExistsException",
      },
    ],
    replaces: ["name", "namePrefix"],
    outputs: (given, id) => ({
      arn: arn(given, "ec2", `launch-template/${id}`),
      name: named(given),
      latestVersion: 1,
      defaultVersion: 1,
    }),
  },
};
