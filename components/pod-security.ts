import type { types } from "@pulumi/kubernetes";
import type { Memory } from "./core/units";

type PodSecurityContext = types.input.core.v1.PodSecurityContext;
type SecurityContext = types.input.core.v1.SecurityContext;
type Volume = types.input.core.v1.Volume;
type VolumeMount = types.input.core.v1.VolumeMount;

/** Users of the nodes' own processes lie below it, so a pod that breaks out is none of them. */
export const lowestUser = 10_000;

/** Who our pods run as, unless their image insists on a user of its own. */
export const defaultUser = 10_001;

/** What the `restricted` pod security standard asks of a pod, and a user that no process of the node has. */
export const podSecurity = (user: number = defaultUser): PodSecurityContext => ({
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  seccompProfile: { type: "RuntimeDefault" },
});

/** What the `restricted` pod security standard asks of a container, and a file system that cannot be written to. */
export const containerSecurity: SecurityContext = {
  privileged: false,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** A place where a container may write. */
export interface Scratch {
  readonly volume: Volume;
  readonly mount: VolumeMount;
}

/** Many programs keep caches and settings in their home, and a user without an entry in the image has none. */
export const home = { HOME: "/tmp" };

/**
 * Where any program may write. It lies on the node's disk and vanishes with the pod.
 *
 * Nothing is requested for it: the autoscaler does not know the disk of a group that has no node, so a pod that
 * requested some would never bring up the first one.
 */
export const temporary = (size: Memory): Scratch => ({
  volume: { name: "tmp", emptyDir: { sizeLimit: size } },
  mount: { name: "tmp", mountPath: "/tmp" },
});

/** Memory that a program's processes share. It counts as the container's own. */
export const shared = (size: Memory): Scratch => ({
  volume: { name: "shared-memory", emptyDir: { medium: "Memory", sizeLimit: size } },
  mount: { name: "shared-memory", mountPath: "/dev/shm" },
});
