import { gzipSync } from "node:zlib";
import type { Properties } from "../../../sandbox/wire";
import { asObject, fields, type KubernetesObject } from "./objects";

export const releaseType = "kubernetes:helm.sh/v3:Release";

/** The object that a resource stands for, from its inputs in clear. */
export function manifest(type: string, inputs: Properties): KubernetesObject {
  if (type === releaseType) return release(inputs);
  const { stringData, ...object } = inputs;
  // The server keeps no `stringData`: what it makes of it would belong to nobody, and could never be taken away again.
  return asObject(
    stringData === undefined ? object : { ...object, data: { ...fields(inputs.data), ...base64(stringData) } },
  );
}

const base64 = (values: unknown): Properties =>
  Object.fromEntries(
    Object.entries(fields(values)).map(([key, value]) => [key, Buffer.from(String(value)).toString("base64")]),
  );

/**
 * A release as Helm keeps it, which is all that the rig makes of a chart. Helm would make another Secret with each
 * revision; one is enough to see what changes.
 */
function release({ name, namespace, chart, version, values }: Properties): KubernetesObject {
  const kept = {
    name,
    namespace,
    version: 1,
    info: { status: "deployed" },
    chart: { metadata: { name: chart, version } },
    config: values,
  };
  // Twice: once by Helm, once as every value of a Secret.
  const packed = gzipSync(JSON.stringify(kept)).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: `sh.helm.release.v1.${name}.v1`,
      namespace: String(namespace),
      labels: { owner: "helm", name: String(name), status: "deployed", version: "1" },
    },
    type: "helm.sh/release.v1",
    data: base64({ release: packed }),
  };
}
