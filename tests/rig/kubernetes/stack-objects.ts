import { revealed } from "../../../sandbox/wire";
import { planned } from "../../support/stacks";
import type { Client } from "./client";
import { Refused } from "./connection";
import { manifest } from "./manifest";
import { fields, type KubernetesObject } from "./objects";

/** Every Kubernetes object of a stack, in the order in which its program makes them. Secrets are in clear. */
export async function stackObjects(stack: string): Promise<readonly KubernetesObject[]> {
  const { resources } = await planned(stack);
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, inputs }) => manifest(type, revealed(inputs)));
}

export const ofKind = (objects: readonly KubernetesObject[], kind: string): readonly KubernetesObject[] =>
  objects.filter((object) => object.kind === kind);

/** Does something with each object and says of which the server would not have it, and why. */
export async function refusals(
  objects: readonly KubernetesObject[],
  attempt: (object: KubernetesObject) => Promise<unknown>,
): Promise<readonly string[]> {
  const said = await Promise.all(
    objects.map(async (object) => {
      try {
        await attempt(object);
        return [];
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const { name, generateName } = object.metadata;
        return [`${object.kind} ${name ?? generateName}: ${error.message}`];
      }
    }),
  );
  return said.flat();
}

/** Writes all objects, the namespaces first, and says what the server would not have. */
export async function applyAll(client: Client, objects: readonly KubernetesObject[]): Promise<readonly string[]> {
  const namespaces = ofKind(objects, "Namespace");
  const others = objects.filter((object) => !namespaces.includes(object));
  const apply = (object: KubernetesObject) => client.apply(object);
  return [...(await refusals(namespaces, apply)), ...(await refusals(others, apply))];
}

/** A pod as the controller of a workload would ask for it. */
export function podOf(workload: KubernetesObject): KubernetesObject {
  const { metadata, spec } = fields(fields(workload.spec).template);
  const { name, namespace = "default" } = workload.metadata;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...fields(metadata), generateName: `${name}-`, namespace },
    spec,
  };
}

/** What makes pods. */
export const workloadsIn = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  ["Deployment", "StatefulSet", "Job"].flatMap((kind) => ofKind(objects, kind));

/** How many pods of a workload there are at most: as many as its autoscaler may ask for. */
export function mostPods(workload: KubernetesObject, objects: readonly KubernetesObject[]): number {
  const scaler = [...ofKind(objects, "HorizontalPodAutoscaler"), ...ofKind(objects, "ScaledObject")]
    .map(({ spec }) => fields(spec))
    .find(({ scaleTargetRef }) => fields(scaleTargetRef).name === workload.metadata.name);
  const { maxReplicas, maxReplicaCount } = scaler ?? {};
  return Number(maxReplicas ?? maxReplicaCount ?? fields(workload.spec).replicas ?? 1);
}
