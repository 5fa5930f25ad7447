/**
 * In front of every label and annotation that is ours. It is a name, not an address: nothing looks it up, and changing
 * it rolls every pod.
 */
export const labelDomain = "atelier.example";

/** On the pods that may call `server`, a workload of the same namespace; its network policy admits what carries it. */
export const reachesLabel = (server: string): string => `${labelDomain}/reaches-${server}`;

/**
 * What picks the pods of an application: its Deployment, Service, disruption budget, spread and network policy all
 * select by exactly this. The VPC CNI finds a Service for a policy by comparing the two selectors, so they must match.
 */
export const selector = (app: string): Readonly<Record<string, string>> => ({ "app.kubernetes.io/name": app });

/** Kubernetes' recommended labels. A Deployment's selector cannot be changed, so only `selector` goes into it. */
export const labels = (app: string, product: string): Readonly<Record<string, string>> => ({
  ...selector(app),
  "app.kubernetes.io/part-of": product,
  "app.kubernetes.io/managed-by": "pulumi",
});
