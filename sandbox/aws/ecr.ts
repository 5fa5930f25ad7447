import type { Table } from "../model";
import { at, parsed, record, records, text } from "../values";
import { arn, named, nameProblem, oneOf } from "./naming";
import * as to from "./targets";

export const ecr: Table = {
  "aws:ecr/repository:Repository": {
    id: (given) => named(given),
    tagged: true,
    refers: [{ path: "encryptionConfigurations[].kmsKey", to: to.key, loose: true }],
    checks: [
      (given) =>
        nameProblem(
          {
            code: "InvalidParameterException",
            what: "repository name",
            pattern: /^[a-z0-9]+([._/-][a-z0-9]+)*$/,
            max: 256,
            allowed: "lower-case words joined by one of ._/-",
          },
          named(given),
        ),
      ({ inputs }) =>
        oneOf("InvalidParameterException", "imageTagMutability", inputs.imageTagMutability, [
          "MUTABLE",
          "IMMUTABLE",
          "IMMUTABLE_WITH_EXCLUSION",
          "MUTABLE_WITH_EXCLUSION",
        ]),
      ({ inputs }) =>
        at(inputs, "encryptionConfigurations[].encryptionType").map((type) =>
          oneOf("InvalidParameterException", "encryptionType", type, ["AES256", "KMS", "KMS_DSSE"]),
        ),
    ],
    claims: (given) => [
      { key: `repository ${named(given)} in ${given.scope.region}`, code: "RepositoryAlreadyExistsException" },
    ],
    replaces: ["name", "encryptionConfigurations"],
    outputs: (given, id) => ({
      arn: arn(given, "ecr", `repository/${id}`),
      name: id,
      registryId: given.account.id,
      repositoryUrl: `${given.account.id}.dkr.ecr.${given.scope.region}.amazonaws.com/${id}`,
    }),
    keeps: ({ id, inputs, full }) =>
      full &&
      inputs.forceDelete !== true &&
      `RepositoryNotEmptyException: there are images in ${id} and forceDelete is not set`,
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    id: ({ inputs }) => text(inputs.repository),
    refers: [
      {
        path: "repository",
        to: { types: ["aws:ecr/repository:Repository"], by: "name", code: "RepositoryNotFoundException" },
        loose: true,
      },
    ],
    checks: [
      ({ inputs }) => {
        const rules = records(record(parsed(text(inputs.policy))).rules);
        const priorities = rules.map(({ rulePriority }) => rulePriority);
        return [
          rules.length === 0 && "InvalidParameterException: the lifecycle policy has no rules",
          new Set(priorities).size < priorities.length && "InvalidParameterException: rulePriority must be unique",
        ];
      },
    ],
    claims: ({ inputs }) => [{ key: `lifecycle policy of ${inputs.repository}`, code: "InvalidParameterException" }],
    replaces: ["repository", "policy"],
    outputs: ({ account }) => ({ registryId: account.id }),
  },
};
