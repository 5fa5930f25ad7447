import type { Check, Given, Table } from "../model";
import { at, list, numeric, text, texts } from "../values";
import { strangers, subnetsOf, vpcsIn } from "./lookups";
import { isCacheType } from "./machines";
import { arn, databaseNames, named, nameProblem } from "./naming";
import * as to from "./targets";
import { cacheVersions } from "./versions";

const group = "aws:elasticache/replicationGroup:ReplicationGroup";
const subnetGroup = "aws:elasticache/subnetGroup:SubnetGroup";
const parameterGroup = "aws:elasticache/parameterGroup:ParameterGroup";
const user = "aws:elasticache/user:User";
const userGroup = "aws:elasticache/userGroup:UserGroup";
const engineOf = ({ inputs }: Given): string => text(inputs.engine) || "redis";

const engine: Check = (given) => {
  const version = text(given.inputs.engineVersion);
  const versions = cacheVersions[engineOf(given).toLowerCase()];
  const family = text(given.account.find(parameterGroup, "name", text(given.inputs.parameterGroupName))?.inputs.family);
  const wanted = `${engineOf(given)}${version.split(".")[0]}`;
  return [
    versions === undefined && `InvalidParameterValue: there is no engine ${engineOf(given)}`,
    version !== "" &&
      versions !== undefined &&
      !versions.some((known) => known === version || known.startsWith(`${version}.`)) &&
      `InvalidParameterValue: there is no version ${version} of ${engineOf(given)}, only ${versions.join(", ")}`,
    family !== "" &&
      version !== "" &&
      family !== wanted &&
      `InvalidParameterCombination: the parameter group is of family ${family}, the engine needs ${wanted}`,
  ];
};

