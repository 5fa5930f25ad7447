import type { Check, Given, Table } from "../model";
import { list, text } from "../values";
import { range } from "./cidr";
import { arn, between, idLike, named, nameProblem } from "./naming";
import * as to from "./targets";

/** Botocore's service model of EC2: what a description of a group or rule may say. No quotes, no umlauts. */
const description = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

const describable: Check = ({ inputs }) =>
  text(inputs.description) !== "" &&
  !description.test(text(inputs.description)) &&
  `InvalidParameterValue: the description "${inputs.description}" may have 255 of a-zA-Z0-9 ._-:/()#,@[]+=&;{}!$*`;

const groupName: Check = (given) => {
  const name = named(given);
  return [
    nameProblem(
      {
        code: "InvalidParameterValue",
        what: "group name",
        pattern: description,
        max: 255,
        allowed: "a-zA-Z0-9 ._-:/()#,@[]+=&;{}!$*",
      },
      name,
    ),
    /^sg-/i.test(name) && `InvalidParameterValue: the group name "${name}" must not start with sg-`,
  ];
};

const sources = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];
const sourcesOf = ({ inputs }: Given) => sources.filter((name) => text(inputs[name]) !== "");

const rule: Check = (given) => {
  const { inputs } = given;
  const [from, until] = [inputs.fromPort, inputs.toPort];
  const everything = inputs.ipProtocol === "-1";
  return [
    sourcesOf(given).length !== 1 &&
      `InvalidParameterCombination: a rule has one of ${sources.join(", ")}, not ${sourcesOf(given).length}`,
    everything && (from !== undefined || until !== undefined) && "InvalidParameterValue: protocol -1 takes no ports",
    !everything &&
      (typeof from !== "number" || typeof until !== "number") &&
      "MissingParameter: fromPort and toPort are needed",
    typeof from === "number" &&
      typeof until === "number" &&
      from > until &&
      `InvalidParameterValue: fromPort ${from} is above toPort ${until}`,
    ["tcp", "udp"].includes(text(inputs.ipProtocol)) && between("InvalidParameterValue", "fromPort", from, 0, 65535),
    ["tcp", "udp"].includes(text(inputs.ipProtocol)) && between("InvalidParameterValue", "toPort", until, 0, 65535),
    text(inputs.cidrIpv4) !== "" &&
      range(text(inputs.cidrIpv4)) === undefined &&
      `InvalidParameterValue: ${inputs.cidrIpv4} is not an IPv4 range`,
  ];
};

const ruleModel = (direction: "ingress" | "egress"): Table[string] => ({
  id: idLike("sgr"),
  tagged: true,
  refers: [
    // A group goes with its own rules; a rule of another group that names it holds it.
    { path: "securityGroupId", to: to.securityGroup, loose: true },
    { path: "referencedSecurityGroupId", to: to.securityGroup },
  ],
  checks: [rule, describable],
  claims: ({ inputs }) => [
    {
      key: `${direction} of ${[inputs.securityGroupId, inputs.ipProtocol, inputs.fromPort, inputs.toPort, ...sources.map((name) => inputs[name])].join(" ").trimEnd()}`,
      code: "InvalidPermission.Duplicate",
    },
  ],
  replaces: ["securityGroupId"],
  outputs: (given, id) => ({ arn: arn(given, "ec2", `security-group-rule/${id}`), securityGroupRuleId: id }),
});

export const securityGroups: Table = {
  "aws:ec2/securityGroup:SecurityGroup": {
    id: idLike("sg"),
    tagged: true,
    refers: [{ path: "vpcId", to: to.vpc }],
    checks: [groupName, describable],
    claims: (given) => [
      { key: `security group ${named(given).toLowerCase()} of ${given.inputs.vpcId}`, code: "InvalidGroup.Duplicate" },
    ],
    replaces: ["name", "namePrefix", "description", "vpcId"],
    outputs: (given, id) => ({
      arn: arn(given, "ec2", `security-group/${id}`),
      name: named(given),
      ownerId: given.account.id,
      description: given.inputs.description ?? "Managed by Pulumi",
      ingress: given.inputs.ingress ?? [],
      egress: given.inputs.egress ?? [],
    }),
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    id: ({ inputs, account, hex }) =>
      text(account.find("aws:ec2/vpc:Vpc", "id", text(inputs.vpcId))?.outputs.defaultSecurityGroupId) ||
      `sg-default${hex(10)}`,
    tagged: true,
    // It comes and goes with its VPC.
    refers: [{ path: "vpcId", to: to.vpc, loose: true }],
    replaces: ["vpcId"],
    outputs: (given, id) => ({
      arn: arn(given, "ec2", `security-group/${id}`),
      name: "default",
      ownerId: given.account.id,
      description: "default VPC security group",
      ingress: list(given.inputs.ingress),
      egress: list(given.inputs.egress),
    }),
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ruleModel("ingress"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ruleModel("egress"),
};
