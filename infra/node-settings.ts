import { labelDomain } from "../components/core/labels";

/** What a pool of nodes is for. */
export type Purpose = "system" | "general" | "gpu";

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NO_SCHEDULE";
}

interface NodeSettings {
  /** EKS's name for the operating system's image. */
  readonly image: "BOTTLEROCKET_x86_64" | "BOTTLEROCKET_x86_64_NVIDIA";
  /** Keep away the pods that do not tolerate them. */
  readonly taints: readonly Taint[];
}

/** On every node: which purpose it serves. */
export const poolLabel = `${labelDomain}/pool`;

/**
 * Products run on `general` nodes and need to say nothing. `system` nodes are kept for what runs the cluster, so that a
 * product that eats all memory does not take DNS with it; `gpu` nodes for pods that ask for a GPU.
 */
export const purposes: Readonly<Record<Purpose, NodeSettings>> = {
  system: {
    image: "BOTTLEROCKET_x86_64",
    // The key that Kubernetes' own add-ons tolerate.
    taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
  },
  general: { image: "BOTTLEROCKET_x86_64", taints: [] },
  gpu: {
    // The image brings driver and device plugin; installing the plugin again would register each GPU twice.
    image: "BOTTLEROCKET_x86_64_NVIDIA",
    taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }],
  },
};

/** How a pod that runs the cluster says where it belongs. */
export const systemPool = {
  labels: { [poolLabel]: "system" },
  tolerations: purposes.system.taints.map(({ key }) => ({ key, operator: "Exists", effect: "NoSchedule" })),
};

/** Families whose NVIDIA GPUs Bottlerocket drives. (EKS user guide, "Use EKS-optimized accelerated AMIs".) */
const nvidiaFamily = /^(p[4-6][a-z0-9-]*|g4dn|g5|g6e?|gr6|g7e)\./;

/** Families that cost what they do for an accelerator of any make. */
const acceleratedFamily = /^(p|gr?|dl|inf|trn|vt)\d[a-z0-9-]*\./;

/** Families with Graviton processors: a `g` behind the generation, and the first of them all. */
const armFamily = /^(a1|[a-z]+\d+g[a-z]*)\./;

/** What is wrong with the instance types of a pool. */
export function instanceProblems(instances: readonly string[], purpose: Purpose): readonly (string | false)[] {
  const malformed = instances.filter((type) => !/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(type));
  const arm = instances.filter((type) => armFamily.test(type));
  const accelerated = instances.filter((type) => acceleratedFamily.test(type));
  const without = instances.filter((type) => !nvidiaFamily.test(type));
  const list = (types: readonly string[]) => types.join(", ");
  return [
    instances.length === 0 && "instances is empty; name at least one EC2 type, such as m7i.xlarge",
    // EKS takes at most 20. (EKS API, CreateNodegroup.)
    instances.length > 20 && `instances names ${instances.length} types; EKS takes at most 20: name fewer`,
    new Set(instances).size < instances.length && `instances names one type twice (${list(instances)}); name it once`,
    malformed.length > 0 && `instances has ${list(malformed)}; allowed: EC2 types, such as m7i.xlarge`,
    arm.length > 0 && `instances has ${list(arm)} with ARM processors; the image is for x86: choose a type such as m7i`,
    purpose === "gpu" &&
      without.length > 0 &&
      `instances has ${list(without)} without an NVIDIA GPU; a gpu pool needs one, such as g6.xlarge`,
    purpose !== "gpu" &&
      accelerated.length > 0 &&
      `instances has ${list(accelerated)}, whose accelerators a ${purpose} pool would pay for and not use; set purpose to "gpu"`,
  ];
}

/** Labels of a pool's nodes. */
export function nodeLabels(purpose: Purpose, instances: readonly string[]): Readonly<Record<string, string>> {
  const family = instances[0]?.split(".")[0];
  // The autoscaler waits for the GPUs of a node that carries this, instead of starting another meanwhile. It reads
  // only whether the label is there. (Cluster Autoscaler on AWS, "Special note on GPU instances".)
  const accelerator = purpose === "gpu" && family !== undefined ? { "k8s.amazonaws.com/accelerator": family } : {};
  return { [poolLabel]: purpose, ...accelerator };
}

/**
 * Bottlerocket's user data, as TOML; nothing when its defaults will do. EKS adds what a node needs to join.
 * (Bottlerocket 1.54, `settings.kubelet-device-plugins.nvidia`.)
 *
 * @param podsPerGpu Pods that take turns on one GPU. They share its memory, and nothing keeps one from taking it all.
 */
export function userData(podsPerGpu: number): string | undefined {
  if (podsPerGpu === 1) return undefined;
  return [
    "[settings.kubelet-device-plugins.nvidia]",
    'device-sharing-strategy = "time-slicing"',
    "",
    "[settings.kubelet-device-plugins.nvidia.time-slicing]",
    `replicas = ${podsPerGpu}`,
    // Two turns are no more of a GPU than one, so a pod that asks for two expects what it does not get.
    "fail-requests-greater-than-one = true",
    "",
  ].join("\n");
}