const shape: Check = (given) => {
  const { inputs } = given;
  const nodes = numeric(inputs.numCacheClusters) ?? numeric(inputs.replicasPerNodeGroup) ?? 1;
  return [
    nameProblem(
      { code: "InvalidParameterValue", what: "replication group id", max: 40, ...databaseNames },
      groupId(given),
    ),
    !isCacheType(text(inputs.nodeType)) && `InvalidParameterValue: there is no cache node type ${inputs.nodeType}`,
    inputs.automaticFailoverEnabled === true &&
      nodes < 2 &&
      "InvalidParameterCombination: automatic failover needs at least two cache clusters",
    inputs.multiAzEnabled === true &&
      inputs.automaticFailoverEnabled !== true &&
      "InvalidParameterCombination: Multi-AZ needs automatic failover",
    list(inputs.userGroupIds).length > 0 &&
      inputs.transitEncryptionEnabled !== true &&
      "InvalidParameterCombination: user groups need encryption in transit",
    inputs.authToken !== undefined &&
      list(inputs.userGroupIds).length > 0 &&
      "InvalidParameterCombination: an AUTH token and user groups exclude each other",
    typeof inputs.authToken === "string" &&
      !/^[A-Za-z0-9!&#$^<>-]{16,128}$/.test(inputs.authToken) &&
      "InvalidParameterValue: an AUTH token has 16-128 of letters, digits and !&#$^<>-",
  ];
};

const placed: Check = ({ inputs, account }) => {
  const subnets = account.find(subnetGroup, "name", text(inputs.subnetGroupName));
  const others = strangers(account, texts(inputs.securityGroupIds), text(subnets?.outputs.vpcId));
  return (
    others.length > 0 && `InvalidParameterCombination: ${others.join(", ")} are in another VPC than the subnet group`
  );
};

const passwords: Check = ({ inputs }) => {
  const given = [
    ...texts(inputs.passwords),
    ...at(inputs, "authenticationMode.passwords[]").filter((value) => typeof value === "string"),
  ];
  const none =
    inputs.noPasswordRequired === true ||
    ["no-password-required", "iam"].includes(text(at(inputs, "authenticationMode.type")[0]));
  return [
    given.length === 0 && !none && "InvalidParameterValue: a user needs a password, IAM or noPasswordRequired",
    given.length > 2 && `InvalidParameterValue: a user has at most 2 passwords, not ${given.length}`,
    given.some((password) => password.length < 16 || password.length > 128) &&
      "InvalidParameterValue: a user's password has 16-128 characters",
  ];
};

/** ElastiCache guide, "Specifying permissions using an access string". */
const permissions: Check = ({ inputs }) =>
  !/^(on|off)\s/.test(`${text(inputs.accessString)} `) &&
  `InvalidParameterValue: the access string "${inputs.accessString}" must start with on or off`;

const defaultUser: Check = ({ inputs, account }) => {
  const users = texts(inputs.userIds).flatMap((id) => account.find(user, "id", id) ?? []);
  return (
    text(inputs.engine).toLowerCase() === "redis" &&
    users.length === list(inputs.userIds).length &&
    !users.some(({ inputs: { userName } }) => userName === "default") &&
    "DefaultUserRequired: a Redis user group needs a user named default"
  );
};

const groupId = (given: Given): string => named(given, "replicationGroupId").toLowerCase();
const claim = (what: string, code: string, name: (given: Given) => string) => (given: Given) => [
  { key: `${what} ${name(given)} in ${given.scope.region}`, code },
];
const idOf = (input: string) => (given: Given) => text(given.inputs[input]).toLowerCase();
const userTarget = { types: [user], by: "id", code: "UserNotFound" } as const;
const userGroupTarget = { types: [userGroup], by: "id", code: "UserGroupNotFound" } as const;

export const elasticache: Table = {
  [subnetGroup]: {
    id: (given) => named(given).toLowerCase(),
    tagged: true,
    inUse: "CacheSubnetGroupInUse",
    refers: [{ path: "subnetIds[]", to: to.subnet }],
    checks: [
      (given) =>
        nameProblem(
          { code: "InvalidParameterValue", what: "cache subnet group name", max: 255, ...databaseNames },
          named(given),
        ),
      ({ inputs, account }) =>
        vpcsIn(subnetsOf(account, texts(inputs.subnetIds))).size > 1 &&
        "InvalidSubnet: the subnets are in different VPCs",
    ],
    claims: claim("cache subnet group", "CacheSubnetGroupAlreadyExists", (given) => named(given).toLowerCase()),
    replaces: ["name"],
    outputs: (given, id) => ({
      arn: arn(given, "elasticache", `subnetgroup:${id}`),
      name: id,
      vpcId: subnetsOf(given.account, texts(given.inputs.subnetIds))[0]?.inputs.vpcId,
    }),
  },
  [parameterGroup]: {
    id: (given) => named(given).toLowerCase(),
    tagged: true,
    inUse: "InvalidCacheParameterGroupState",
    checks: [
      (given) =>
        nameProblem(
          { code: "InvalidParameterValue", what: "cache parameter group name", max: 255, ...databaseNames },
          named(given),
        ),
      ({ inputs }) =>
        !/^(valkey[789]|redis6\.x|redis7)$/.test(text(inputs.family)) &&
        `InvalidParameterValue: there is no parameter group family ${inputs.family}`,
    ],
    claims: claim("cache parameter group", "CacheParameterGroupAlreadyExists", (given) => named(given).toLowerCase()),
    replaces: ["name", "family", "description"],
    outputs: (given, id) => ({ arn: arn(given, "elasticache", `parametergroup:${id}`), name: id }),
  },
  [user]: {
    id: idOf("userId"),
    tagged: true,
    inUse: "InvalidUserState",
    checks: [
      ({ inputs }) =>
        nameProblem({ code: "InvalidParameterValue", what: "user id", max: 40, ...databaseNames }, text(inputs.userId)),
      passwords,
      permissions,
    ],
    claims: claim("cache user", "UserAlreadyExists", idOf("userId")),
    replaces: ["userId", "userName", "engine"],
    outputs: (given, id) => ({ arn: arn(given, "elasticache", `user:${id}`), userId: id }),
  },
  [userGroup]: {
    id: idOf("userGroupId"),
    tagged: true,
    inUse: "InvalidUserGroupState",
    refers: [{ path: "userIds[]", to: userTarget }],
    checks: [
      ({ inputs }) =>
        nameProblem(
          { code: "InvalidParameterValue", what: "user group id", max: 40, ...databaseNames },
          text(inputs.userGroupId),
        ),
      defaultUser,
    ],
    claims: claim("cache user group", "UserGroupAlreadyExists", idOf("userGroupId")),
    replaces: ["userGroupId", "engine"],
    outputs: (given, id) => ({ arn: arn(given, "elasticache", `usergroup:${id}`), userGroupId: id }),
  },
  "aws:elasticache/userGroupAssociation:UserGroupAssociation": {
    id: ({ inputs }) => `${text(inputs.userGroupId)},${text(inputs.userId)}`,
    refers: [
      { path: "userId", to: userTarget },
      { path: "userGroupId", to: userGroupTarget },
    ],
    claims: ({ inputs }) => [
      { key: `cache user ${inputs.userId} in ${inputs.userGroupId}`, code: "InvalidParameterValue" },
    ],
    replaces: ["userId", "userGroupId"],
  },
  [group]: {
    id: groupId,
    tagged: true,
    refers: [
      { path: "subnetGroupName", to: { types: [subnetGroup], by: "name", code: "CacheSubnetGroupNotFoundFault" } },
      {
        path: "parameterGroupName",
        to: { types: [parameterGroup], by: "name", code: "CacheParameterGroupNotFound", given: /^default\./ },
      },
      { path: "securityGroupIds[]", to: to.securityGroup },
      { path: "userGroupIds[]", to: userGroupTarget },
      { path: "kmsKeyId", to: to.key, loose: true },
    ],
    checks: [engine, shape, placed],
    claims: claim("replication group", "ReplicationGroupAlreadyExists", groupId),
    replaces: [
      "replicationGroupId",
      "subnetGroupName",
      "kmsKeyId",
      "atRestEncryptionEnabled",
      "port",
      "globalReplicationGroupId",
    ],
    outputs: (given, id) => {
      const tail = `${given.hex(6)}.${given.scope.region.replace(/^(\w\w)\w*-(\w)\w*-(\d)$/, "$1$2$3")}.cache.amazonaws.com`;
      const nodes = numeric(given.inputs.numCacheClusters) ?? 1;
      return {
        arn: arn(given, "elasticache", `replicationgroup:${id}`),
        replicationGroupId: id,
        clusterEnabled: false,
        engine: engineOf(given),
        engineVersionActual: given.inputs.engineVersion,
        memberClusters: Array.from({ length: nodes }, (_, index) => `${id}-${String(index + 1).padStart(3, "0")}`),
        port: given.inputs.port ?? 6379,
        primaryEndpointAddress: `master.${id}.${tail}`,
        readerEndpointAddress: `replica.${id}.${tail}`,
      };
    },
  },
};
