/** Kubernetes versions that EKS creates in autumn 2026, with the end of standard support: EKS guide, "kubernetes-versions". */
export const kubernetesVersions: Readonly<Record<string, string>> = {
  "1.33": "2026-07-29",
  "1.34": "2026-12-02",
  "1.35": "2027-03-27",
  "1.36": "2027-08-02",
};

/** EKS add-ons of AWS: `aws eks describe-addon-versions`, and the build that stands for "the newest". */
export const addons: Readonly<Record<string, string>> = {
  adot: "v0.131.0-eksbuild.1",
  "amazon-cloudwatch-observability": "v6.6.0-eksbuild.1",
  "aws-ebs-csi-driver": "v1.60.0-eksbuild.1",
  "aws-efs-csi-driver": "v3.4.2-eksbuild.1",
  coredns: "v1.13.2-eksbuild.1",
  "eks-node-monitoring-agent": "v1.6.0-eksbuild.1",
  "eks-pod-identity-agent": "v1.4.0-eksbuild.1",
  "external-dns": "v0.21.0-eksbuild.1",
  "kube-proxy": "v1.36.0-eksbuild.1",
  "kube-state-metrics": "v2.18.0-eksbuild.1",
  "metrics-server": "v0.9.0-eksbuild.7",
  "prometheus-node-exporter": "v1.11.0-eksbuild.1",
  "snapshot-controller": "v8.5.0-eksbuild.1",
  "vpc-cni": "v1.22.0-eksbuild.1",
};

/** PostgreSQL on RDS: the major versions and a minor that stands for the newest of each. */
export const postgresVersions: Readonly<Record<string, string>> = {
  "14": "14.22",
  "15": "15.17",
  "16": "16.13",
  "17": "17.9",
  "18": "18.3",
};

/** Minors that cannot be created any more since 2026-05-01: AWS's notice of deprecation. */
export const retiredMinors: readonly RegExp[] = [/^17\.[1-4]$/, /^16\.[5-8]$/, /^15\.(9|1[0-2])$/, /^14\.1[4-7]$/];

/** Engines of ElastiCache and their versions. Redis OSS ends at 7.1; users and groups (RBAC) need at least 6.0 or 7.2. */
export const cacheVersions: Readonly<Record<string, readonly string[]>> = {
  valkey: ["7.2", "8.0", "8.1", "8.2", "9.0"],
  redis: ["6.0", "6.2", "7.0", "7.1"],
};
