import type { Check, Given, Table } from "../model";
import { text, texts } from "../values";
import { subnetsOf, vpcsIn, zonesIn } from "./lookups";
import { arn, databaseNames, named, nameProblem } from "./naming";
import * as to from "./targets";
import { postgresVersions } from "./versions";

const subnetGroup = "aws:rds/subnetGroup:SubnetGroup";
const parameterGroup = "aws:rds/parameterGroup:ParameterGroup";

const covers: Check = ({ inputs, account }) => {
  const ids = texts(inputs.subnetIds);
  const subnets = subnetsOf(account, ids);
  return [
    subnets.length === ids.length &&
      zonesIn(subnets).size < 2 &&
      "DBSubnetGroupDoesNotCoverEnoughAZs: a DB subnet group needs subnets in at least two zones",
    vpcsIn(subnets).size > 1 && "InvalidSubnet: the subnets are in different VPCs",
  ];
};

const groupId = (given: Given): string => named(given).toLowerCase();

/** Where databases stand, and how they are tuned. */
export const rdsGroups: Table = {
  [subnetGroup]: {
    id: groupId,
    tagged: true,
    inUse: "InvalidDBSubnetGroupStateFault",
    refers: [{ path: "subnetIds[]", to: to.subnet }],
    checks: [
      (given) =>
        nameProblem(
          {
            code: "InvalidParameterValue",
            what: "DB subnet group name",
            pattern: /^(?!default$)[A-Za-z][A-Za-z0-9. _-]*$/,
            max: 255,
            allowed: "letters, digits and . _ -, a letter first, not default",
          },
          named(given),
        ),
      covers,
    ],
    claims: (given) => [
      { key: `DB subnet group ${groupId(given)} in ${given.scope.region}`, code: "DBSubnetGroupAlreadyExists" },
    ],
    replaces: ["name", "namePrefix"],
    outputs: (given, id) => ({
      arn: arn(given, "rds", `subgrp:${id}`),
      name: id,
      description: given.inputs.description ?? "Managed by Pulumi",
      supportedNetworkTypes: ["IPV4"],
      vpcId: subnetsOf(given.account, texts(given.inputs.subnetIds))[0]?.inputs.vpcId,
    }),
  },
  [parameterGroup]: {
    id: groupId,
    tagged: true,
    inUse: "InvalidDBParameterGroupState",
    checks: [
      (given) =>
        nameProblem(
          { code: "InvalidParameterValue", what: "DB parameter group name", max: 255, ...databaseNames },
          named(given),
        ),
      ({ inputs }) =>
        postgresVersions[text(inputs.family).replace(/^postgres/, "")] === undefined &&
        `InvalidParameterValue: there is no DBParameterGroupFamily ${inputs.family}`,
    ],
    claims: (given) => [
      { key: `DB parameter group ${groupId(given)} in ${given.scope.region}`, code: "DBParameterGroupAlreadyExists" },
    ],
    replaces: ["name", "namePrefix", "family", "description"],
    outputs: (given, id) => ({
      arn: arn(given, "rds", `pg:${id}`),
      name: id,
      description: given.inputs.description ?? "Managed by Pulumi",
    }),
  },
};
