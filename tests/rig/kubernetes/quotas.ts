import type { Client } from "./client";
import { fields, type KubernetesObject, type Reference } from "./objects";

/**
 * Has the server hold quotas. It holds what their status says, which a controller writes that the rig does not run; what
 * comes afterwards the server itself counts.
 */
export async function holdQuotas(client: Client, quotas: readonly Reference[]): Promise<void> {
  await Promise.all(
    quotas.map(async (quota) => {
      const stored = await client.get(quota);
      if (stored === undefined) throw new Error(`no quota ${quota.metadata.namespace}/${quota.metadata.name}`);
      const { hard } = fields(stored.spec);
      const used = Object.fromEntries(Object.keys(fields(hard)).map((resource) => [resource, "0"]));
      await client.replaceStatus({ ...stored, status: { hard, used } });
    }),
  );
}

/** How much of what a quota allows is taken, as the server counted. */
export async function used(client: Client, quota: Reference): Promise<Readonly<Record<string, unknown>>> {
  const stored: KubernetesObject | undefined = await client.get(quota);
  return fields(fields(stored?.status).used);
}
