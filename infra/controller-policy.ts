import type { types } from "@pulumi/kubernetes";
import type { PrivateNetwork } from "../components/core/shapes";

type NetworkPolicySpec = types.input.networking.v1.NetworkPolicySpec;

const tcp = (port: number) => ({ protocol: "TCP", port });

/** Where the charts' pods answer the API server: webhooks of both controllers, and KEDA's measurements. */
const answered = [tcp(9443), tcp(6443)];

/**
 * What controllers may reach: names, each other, the Kubernetes API and AWS (both HTTPS), the Pod Identity agent, and
 * the queues whose length they measure. Who may reach them: each other, and the control plane, whose interfaces EKS puts
 * into the private subnets.
 *
 * @param queuePort Where caches answer, in the data subnets.
 */
export function controllerPolicy(network: PrivateNetwork, queuePort: number): NetworkPolicySpec {
  const eachOther = { podSelector: {} };
  const blocks = (subnets: PrivateNetwork["dataSubnets"]) => subnets.map(({ cidr }) => ({ ipBlock: { cidr } }));
  return {
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: [eachOther] }, { from: blocks(network.privateSubnets), ports: answered }],
    egress: [
      { to: [eachOther] },
      {
        to: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
            podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
          },
        ],
        ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
      },
      { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [tcp(80)] },
      // The API is reached by its Service's address, which lies in no subnet, and answers from one that does.
      { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }], ports: [tcp(443)] },
      { to: blocks(network.dataSubnets), ports: [tcp(queuePort)] },
    ],
  };
}
