import type { Check, Table } from "../model";
import { at, list, record, text, texts } from "../values";
import { strangers, subnetsOf, vpcsIn, zonesIn } from "./lookups";
import { arn, named, nameProblem, oneOf, uuid } from "./naming";
import { zonesWithoutEks } from "./regions";
import * as to from "./targets";
import { kubernetesVersions } from "./versions";

const cluster = "aws:eks/cluster:Cluster";
const accessEntry = "aws:eks/accessEntry:AccessEntry";

const clusterName: Check = (given) =>
  nameProblem(
    {
      code: "InvalidParameterException",
      what: "cluster name",
      pattern: /^[0-9A-Za-z][A-Za-z0-9_-]*$/,
      max: 100,
      allowed: "letters, digits, - and _, a letter or digit first",
    },
    named(given),
  );

const version: Check = ({ inputs }) =>
  text(inputs.version) !== "" &&
  kubernetesVersions[text(inputs.version)] === undefined &&
  `InvalidParameterException: unsupported Kubernetes version ${inputs.version}, allowed are ${Object.keys(kubernetesVersions).join(", ")}`;

const controlPlane: Check = ({ inputs, account }) => {
  const ids = texts(record(inputs.vpcConfig).subnetIds);
  const groups = texts(record(inputs.vpcConfig).securityGroupIds);
  const subnets = subnetsOf(account, ids);
  const refused = subnets.filter(({ outputs }) => zonesWithoutEks.includes(text(outputs.availabilityZoneId)));
  const [vpcId = ""] = vpcsIn(subnets);
  return [
    ids.length < 2 && "InvalidParameterException: a cluster needs subnets in at least two zones",
    subnets.length === ids.length &&
      ids.length > 1 &&
      zonesIn(subnets).size < 2 &&
      "InvalidParameterException: Subnets specified must be in at least two different AZs",
    vpcsIn(subnets).size > 1 && "InvalidParameterException: the subnets are in different VPCs",
    refused.length > 0 &&
      `UnsupportedAvailabilityZoneException: EKS has no control plane in ${refused.map(({ outputs }) => outputs.availabilityZoneId).join(", ")}`,
    strangers(account, groups, vpcId).length > 0 &&
      "InvalidParameterException: the security groups are in another VPC than the subnets",
  ];
};

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
const choices: Check = ({ inputs }) => [
  ...list(inputs.enabledClusterLogTypes).map((type) => oneOf("InvalidParameterException", "log type", type, logTypes)),
  ...at(inputs, "accessConfig.authenticationMode").map((mode) =>
    oneOf("InvalidParameterException", "authenticationMode", mode, ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]),
  ),
  ...at(inputs, "upgradePolicy.supportType").map((type) =>
    oneOf("InvalidParameterException", "supportType", type, ["STANDARD", "EXTENDED"]),
  ),
  ...at(inputs, "encryptionConfig.resources[]").map((what) =>
    oneOf("InvalidParameterException", "encryptionConfig.resources", what, ["secrets"]),
  ),
  ...at(inputs, "vpcConfig.publicAccessCidrs[]").map(
    (cidr) => !/^[\d.]+\/\d+$/.test(text(cidr)) && `InvalidParameterException: ${cidr} is not a range`,
  ),
];

/** EKS access policies that a platform grants, see "Review access policy permissions". */
const accessPolicies = [
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
];

const accessPolicy: Check = ({ inputs, account }) => {
  const { type, namespaces } = record(inputs.accessScope);
  const entry = account
    .all(accessEntry)
    .find(
      (thing) => thing.inputs.clusterName === inputs.clusterName && thing.inputs.principalArn === inputs.principalArn,
    );
  return [
    entry === undefined &&
      `ResourceNotFoundException: ${inputs.principalArn} has no access entry in ${inputs.clusterName}`,
    !accessPolicies.some((name) => inputs.policyArn === `arn:aws:eks::aws:cluster-access-policy/${name}`) &&
      `InvalidParameterException: there is no access policy ${inputs.policyArn}`,
    oneOf("InvalidParameterException", "accessScope.type", type, ["cluster", "namespace"]),
    type === "namespace" &&
      list(namespaces).length === 0 &&
      "InvalidParameterException: a scope of namespaces names at least one",
  ];
};

