import { Mistake } from "../components/core/errors";
import { systemPool } from "./node-settings";

/** Kubernetes minors in standard support for which the add-ons' builds are known. */
export const kubernetesVersions: readonly string[] = ["1.35", "1.36"];

export interface AddOn {
  readonly why: string;
  /** One build for all, or one for each minor where the add-on follows it. */
  readonly version: string | Readonly<Record<string, string>>;
  /** Nodes become ready only with some, and some become active only on a node. */
  readonly made: "before nodes" | "after nodes";
  /** Values of the add-on's own schema (`aws eks describe-addon-configuration`). @default - the add-on's own */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** The role of its service account. @default - it calls nothing in AWS */
  readonly identity?: { readonly serviceAccount: string; readonly policy: string };
}

const onSystemNodes = { nodeSelector: systemPool.labels, tolerations: systemPool.tolerations };

/**
 * What EKS installs for us. Builds were seen in use on these minors in autumn 2026, those for 1.36 as what
 * `aws eks describe-addon-versions --kubernetes-version 1.36` answered on 2026-10-07 (coredns, kube-proxy, vpc-cni).
 * The three marked "elsewhere" were seen without their minor: ask before the first deploy. A minor or a build that EKS
 * does not know is refused by CreateAddon, before anything runs.
 */
export const addOns: Readonly<Record<string, AddOn>> = {
  "vpc-cni": {
    why: "gives every pod an address of the network, and enforces network policies",
    version: "v1.23.2-eksbuild.1",
    made: "before nodes",
    configuration: {
      enableNetworkPolicy: "true",
      // A node keeps five addresses in store, not a whole network interface of them: subnets last longer.
      env: { WARM_IP_TARGET: "5", MINIMUM_IP_TARGET: "16" },
    },
    identity: { serviceAccount: "aws-node", policy: "AmazonEKS_CNI_Policy" },
  },
  "kube-proxy": {
    why: "makes Services reachable",
    version: { "1.35": "v1.35.3-eksbuild.21", "1.36": "v1.36.0-eksbuild.25" },
    made: "before nodes",
  },
  "eks-pod-identity-agent": {
    why: "hands each pod the credentials of its own role; the CNI's too, so it comes with the first node",
    version: "v1.4.0-eksbuild.1",
    made: "before nodes",
  },
  coredns: {
    why: "resolves names",
    version: { "1.35": "v1.13.2-eksbuild.21", "1.36": "v1.14.7-eksbuild.10" },
    made: "after nodes",
    configuration: onSystemNodes,
  },
  "metrics-server": {
    why: "measures pods for the autoscalers",
    version: "v0.9.0-eksbuild.7",
    made: "after nodes",
    configuration: onSystemNodes,
  },
  "eks-node-monitoring-agent": {
    why: "tells EKS what ails a node, so that it can replace it",
    // Elsewhere.
    version: "v1.7.2-eksbuild.1",
    made: "after nodes",
  },
  "kube-state-metrics": {
    why: "counts what Kubernetes has, wants and lacks",
    // Elsewhere.
    version: "v2.19.1-eksbuild.2",
    // On general nodes: whether its schema can place it elsewhere could not be looked up, and a wrong key is refused.
    made: "after nodes",
  },
  "prometheus-node-exporter": {
    why: "measures nodes",
    // Elsewhere.
    version: "v1.11.1-eksbuild.7",
    made: "after nodes",
  },
};

/**
 * The build of an add-on for a minor.
 *
 * @throws {Mistake} when none is known.
 */
export function buildFor({ version }: AddOn, minor: string): string {
  const build = typeof version === "string" ? version : version[minor];
  if (build !== undefined) return build;
  throw new Mistake(
    `Kubernetes ${minor}: no add-ons are known for it; allowed: ${kubernetesVersions.join(", ")}; choose one of them`,
  );
}
