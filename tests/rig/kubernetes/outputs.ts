import { Secret } from "../../../sandbox/record";
import { hidesSomething, type Properties } from "../../../sandbox/wire";
import { releaseType } from "./manifest";
import type { KubernetesObject } from "./objects";

/** What a program may read of an object: what the server stored, secret wherever the program's own inputs were. */
export function outputsOf(type: string, inputs: Properties, stored: KubernetesObject): Properties {
  if (type === releaseType) return releaseOutputs(inputs);
  const { managedFields: _, ...metadata } = stored.metadata;
  return Object.fromEntries(
    Object.entries({ ...stored, metadata }).map(([name, value]) => {
      const secret = hidesSomething(inputs[name]) || (stored.kind === "Secret" && name === "data");
      return [name, secret ? new Secret(value) : value];
    }),
  );
}

function releaseOutputs(inputs: Properties): Properties {
  const { name, namespace, chart, version } = inputs;
  return { ...inputs, resourceNames: {}, status: { name, namespace, chart, version, revision: 1, status: "deployed" } };
}
