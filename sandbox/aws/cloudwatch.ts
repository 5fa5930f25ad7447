import type { Table } from "../model";
import { arn, named, nameProblem } from "./naming";
import * as to from "./targets";

/** Botocore's service model of CloudWatch Logs. 0 is Pulumi's word for "for ever". */
const retentions = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const cloudwatch: Table = {
  "aws:cloudwatch/logGroup:LogGroup": {
    id: (given) => named(given),
    tagged: true,
    refers: [{ path: "kmsKeyId", to: to.key, loose: true }],
    checks: [
      (given) =>
        nameProblem(
          {
            code: "InvalidParameterException",
            what: "log group name",
            pattern: /^[._/#A-Za-z0-9-]+$/,
            max: 512,
            allowed: "._/#A-Za-z0-9-",
          },
          named(given),
        ),
      ({ inputs }) =>
        typeof inputs.retentionInDays === "number" &&
        !retentions.includes(inputs.retentionInDays) &&
        `InvalidParameterException: retentionInDays is ${inputs.retentionInDays}, allowed are ${retentions.join(", ")}`,
    ],
    claims: (given) => [
      { key: `log group ${named(given)} in ${given.scope.region}`, code: "ResourceAlreadyExistsException" },
    ],
    replaces: ["name", "namePrefix", "logGroupClass"],
    outputs: (given, id) => ({
      arn: arn(given, "logs", `log-group:${id}`),
      name: id,
      logGroupClass: "STANDARD",
      retentionInDays: given.inputs.retentionInDays ?? 0,
    }),
    keeps: ({ inputs, id }) =>
      inputs.deletionProtectionEnabled === true && `ValidationException: ${id} has deletion protection`,
    // A cluster that still stands writes on, and its service makes the group again, without retention or key.
    leaves: (group, account) => {
      const owner = account.all("aws:eks/cluster:Cluster").find(({ id }) => group.id === `/aws/eks/${id}/cluster`);
      return (
        owner && {
          type: group.type,
          id: group.id,
          inputs: { name: group.id },
          outputs: { arn: group.outputs.arn, name: group.id },
        }
      );
    },
  },
};
