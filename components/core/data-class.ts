import type { Days } from "./units";

/**
 * How much the data of a stack is worth, and with it everything that flips between an environment people depend on and
 * one that vanishes: `kept` in production, `rebuildable` in staging, `disposable` in review and development stacks.
 */
export type DataClass = "kept" | "rebuildable" | "disposable";

export interface Protection {
  /** Pulumi and AWS refuse to delete it. */
  readonly protect: boolean;
  /** A database leaves a snapshot behind when it goes. */
  readonly finalSnapshot: boolean;
  /** A bucket or repository may be deleted while there is something in it. */
  readonly forceDestroy: boolean;
  /** How long a deleted secret can be had back; 0 is not at all, and frees its name. */
  readonly secretRecoveryDays: 0 | 7 | 30;
  /** How long a deleted key can be had back. 7 is AWS's least. */
  readonly keyDeletionDays: 7 | 30;
  /** Automatic backups of databases. */
  readonly backups: Days;
  /** Snapshots of caches. */
  readonly cacheSnapshots: Days;
}

export const protection: Readonly<Record<DataClass, Protection>> = {
  kept: {
    protect: true,
    finalSnapshot: true,
    forceDestroy: false,
    secretRecoveryDays: 30,
    keyDeletionDays: 30,
    backups: "30 days",
    cacheSnapshots: "7 days",
  },
  rebuildable: {
    protect: false,
    finalSnapshot: false,
    forceDestroy: true,
    secretRecoveryDays: 0,
    keyDeletionDays: 7,
    backups: "7 days",
    cacheSnapshots: "1 days",
  },
  disposable: {
    protect: false,
    finalSnapshot: false,
    forceDestroy: true,
    secretRecoveryDays: 0,
    keyDeletionDays: 7,
    backups: "1 days",
    cacheSnapshots: "0 days",
  },
};
