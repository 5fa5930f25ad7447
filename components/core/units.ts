/** A length of time as people write it: `"30 days"`. A typo fails to compile. */
export type Days = `${number} days`;
export type Minutes = `${number} minutes`;
export type Seconds = `${number} seconds`;

/** A size of memory or disk as Kubernetes writes it: `"512Mi"`, `"8Gi"`. */
export type Memory = `${number}Mi` | `${number}Gi`;
/** A size of disk in gibibytes: `"20Gi"`. */
export type Disk = `${number}Gi`;
/** An amount of processor as Kubernetes writes it: `"250m"` is a quarter of a core. */
export type Cpu = `${number}m` | `${number}`;

export const days = (span: Days): number => Number.parseInt(span, 10);
export const inSeconds = (span: Minutes | Seconds): number =>
  Number.parseInt(span, 10) * (span.endsWith("minutes") ? 60 : 1);
export const gibibytes = (size: Disk): number => Number.parseInt(size, 10);
