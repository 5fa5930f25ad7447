import type { Check, Given, Table } from "../model";
import { text } from "../values";
import { between, globalArn, named, nameProblem } from "./naming";
import { policyProblems } from "./policy";
import * as to from "./targets";

/** Sizes: IAM's quotas, "IAM and AWS STS character limits"; patterns: botocore's service model of IAM. */
const limits = { role: 64, policy: 128, trust: 2048, inline: 10_240, managed: 6144, attached: 10 };
const allowed = /^[\w+=,.@-]+$/;

/** Policies that AWS keeps and a platform on EKS uses. */
const managedPolicies: readonly string[] = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEKSVPCResourceController",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonSSMManagedInstanceCore",
  "AmazonPrometheusRemoteWriteAccess",
  "CloudWatchAgentServerPolicy",
  "service-role/AmazonEBSCSIDriverPolicy",
  "service-role/AmazonRDSEnhancedMonitoringRole",
  "service-role/AWSBackupServiceRolePolicyForBackup",
  "service-role/AWSBackupServiceRolePolicyForRestores",
].map((name) => `arn:aws:iam::aws:policy/${name}`);

const nameCheck =
  (what: string, max: number): Check =>
  (given) =>
    nameProblem({ code: "ValidationError", what, pattern: allowed, max, allowed: "A-Za-z0-9_+=,.@-" }, named(given));

const trust: Check = ({ inputs }) =>
  policyProblems("MalformedPolicyDocument", text(inputs.assumeRolePolicy), { size: limits.trust, principal: true });
const session: Check = ({ inputs }) =>
  between("ValidationError", "maxSessionDuration", inputs.maxSessionDuration, 3600, 43_200);

const rolePolicies = (given: Given, type: string) =>
  given.account.all(type).filter(({ inputs }) => inputs.role === given.inputs.role);

const inline: Check = (given) => {
  const policy = text(given.inputs.policy);
  const others = rolePolicies(given, "aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => text(inputs.policy));
  const total = [...others, policy].join("").replace(/\s/g, "").length;
  return [
    ...policyProblems("MalformedPolicyDocument", policy, { size: limits.inline, resource: true }),
    others.length > 0 &&
      total > limits.inline &&
      `LimitExceeded: the inline policies of ${given.inputs.role} have ${total} characters, allowed are ${limits.inline}`,
  ];
};

const attachment: Check = (given) => {
  const policy = text(given.inputs.policyArn);
  return [
    policy.startsWith("arn:aws:iam::aws:") &&
      !managedPolicies.includes(policy) &&
      `NoSuchEntity: AWS has no policy ${policy}`,
    rolePolicies(given, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").length >= limits.attached &&
      `LimitExceeded: a role takes ${limits.attached} managed policies`,
  ];
};

const path = ({ inputs }: Given) => text(inputs.path) || "/";
const createDate = "2026-01-01T00:00:00Z";

export const iam: Table = {
  "aws:iam/role:Role": {
    id: named,
    tagged: true,
    inUse: "DeleteConflict",
    checks: [nameCheck("role name", limits.role), trust, session],
    claims: (given) => [{ key: `role ${named(given).toLowerCase()}`, code: "EntityAlreadyExists" }],
    replaces: ["name", "namePrefix", "path"],
    outputs: (given, id) => ({
      arn: globalArn(given, "iam", `role${path(given)}${id}`),
      name: id,
      path: path(given),
      createDate,
      uniqueId: `AROA${given.hex(17).toUpperCase()}`,
      maxSessionDuration: given.inputs.maxSessionDuration ?? 3600,
    }),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    id: (given) => `${text(given.inputs.role)}:${named(given)}`,
    refers: [{ path: "role", to: to.roleName }],
    checks: [nameCheck("policy name", limits.policy), inline],
    replaces: ["name", "namePrefix", "role"],
    outputs: (given) => ({ name: named(given) }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    id: ({ inputs, hex }) => `${text(inputs.role)}-${hex(26)}`,
    refers: [
      { path: "role", to: to.roleName },
      {
        path: "policyArn",
        to: { types: ["aws:iam/policy:Policy"], by: "arn", code: "NoSuchEntity", given: /^arn:aws:iam::aws:policy\// },
      },
    ],
    checks: [attachment],
    claims: ({ inputs }) => [{ key: `${inputs.policyArn} on ${inputs.role}`, code: "EntityAlreadyExists" }],
    replaces: ["role", "policyArn"],
  },
  "aws:iam/policy:Policy": {
    id: (given) => globalArn(given, "iam", `policy${path(given)}${named(given)}`),
    tagged: true,
    inUse: "DeleteConflict",
    checks: [
      nameCheck("policy name", limits.policy),
      ({ inputs }) =>
        policyProblems("MalformedPolicyDocument", text(inputs.policy), { size: limits.managed, resource: true }),
    ],
    claims: (given) => [{ key: `policy ${named(given).toLowerCase()}`, code: "EntityAlreadyExists" }],
    replaces: ["name", "namePrefix", "path", "description"],
    outputs: (given, id) => ({
      arn: id,
      name: named(given),
      path: path(given),
      policyId: `ANPA${given.hex(17).toUpperCase()}`,
      attachmentCount: 0,
    }),
  },
};
