import type { types } from "@pulumi/kubernetes";
import type { Access, Reach } from "./core/access";
import { reachesLabel, selector } from "./core/labels";
import type { PrivateNetwork, SubnetRef } from "./core/shapes";

type NetworkPolicySpec = types.input.networking.v1.NetworkPolicySpec;
type EgressRule = types.input.networking.v1.NetworkPolicyEgressRule;
type IngressRule = types.input.networking.v1.NetworkPolicyIngressRule;
type Port = types.input.networking.v1.NetworkPolicyPort;

/** Who may open a connection to a pod. */
export type Admission =
  /** The load balancer, which stands in the public subnets. */
  | { readonly from: "load balancer"; readonly port: number }
  /** The workloads of the same namespace whose access says that they reach this one. */
  | { readonly from: "clients"; readonly port: number }
  /** Whatever collects metrics. */
  | { readonly from: "monitoring"; readonly port: number };

/** Where pods are, as far as a policy needs to know. */
export type PodNetwork = Pick<PrivateNetwork, "publicSubnets" | "privateSubnets">;

/** The namespace of what collects metrics. */
export const monitoringNamespace = "monitoring";

/**
 * What is not the internet: private networks (RFC 1918), shared address space (RFC 6598), and link-local addresses, among
 * them the metadata service of the node.
 */
export const notTheInternet = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];

/** Where the EKS Pod Identity agent hands out credentials, on each node. (EKS user guide, "EKS Pod Identity"; IPv4.) */
const podIdentityAgent = "169.254.170.23/32";

const tcp = (port: number): Port => ({ protocol: "TCP", port });
const blocks = (cidrs: readonly SubnetRef["cidr"][]) => cidrs.map((cidr) => ({ ipBlock: { cidr } }));
const cidrsOf = (subnets: readonly SubnetRef[]) => subnets.map(({ cidr }) => cidr);
/** To Kubernetes a rule without places means everywhere, so a place that has no address must leave no rule. */
const somewhere = <Rule>(places: readonly unknown[], rule: Rule): readonly Rule[] => (places.length > 0 ? [rule] : []);
const inNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } });

/** Names are asked for by UDP, and again by TCP when the answer is long. */
const dns: EgressRule = {
  to: [{ ...inNamespace("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
  ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
};

const internet: EgressRule = {
  to: [{ ipBlock: { cidr: "0.0.0.0/0", except: notTheInternet } }],
  ports: [tcp(443)],
};

function egress(reach: Reach, network: PodNetwork): readonly EgressRule[] {
  switch (reach.to) {
    case "addresses":
      return somewhere(reach.cidrs, { to: blocks(reach.cidrs), ports: [tcp(reach.port)] });
    case "workload":
      return [{ to: [{ podSelector: { matchLabels: selector(reach.what) } }], ports: [tcp(reach.port)] }];
    case "internet":
      return [internet];
    case "aws":
      return [
        { to: [{ ipBlock: { cidr: podIdentityAgent } }], ports: [tcp(80)] },
        // AWS's interfaces answer on public addresses, and where the network has an endpoint, in the private subnets.
        internet,
        ...somewhere(network.privateSubnets, { to: blocks(cidrsOf(network.privateSubnets)), ports: [tcp(443)] }),
      ];
  }
}

function ingress(app: string, admission: Admission, network: PodNetwork): readonly IngressRule[] {
  const ports = [tcp(admission.port)];
  switch (admission.from) {
    case "load balancer":
      return somewhere(network.publicSubnets, { from: blocks(cidrsOf(network.publicSubnets)), ports });
    case "clients":
      return [{ from: [{ podSelector: { matchLabels: { [reachesLabel(app)]: "true" } } }], ports }];
    case "monitoring":
      return [{ from: [inNamespace(monitoringNamespace)], ports }];
  }
}

/** One and the same place may be reached for several reasons. Addresses are compared as the values they were given as. */
function once(reaches: readonly Reach[]): readonly Reach[] {
  const same = (a: Reach, b: Reach): boolean => {
    if (a.to === "addresses" && b.to === "addresses") {
      const { cidrs } = b;
      return a.port === b.port && a.cidrs.length === cidrs.length && a.cidrs.every((cidr, i) => cidr === cidrs[i]);
    }
    if (a.to === "workload" && b.to === "workload") return a.what === b.what && a.port === b.port;
    return a.to === b.to && (a.to === "aws" || a.to === "internet");
  };
  return reaches.filter((reach, index) => reaches.findIndex((other) => same(other, reach)) === index);
}

/**
 * Lets the pods of an application reach what its access names, and be reached by what it admits. Everything else is
 * refused: a pod that a policy selects may do only what some policy allows.
 *
 * The kubelet's probes need no rule: the VPC CNI always lets a node reach its own pods.
 */
export function networkPolicy(
  app: string,
  network: PodNetwork,
  { access, admits = [] }: { readonly access: readonly Access[]; readonly admits?: readonly Admission[] },
): NetworkPolicySpec {
  const reaches = once(access.flatMap(({ reach }) => reach));
  // With AWS comes the internet's rule; a second one would only be longer.
  const needed = reaches.some(({ to }) => to === "aws") ? reaches.filter(({ to }) => to !== "internet") : reaches;
  const admitted = admits.flatMap((admission) => ingress(app, admission, network));
  return {
    podSelector: { matchLabels: selector(app) },
    policyTypes: ["Ingress", "Egress"],
    // An empty list is never stored: sent again with every `up`, it would be a new generation of the same policy.
    ...(admitted.length > 0 && { ingress: admitted }),
    egress: [dns, ...needed.flatMap((reach) => egress(reach, network))],
  };
}

/** What a client's pods carry so that the servers it reaches let them in. */
export const clientLabels = (access: readonly Access[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    access
      .flatMap(({ reach }) => reach)
      .flatMap((reach) => (reach.to === "workload" ? [[reachesLabel(reach.what), "true"]] : [])),
  );

/** Refuses everything to every pod of a namespace that no other policy selects. */
export const denyAll: NetworkPolicySpec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };
