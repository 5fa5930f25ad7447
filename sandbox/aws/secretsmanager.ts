import type { Functions, Table } from "../model";
import { Refusal } from "../model";
import { Secret } from "../record";
import { numeric, text } from "../values";
import { arn, named, nameProblem, uuid } from "./naming";
import * as to from "./targets";

const type = "aws:secretsmanager/secret:Secret";
const version = "aws:secretsmanager/secretVersion:SecretVersion";
const secret = { types: [type], by: "id", code: "ResourceNotFoundException" } as const;
const day = 24 * 60 * 60;

export const secretsmanager: Table = {
  [type]: {
    // The service appends a hyphen and six characters of its own to every name.
    id: (given) => arn(given, "secretsmanager", `secret:${named(given)}-${given.hex(6)}`),
    tagged: true,
    refers: [{ path: "kmsKeyId", to: to.key, loose: true }],
    checks: [
      (given) =>
        nameProblem(
          {
            code: "ValidationException",
            what: "secret name",
            pattern: /^[A-Za-z0-9/_+=.@-]+$/,
            max: 512,
            allowed: "A-Za-z0-9/_+=.@-",
          },
          named(given),
        ),
      // Secrets Manager API, DeleteSecret: 7-30 days; the provider's 0 deletes at once.
      ({ inputs: { recoveryWindowInDays: days } }) =>
        typeof days === "number" &&
        days !== 0 &&
        (days < 7 || days > 30) &&
        `InvalidParameterException: recoveryWindowInDays is ${days}, allowed is 0 or 7-30`,
    ],
    claims: (given) => [{ key: `secret ${named(given)} in ${given.scope.region}`, code: "ResourceExistsException" }],
    replaces: ["name", "namePrefix"],
    ghost: ({ inputs }) => ({
      seconds: (numeric(inputs.recoveryWindowInDays) ?? 30) * day,
      code: "InvalidRequestException",
    }),
    outputs: (given, id) => ({ arn: id, name: named(given) }),
  },
  [version]: {
    id: (given) => `${text(given.inputs.secretId)}|terraform-${given.hex(26)}`,
    refers: [{ path: "secretId", to: secret, loose: true }],
    checks: [
      // Secrets Manager quotas: 65,536 bytes.
      ({ inputs }) =>
        Buffer.byteLength(text(inputs.secretString)) > 65_536 &&
        "ValidationException: a secret value is at most 65536 bytes",
      ({ inputs }) =>
        inputs.secretString !== undefined &&
        inputs.secretBinary !== undefined &&
        "InvalidParameterException: a version is text or binary, not both",
    ],
    replaces: ["secretId", "secretString", "secretBinary"],
    secrets: ["secretString", "secretBinary"],
    outputs: (given) => ({
      arn: given.inputs.secretId,
      secretArn: given.inputs.secretId,
      versionId: uuid(given),
      versionStages: ["AWSCURRENT"],
      hasSecretStringWo: false,
    }),
  },
};

export const secretsmanagerFunctions: Functions = {
  "aws:secretsmanager/getSecretVersion:getSecretVersion": ({ args, account }) => {
    const id = text(args.secretId);
    const found = account.find(type, "id", id) ?? account.find(type, "name", id);
    const current = account.all(version).find(({ inputs }) => inputs.secretId === found?.id);
    if (found === undefined && account.isOutside(id)) {
      // Others' secrets have a value that only they know; this one stands for it.
      return { ...args, id, arn: id, secretString: new Secret(`value of ${id}`), versionStages: ["AWSCURRENT"] };
    }
    if (found === undefined || current === undefined)
      throw new Refusal(`ResourceNotFoundException: there is no value of the secret ${id}`);
    return {
      ...args,
      id: current.id,
      arn: found.outputs.arn,
      secretString: new Secret(current.inputs.secretString),
      versionId: current.outputs.versionId,
      versionStages: ["AWSCURRENT"],
    };
  },
};
