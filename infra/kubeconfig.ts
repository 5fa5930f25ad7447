export interface KubeconfigArgs {
  readonly cluster: string;
  readonly region: string;
  /** Where the API answers, `https://...`. */
  readonly endpoint: string;
  /** The cluster's certificate authority, in base64. */
  readonly certificateAuthority: string;
}

/**
 * How to reach a cluster, as JSON. It holds no secret: whoever uses it asks AWS for a token of fifteen minutes, with
 * the credentials they have at that moment, so nothing in a state file or an output opens the cluster.
 */
export function kubeconfig({ cluster, region, endpoint, certificateAuthority }: KubeconfigArgs): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": cluster,
    contexts: [{ name: cluster, context: { cluster, user: cluster } }],
    clusters: [{ name: cluster, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } }],
    users: [
      {
        name: cluster,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            // Without `--profile`: the name of a profile is one person's, and a pipeline has none.
            args: ["--region", region, "eks", "get-token", "--cluster-name", cluster, "--output", "json"],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