/** Clusters, and who is let into them. */
export const eks: Table = {
  [cluster]: {
    id: (given) => named(given),
    tagged: true,
    inUse: "ResourceInUseException",
    refers: [
      { path: "roleArn", to: to.role, loose: true },
      { path: "vpcConfig.subnetIds[]", to: to.subnet },
      { path: "vpcConfig.securityGroupIds[]", to: to.securityGroup },
      { path: "encryptionConfig.provider.keyArn", to: to.key, loose: true },
    ],
    checks: [clusterName, version, controlPlane, choices],
    claims: (given) => [{ key: `cluster ${named(given)} in ${given.scope.region}`, code: "ResourceInUseException" }],
    replaces: [
      "name",
      "roleArn",
      "encryptionConfig",
      "kubernetesNetworkConfig",
      "bootstrapSelfManagedAddons",
      "outpostConfig",
    ],
    outputs: (given, id) => {
      const issuer = `https://oidc.eks.${given.scope.region}.amazonaws.com/id/${given.hex(32).toUpperCase()}`;
      const [vpcId] = vpcsIn(subnetsOf(given.account, texts(record(given.inputs.vpcConfig).subnetIds)));
      return {
        arn: arn(given, "eks", `cluster/${id}`),
        name: id,
        certificateAuthority: { data: Buffer.from(`certificate authority of ${id}`).toString("base64") },
        createdAt: "2026-01-01T00:00:00Z",
        endpoint: `https://${given.hex(32).toUpperCase()}.gr7.${given.scope.region}.eks.amazonaws.com`,
        identities: [{ oidcs: [{ issuer }] }],
        platformVersion: "eks.1",
        status: "ACTIVE",
        version: given.inputs.version ?? Object.keys(kubernetesVersions).at(-1),
        vpcConfig: { ...record(given.inputs.vpcConfig), clusterSecurityGroupId: `sg-cluster${given.hex(10)}`, vpcId },
        kubernetesNetworkConfig: {
          ipFamily: "ipv4",
          serviceIpv4Cidr: "172.20.0.0/16",
          ...record(given.inputs.kubernetesNetworkConfig),
        },
      };
    },
    keeps: ({ id, inputs }) =>
      inputs.deletionProtection === true && `InvalidRequestException: ${id} has deletion protection`,
    // What lives in a cluster ends with it, without a deletion of its own.
    takes: ({ outputs }, { type, scope }) =>
      type.startsWith("kubernetes:") &&
      (scope.cluster === outputs.arn ||
        scope.cluster === outputs.name ||
        scope.cluster.includes(text(outputs.endpoint))),
  },
  [accessEntry]: {
    id: ({ inputs }) => `${text(inputs.clusterName)}:${text(inputs.principalArn)}`,
    tagged: true,
    refers: [{ path: "clusterName", to: to.cluster, loose: true }],
    checks: [
      // Roles of people are made elsewhere: only the form can be judged.
      ({ inputs }) =>
        !/^arn:aws:(iam|sts)::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(text(inputs.principalArn)) &&
        `InvalidParameterException: ${inputs.principalArn} is not the ARN of a role`,
      ({ inputs }) =>
        oneOf("InvalidParameterException", "type", inputs.type, [
          "STANDARD",
          "EC2_LINUX",
          "EC2_WINDOWS",
          "FARGATE_LINUX",
          "EC2",
        ]),
    ],
    claims: ({ inputs }) => [
      { key: `access of ${inputs.principalArn} to ${inputs.clusterName}`, code: "ResourceInUseException" },
    ],
    replaces: ["clusterName", "principalArn", "type"],
    outputs: (given) => ({
      accessEntryArn: arn(
        given,
        "eks",
        `access-entry/${text(given.inputs.clusterName)}/role/${given.account.id}/${uuid(given)}`,
      ),
      type: given.inputs.type ?? "STANDARD",
      createdAt: "2026-01-01T00:00:00Z",
      modifiedAt: "2026-01-01T00:00:00Z",
    }),
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    id: ({ inputs }) => [inputs.clusterName, inputs.principalArn, inputs.policyArn].join("#"),
    refers: [{ path: "clusterName", to: to.cluster, loose: true }],
    checks: [accessPolicy],
    claims: ({ inputs }) => [
      { key: `${inputs.policyArn} of ${inputs.principalArn} in ${inputs.clusterName}`, code: "ResourceInUseException" },
    ],
    replaces: ["clusterName", "principalArn", "policyArn"],
    outputs: () => ({ associatedAt: "2026-01-01T00:00:00Z", modifiedAt: "2026-01-01T00:00:00Z" }),
  },
};
