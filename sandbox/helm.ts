import type { Check, Table } from "./model";
import { list, record, text } from "./values";

/** Helm: a release name is a DNS label of at most 53 characters, so that charts can append to it. */
const name: Check = ({ inputs, name: logical, hex }) => {
  const release = text(inputs.name) || `${logical}-${hex(8)}`;
  return (
    !/^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/.test(release) &&
    `invalid release name "${release}": at most 53 of a-z, 0-9 and hyphens, alphanumeric ends`
  );
};

const source: Check = ({ inputs }) => {
  const chart = text(inputs.chart);
  const remote = text(record(inputs.repositoryOpts).repo) !== "" || chart.startsWith("oci://");
  return [
    chart === "" && "failed to locate chart: no chart is named",
    chart !== "" &&
      !remote &&
      !/^[./]/.test(chart) &&
      `failed to download "${chart}": a chart that is no folder needs repositoryOpts.repo`,
    remote &&
      text(inputs.version) === "" &&
      `no version of "${chart}" is chosen: the newest at the time of the deploy would come`,
  ];
};

const system = ["default", "kube-system"];
const housed: Check = ({ inputs, account, scope }) => {
  const home = text(inputs.namespace) || "default";
  const known =
    system.includes(home) || account.find("kubernetes:core/v1:Namespace", "id", home, scope.cluster) !== undefined;
  return (
    inputs.createNamespace !== true &&
    !known &&
    !account.isOutside(home) &&
    `create: failed to create: namespaces "${home}" not found`
  );
};

export const helm: Table = {
  "kubernetes:helm.sh/v3:Release": {
    id: (given) =>
      `${text(given.inputs.namespace) || "default"}/${text(given.inputs.name) || `${given.name}-${given.hex(8)}`}`,
    variant: ({ chart }) => text(chart).split("/").at(-1),
    checks: [name, source, housed],
    claims: (given) => [
      {
        key: `release ${text(given.inputs.namespace) || "default"}/${text(given.inputs.name) || `${given.name}-${given.hex(8)}`} in ${given.scope.cluster}`,
        code: "cannot re-use a name that is still in use",
      },
    ],
    replaces: ["name", "namespace"],
    outputs: ({ inputs, name: logical, hex }) => {
      const release = text(inputs.name) || `${logical}-${hex(8)}`;
      const namespace = text(inputs.namespace) || "default";
      const chart = text(inputs.chart).split("/").at(-1);
      return {
        name: release,
        namespace,
        resourceNames: {},
        status: {
          name: release,
          namespace,
          chart,
          version: inputs.version,
          appVersion: "",
          revision: 1,
          status: "deployed",
        },
        valueYamlFiles: list(inputs.valueYamlFiles),
      };
    },
  },
};
