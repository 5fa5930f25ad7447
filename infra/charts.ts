import type * as pulumi from "@pulumi/pulumi";
import type { Access } from "../components/core/access";
import { access } from "../components/core/access";
import { systemPool } from "./node-settings";

/** Where a chart is, and which. */
export interface Chart {
  readonly why: string;
  readonly repository: string;
  readonly version: string;
}

/** Versions as their repositories tagged them by summer 2026. */
export const charts = {
  "aws-load-balancer-controller": {
    why: "tells the load balancer's target groups which pods there are, and nothing else",
    repository: "https://aws.github.io/eks-charts",
    version: "3.4.2",
  },
  "cluster-autoscaler": {
    why: "starts a node when a pod finds no room, and stops nodes that are not needed",
    repository: "https://kubernetes.github.io/autoscaler",
    version: "9.57.0",
  },
  keda: {
    why: "runs as many workers as there is work in their queue",
    repository: "https://kedacore.github.io/charts",
    version: "2.20.1",
  },
} as const satisfies Record<string, Chart>;

export type ChartName = keyof typeof charts;

/** What values need to know of the cluster. */
export interface Place {
  readonly clusterName: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly vpcId: pulumi.Output<string>;
}

export interface WebhookCertificate {
  readonly authority: pulumi.Output<string>;
  readonly certificate: pulumi.Output<string>;
  /** Secret. */
  readonly key: pulumi.Output<string>;
}

const onSystemNodes = { nodeSelector: systemPool.labels, tolerations: systemPool.tolerations };

/** What the `restricted` pod-security standard asks of a pod and of a container, where a chart leaves it open. */
const restrictedPod = { runAsNonRoot: true, runAsUser: 65_532, runAsGroup: 65_532, fsGroup: 65_532 };
const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

/** Memory is what was asked for; processor time is not limited, because it can be taken back. */
const resources = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { memory } });

/**
 * The controller binds pods to target groups that exist. Everything by which it would make something in AWS is off: no
 * ingress class, no Gateway API (whose gates fail where its resources are not installed), no services, no security groups.
 */
export const loadBalancerController = (
  { clusterName, region, vpcId }: Place,
  { authority, certificate, key }: WebhookCertificate,
) => ({
  clusterName,
  region,
  vpcId,
  replicaCount: 2,
  podDisruptionBudget: { maxUnavailable: 1 },
  serviceAccount: { name: "aws-load-balancer-controller" },
  createIngressClassResource: false,
  ingressClassParams: { create: false },
  enableServiceMutatorWebhook: false,
  enableBackendSecurityGroup: false,
  enableShield: false,
  enableWaf: false,
  enableWafv2: false,
  controllerConfig: {
    featureGates: {
      ALBGatewayAPI: false,
      NLBGatewayAPI: false,
      GlobalAcceleratorController: false,
      EnableServiceController: false,
    },
  },
  // Left to itself the chart makes another certificate with every upgrade, and the API server mistrusts one of them.
  webhookTLS: { caCert: authority, cert: certificate, key },
  podSecurityContext: restrictedPod,
  securityContext: restrictedContainer,
  resources: resources("50m", "256Mi"),
  ...onSystemNodes,
});

/** @param stack Value of the `stack` tag: target groups of other stacks are out of reach. */
export const loadBalancerAccess = (stack: string): Access =>
  access("register pods with target groups", {
    statements: [
      {
        actions: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
        resources: ["*"],
        conditions: { StringEquals: { "aws:ResourceTag/stack": stack } },
      },
      // None of these knows resources. (Service authorization reference.)
      {
        actions: [
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeVpcs",
        ],
        resources: ["*"],
      },
    ],
  });

/** The autoscaler foresees what the scheduler of its own minor would do; the chart's default follows another clock. */
const autoscalerImages: Readonly<Record<string, string>> = { "1.35": "v1.35.2", "1.36": "v1.36.1" };

export const autoscaler = ({ clusterName, region }: Place, minor: string) => ({
  image: { tag: autoscalerImages[minor] },
  fullnameOverride: "cluster-autoscaler",
  cloudProvider: "aws",
  awsRegion: region,
  // EKS tags the groups of managed nodes so that they are found.
  autoDiscovery: { clusterName },
  rbac: { serviceAccount: { name: "cluster-autoscaler" } },
  extraArgs: {
    "balance-similar-node-groups": true,
    expander: "least-waste",
    // Every pod of ours has an `emptyDir` for `/tmp`; the default would keep each node that has one for ever.
    "skip-nodes-with-local-storage": false,
    "skip-nodes-with-system-pods": false,
  },
  securityContext: restrictedPod,
  containerSecurityContext: restrictedContainer,
  resources: resources("100m", "600Mi"),
  ...onSystemNodes,
});

/** Sees every group, and changes those of this cluster. (Cluster Autoscaler on AWS, "Permissions".) */
export const autoscalerAccess = ({ clusterName }: Place): Access =>
  access("scale the nodes of this cluster", {
    statements: [
      {
        actions: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        resources: ["*"],
        conditions: { StringEquals: { "aws:ResourceTag/eks:cluster-name": clusterName } },
      },
      {
        actions: [
          "autoscaling:DescribeAutoScalingGroups",
          "autoscaling:DescribeAutoScalingInstances",
          "autoscaling:DescribeLaunchConfigurations",
          "autoscaling:DescribeScalingActivities",
          "autoscaling:DescribeTags",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeLaunchTemplateVersions",
          "ec2:GetInstanceTypesFromInstanceRequirements",
          // Labels and taints of a group that has no node yet.
          "eks:DescribeNodegroup",
        ],
        resources: ["*"],
      },
    ],
  });

/** Reads queue lengths with credentials of its own, and asks AWS for nothing. */
export const keda = () => ({
  image: { pullPolicy: "IfNotPresent" },
  operator: { replicaCount: 2 },
  metricsServer: { replicaCount: 2 },
  webhooks: { replicaCount: 2 },
  podDisruptionBudget: {
    operator: { maxUnavailable: 1 },
    metricServer: { maxUnavailable: 1 },
    webhooks: { maxUnavailable: 1 },
  },
  resources: {
    operator: resources("100m", "512Mi"),
    metricServer: resources("100m", "256Mi"),
    webhooks: resources("50m", "128Mi"),
  },
  ...onSystemNodes,
});
