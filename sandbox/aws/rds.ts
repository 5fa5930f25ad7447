import type { Check, Functions, Given, Table } from "../model";
import { Refusal } from "../model";
import { numeric, text, texts } from "../values";
import { strangers } from "./lookups";
import { isDatabaseClass } from "./machines";
import { arn, between, databaseNames, named, nameProblem, uuid } from "./naming";
import * as to from "./targets";
import { postgresVersions, retiredMinors } from "./versions";

const instance = "aws:rds/instance:Instance";
const subnetGroup = "aws:rds/subnetGroup:SubnetGroup";
const parameterGroup = "aws:rds/parameterGroup:ParameterGroup";

const identifier = (given: Given): string => named(given, "identifier");
const names: Check = (given) => {
  const { inputs } = given;
  const [user, name] = [text(inputs.username), text(inputs.dbName)];
  return [
    nameProblem(
      { code: "InvalidParameterValue", what: "DB instance identifier", max: 63, ...databaseNames },
      identifier(given),
    ),
    user !== "" &&
      nameProblem(
        {
          code: "InvalidParameterValue",
          what: "master username",
          pattern: /^[A-Za-z][A-Za-z0-9_]*$/,
          max: 16,
          allowed: "letters, digits and _, a letter first",
        },
        user,
      ),
    ["admin", "rdsadmin", "rds_superuser"].includes(user) &&
      `InvalidParameterValue: MasterUsername ${user} cannot be used as it is a reserved word`,
    name !== "" &&
      nameProblem(
        {
          code: "InvalidParameterValue",
          what: "database name",
          pattern: /^[A-Za-z][A-Za-z0-9_]*$/,
          max: 63,
          allowed: "letters, digits and _, a letter first",
        },
        name,
      ),
  ];
};

