import type { Client } from "./client";
import type { KubernetesObject } from "./objects";

/** Deletes a namespace with everything in it, as the controller does that the rig does not run. */
export async function removeNamespace(client: Client, namespace: KubernetesObject): Promise<void> {
  await client.delete(namespace);
  const leaving = await client.get(namespace);
  if (leaving === undefined) return;
  const metadata = { namespace: String(namespace.metadata.name) };
  await Promise.all((await client.namespacedKinds()).map((kind) => client.deleteAll({ ...kind, metadata })));
  await client.finalize(leaving);
}
