import type { Scope } from "./model";
import { parsed, record, text } from "./values";
import type { Properties } from "./wire";

/** What a provider's configuration says. Pulumi hands structured values of a provider over as JSON. */
export function scopeOf(inputs: Properties, region: string): Scope {
  const defaults = typeof inputs.defaultTags === "string" ? parsed(inputs.defaultTags) : inputs.defaultTags;
  return {
    region: text(inputs.region) || region,
    tags: Object.fromEntries(Object.entries(record(record(defaults).tags)).map(([key, value]) => [key, text(value)])),
    cluster: text(inputs.clusterIdentifier) || text(inputs.kubeconfig),
  };
}