/** RDS guide, "Constraints for master passwords". */
const password: Check = ({ inputs }) => {
  const { password: given, manageMasterUserPassword: managed } = inputs;
  if (typeof given !== "string")
    return (
      managed !== true &&
      inputs.replicateSourceDb === undefined &&
      inputs.snapshotIdentifier === undefined &&
      "InvalidParameterCombination: a master password is needed, or manageMasterUserPassword"
    );
  return [
    managed === true &&
      "InvalidParameterCombination: a password cannot be given together with manageMasterUserPassword",
    (given.length < 8 || given.length > 128) &&
      `InvalidParameterValue: the master password has ${given.length} characters, allowed is 8-128`,
    !/^[!#-.0-?A-~]*$/.test(given) &&
      'InvalidParameterValue: the master password may have printable ASCII besides / " @ and space',
  ];
};

const major = (version: string): string => version.split(".")[0] ?? "";

const engine: Check = ({ inputs, account }) => {
  const [name, version] = [text(inputs.engine), text(inputs.engineVersion)];
  const group = account.find(parameterGroup, "name", text(inputs.parameterGroupName));
  const family = text(group?.inputs.family);
  return [
    name !== "" &&
      name !== "postgres" &&
      `InvalidParameterValue: the sandbox knows only the engine postgres, not ${name}`,
    version !== "" &&
      postgresVersions[major(version)] === undefined &&
      `InvalidParameterCombination: Cannot find version ${version} for postgres`,
    retiredMinors.some((retired) => retired.test(version)) &&
      `InvalidParameterCombination: version ${version} can no longer be created`,
    family !== "" &&
      version !== "" &&
      family !== `postgres${major(version)}` &&
      `InvalidParameterCombination: the parameter group ${group?.id} is of family ${family}, not of postgres${major(version)}`,
  ];
};

const storage: Check = ({ inputs }) => {
  const size = numeric(inputs.allocatedStorage);
  const most = numeric(inputs.maxAllocatedStorage);
  return [
    // RDS guide, "DB instance storage": 20 GiB is the least for gp2 and gp3 with PostgreSQL.
    between("InvalidParameterValue", "allocatedStorage", size, 20, 65_536),
    size !== undefined &&
      most !== undefined &&
      most !== 0 &&
      most <= size &&
      `InvalidParameterCombination: maxAllocatedStorage (${most}) must be above allocatedStorage (${size})`,
    inputs.iops !== undefined &&
      inputs.storageType === "gp3" &&
      (size ?? 0) < 400 &&
      "InvalidParameterCombination: gp3 below 400 GiB takes no iops",
  ];
};

const running: Check = ({ inputs }) => {
  const { monitoringInterval, performanceInsightsRetentionPeriod: kept } = inputs;
  return [
    !isDatabaseClass(text(inputs.instanceClass)) &&
      `InvalidParameterValue: Invalid DB Instance class: ${inputs.instanceClass}`,
    between("InvalidParameterValue", "backupRetentionPeriod", inputs.backupRetentionPeriod, 0, 35),
    typeof monitoringInterval === "number" &&
      ![0, 1, 5, 10, 15, 30, 60].includes(monitoringInterval) &&
      `InvalidParameterValue: monitoringInterval is ${monitoringInterval}, allowed are 0, 1, 5, 10, 15, 30, 60`,
    typeof monitoringInterval === "number" &&
      monitoringInterval > 0 &&
      text(inputs.monitoringRoleArn) === "" &&
      "InvalidParameterCombination: a MonitoringRoleARN value is required with a MonitoringInterval other than 0",
    typeof kept === "number" &&
      kept !== 7 &&
      kept !== 731 &&
      kept % 31 !== 0 &&
      `InvalidParameterValue: performanceInsightsRetentionPeriod is ${kept}, allowed are 7, multiples of 31, 731`,
    ...texts(inputs.enabledCloudwatchLogsExports).map(
      (log) =>
        !["postgresql", "upgrade", "iam-db-auth-error"].includes(log) &&
        `InvalidParameterCombination: there is no log ${log} of postgres to export`,
    ),
  ];
};

const placed: Check = ({ inputs, account }) => {
  const group = account.find(subnetGroup, "name", text(inputs.dbSubnetGroupName));
  const others = strangers(account, texts(inputs.vpcSecurityGroupIds), text(group?.outputs.vpcId));
  return (
    others.length > 0 && `InvalidVPCNetworkStateFault: ${others.join(", ")} are in another VPC than the subnet group`
  );
};

export const rds: Table = {
  [instance]: {
    id: (given) => `db-${given.hex(26).toUpperCase()}`,
    tagged: true,
    variant: (inputs) =>
      inputs.replicateSourceDb !== undefined ? "read-replica" : inputs.multiAz === true ? "multi-az" : "single-az",
    refers: [
      {
        path: "dbSubnetGroupName",
        to: { types: [subnetGroup], by: "name", code: "DBSubnetGroupNotFoundFault", given: /^default$/ },
      },
      {
        path: "parameterGroupName",
        to: { types: [parameterGroup], by: "name", code: "DBParameterGroupNotFound", given: /^default\./ },
      },
      { path: "vpcSecurityGroupIds[]", to: to.securityGroup },
      { path: "kmsKeyId", to: to.key, loose: true },
      { path: "masterUserSecretKmsKeyId", to: to.key, loose: true },
      { path: "performanceInsightsKmsKeyId", to: to.key, loose: true },
      { path: "monitoringRoleArn", to: to.role, loose: true },
    ],
    checks: [names, password, engine, storage, running, placed],
    claims: (given) => [
      {
        key: `DB instance ${identifier(given).toLowerCase()} in ${given.scope.region}`,
        code: "DBInstanceAlreadyExists",
      },
    ],
    replaces: [
      "identifier",
      "identifierPrefix",
      "engine",
      "username",
      "dbName",
      "dbSubnetGroupName",
      "kmsKeyId",
      "storageEncrypted",
      "availabilityZone",
      "snapshotIdentifier",
      "characterSetName",
    ],
    outputs: (given, id) => {
      const name = identifier(given).toLowerCase();
      const port = numeric(given.inputs.port) ?? 5432;
      const address = `${name}.${given.hex(12)}.${given.scope.region}.rds.amazonaws.com`;
      const wanted = text(given.inputs.engineVersion);
      return {
        arn: arn(given, "rds", `db:${name}`),
        identifier: name,
        address,
        endpoint: `${address}:${port}`,
        port,
        engineVersionActual: wanted.includes(".") ? wanted : (postgresVersions[major(wanted)] ?? wanted),
        hostedZoneId: `Z${given.hex(13).toUpperCase()}`,
        resourceId: id,
        status: "available",
        replicas: [],
        ...(given.inputs.manageMasterUserPassword === true
          ? {
              masterUserSecrets: [
                {
                  kmsKeyId: given.inputs.masterUserSecretKmsKeyId ?? arn(given, "kms", `key/${uuid(given)}`),
                  secretArn: arn(given, "secretsmanager", `secret:rds!${id.toLowerCase()}-${given.hex(6)}`),
                  secretStatus: "active",
                },
              ],
            }
          : {}),
      };
    },
    keeps: ({ id, inputs }) =>
      (inputs.deletionProtection === true &&
        `InvalidParameterCombination: Cannot delete protected DB Instance ${id}, please disable deletion protection and try again`) ||
      (inputs.skipFinalSnapshot !== true &&
        text(inputs.finalSnapshotIdentifier) === "" &&
        "InvalidParameterCombination: FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified") ||
      false,
    leaves: ({ inputs, outputs }) =>
      inputs.skipFinalSnapshot === true
        ? undefined
        : {
            type: "aws:rds/snapshot:Snapshot",
            id: text(inputs.finalSnapshotIdentifier),
            inputs: { dbInstanceIdentifier: outputs.identifier },
            outputs: { allocatedStorage: inputs.allocatedStorage },
          },
  },
  // Made by AWS when a database leaves one behind; the program never makes one itself.
  "aws:rds/snapshot:Snapshot": {
    id: ({ inputs }) => text(inputs.dbSnapshotIdentifier),
    replaces: ["dbSnapshotIdentifier"],
  },
};

export const rdsFunctions: Functions = {
  "aws:rds/getEngineVersion:getEngineVersion": ({ args }) => {
    const asked = text(args.version) || texts(args.preferredVersions)[0] || Object.keys(postgresVersions).at(-1) || "";
    const newest = postgresVersions[major(asked)];
    if (text(args.engine) !== "postgres" || newest === undefined)
      throw new Refusal(`InvalidParameterValue: there is no version ${asked} of ${args.engine}`);
    const version = asked.includes(".") ? asked : newest;
    return {
      ...args,
      id: version,
      version,
      versionActual: version,
      parameterGroupFamily: `postgres${major(asked)}`,
      defaultOnly: false,
      status: "available",
    };
  },
};
