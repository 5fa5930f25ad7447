import type { Check, Table } from "../model";
import { parsed, record, records, text } from "../values";
import { arn, between, named, nameProblem, uuid } from "./naming";
import { policyProblems } from "./policy";

/** A key whose policy nobody may change is lost: KMS refuses it unless asked not to. */
const manageable: Check = ({ inputs, account }) => {
  if (inputs.policy === undefined || inputs.bypassPolicyLockoutSafetyCheck === true) return false;
  const managing = records(record(parsed(text(inputs.policy))).Statement).some((statement) => {
    const actions = [statement.Action].flat();
    const granted = actions.some((action) => ["*", "kms:*", "kms:Put*", "kms:PutKeyPolicy"].includes(text(action)));
    return statement.Effect === "Allow" && granted && JSON.stringify(statement.Principal ?? "").includes(account.id);
  });
  return (
    !managing &&
    "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future"
  );
};

export const kms: Table = {
  "aws:kms/key:Key": {
    id: uuid,
    tagged: true,
    checks: [
      // KMS API, ScheduleKeyDeletion: PendingWindowInDays is 7-30.
      ({ inputs }) => between("ValidationException", "deletionWindowInDays", inputs.deletionWindowInDays, 7, 30),
      ({ inputs }) => between("ValidationException", "rotationPeriodInDays", inputs.rotationPeriodInDays, 90, 2560),
      ({ inputs }) =>
        typeof inputs.policy === "string"
          ? policyProblems("MalformedPolicyDocumentException", inputs.policy, {
              size: 32_768,
              resource: true,
              principal: true,
            })
          : [],
      manageable,
    ],
    replaces: ["customerMasterKeySpec", "keyUsage", "multiRegion"],
    outputs: (given, id) => ({
      arn: arn(given, "kms", `key/${id}`),
      keyId: id,
      isEnabled: true,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    }),
  },
  "aws:kms/alias:Alias": {
    id: (given) => named(given),
    refers: [
      {
        path: "targetKeyId",
        to: { types: ["aws:kms/key:Key"], by: "id", code: "NotFoundException", given: /^arn:/ },
        loose: true,
      },
    ],
    checks: [
      (given) =>
        nameProblem(
          {
            code: "InvalidAliasNameException",
            what: "alias",
            pattern: /^alias\/(?!aws\/)[A-Za-z0-9/_-]+$/,
            max: 256,
            allowed: "alias/ and A-Za-z0-9/_-, not alias/aws/",
          },
          named(given),
        ),
    ],
    claims: (given) => [{ key: `alias ${named(given)} in ${given.scope.region}`, code: "AlreadyExistsException" }],
    replaces: ["name", "namePrefix"],
    outputs: (given, id) => {
      const target = text(given.inputs.targetKeyId);
      const key =
        given.account.find("aws:kms/key:Key", "id", target) ?? given.account.find("aws:kms/key:Key", "arn", target);
      return { arn: arn(given, "kms", id), name: id, targetKeyArn: key?.outputs.arn, targetKeyId: key?.id };
    },
  },
};
