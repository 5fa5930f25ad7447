import { posix } from "node:path";
import type { types } from "@pulumi/kubernetes";
import type { Access, Federation } from "./core/access";
import { labelDomain } from "./core/labels";

type Volume = types.input.core.v1.Volume;
type VolumeMount = types.input.core.v1.VolumeMount;

/** What a pod needs to be known to another cloud. */
export interface FederatedPod {
  readonly annotations: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly volumes: readonly Volume[];
  readonly mounts: readonly VolumeMount[];
}

/** A pod that no other cloud knows. */
const unknown: FederatedPod = { annotations: {}, env: {}, volumes: [], mounts: [] };

const annotation = `${labelDomain}/federation`;
const configurationFile = "configuration.json";

/** Kubernetes renews a token when a fifth of its life is left; ten minutes is the least it allows. */
const tokenLifeSeconds = 3600;

const federations = (access: readonly Access[]): readonly Federation[] => [
  ...new Set(access.flatMap(({ federation }) => (federation === undefined ? [] : [federation]))),
];

/** What is wrong with the federations of an access list, in words for `refuse`. */
export const federationProblems = (access: readonly Access[]): readonly (string | false)[] => [
  federations(access).length > 1 &&
    `access names ${federations(access).length} federations; a pod is one identity to one other cloud: leave one`,
];

/** The token and the library's configuration in one folder, as files of the pod: neither is an object of its own. */
export function federated(access: readonly Access[]): FederatedPod {
  const [federation] = federations(access);
  if (federation === undefined) return unknown;
  const { audience, tokenFile, configuration, variable } = federation;
  const folder = posix.dirname(tokenFile);
  return {
    annotations: { [annotation]: configuration },
    env: { [variable]: posix.join(folder, configurationFile) },
    mounts: [{ name: "federation", mountPath: folder, readOnly: true }],
    volumes: [
      {
        name: "federation",
        projected: {
          sources: [
            {
              serviceAccountToken: {
                audience,
                expirationSeconds: tokenLifeSeconds,
                path: posix.basename(tokenFile),
              },
            },
            {
              downwardAPI: {
                items: [{ path: configurationFile, fieldRef: { fieldPath: `metadata.annotations['${annotation}']` } }],
              },
            },
          ],
        },
      },
    ],
  };
}
