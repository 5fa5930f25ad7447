import type { Check, Functions, Table } from "../model";
import { Refusal } from "../model";
import { parsed, text } from "../values";
import { arn, oneOf, uuid } from "./naming";
import * as to from "./targets";
import { addons, kubernetesVersions } from "./versions";

const addon: Check = ({ inputs }) => {
  const [name, wanted] = [text(inputs.addonName), text(inputs.addonVersion)];
  return [
    addons[name] === undefined && `InvalidParameterException: Addon ${name} is not supported`,
    wanted !== "" &&
      !/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(wanted) &&
      `InvalidParameterException: Addon version ${wanted} is not supported`,
    oneOf("InvalidParameterException", "resolveConflictsOnCreate", inputs.resolveConflictsOnCreate, [
      "NONE",
      "OVERWRITE",
    ]),
    oneOf("InvalidParameterException", "resolveConflictsOnUpdate", inputs.resolveConflictsOnUpdate, [
      "NONE",
      "OVERWRITE",
      "PRESERVE",
    ]),
    typeof inputs.configurationValues === "string" &&
      parsed(inputs.configurationValues) === undefined &&
      "InvalidParameterException: ConfigurationValue is not JSON",
  ];
};

/** What AWS runs inside of a cluster, and which pods act as which role. */
export const eksAddons: Table = {
  "aws:eks/addon:Addon": {
    id: ({ inputs }) => `${text(inputs.clusterName)}:${text(inputs.addonName)}`,
    tagged: true,
    refers: [
      { path: "clusterName", to: to.cluster, loose: true },
      { path: "serviceAccountRoleArn", to: to.role, loose: true },
      { path: "podIdentityAssociations[].roleArn", to: to.role, loose: true },
    ],
    checks: [addon],
    claims: ({ inputs }) => [
      { key: `add-on ${inputs.addonName} of ${inputs.clusterName}`, code: "ResourceInUseException" },
    ],
    replaces: ["clusterName", "addonName"],
    outputs: (given, id) => ({
      arn: arn(given, "eks", `addon/${id.replace(":", "/")}/${uuid(given)}`),
      addonVersion: given.inputs.addonVersion ?? addons[text(given.inputs.addonName)],
      createdAt: "2026-01-01T00:00:00Z",
      modifiedAt: "2026-01-01T00:00:00Z",
    }),
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    id: ({ hex }) => `a-${hex(17)}`,
    tagged: true,
    refers: [
      { path: "clusterName", to: to.cluster, loose: true },
      { path: "roleArn", to: to.role, loose: true },
    ],
    claims: ({ inputs }) => [
      {
        key: `pod identity of ${inputs.namespace}/${inputs.serviceAccount} in ${inputs.clusterName}`,
        code: "ResourceInUseException",
      },
    ],
    replaces: ["clusterName", "namespace", "serviceAccount"],
    outputs: (given, id) => ({
      associationArn: arn(given, "eks", `podidentityassociation/${text(given.inputs.clusterName)}/${id}`),
      associationId: id,
    }),
  },
};

export const eksFunctions: Functions = {
  "aws:eks/getAddonVersion:getAddonVersion": ({ args }) => {
    const [name, kubernetes] = [text(args.addonName), text(args.kubernetesVersion)];
    const newest = addons[name];
    if (newest === undefined) throw new Refusal(`InvalidParameterException: Addon ${name} is not supported`);
    if (kubernetesVersions[kubernetes] === undefined)
      throw new Refusal(`InvalidParameterException: unsupported Kubernetes version ${kubernetes}`);
    return { ...args, id: name, version: newest };
  },
};
