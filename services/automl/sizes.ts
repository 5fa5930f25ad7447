import type { Cpu, Memory } from "../../components/core/units";
import type { Quota } from "../../components/product-namespace";
import type { Environment } from "../../infra/platform";

export interface Size {
  readonly replicas: { readonly min: number; readonly max: number };
  /** What a pod is promised; there is no limit on processor time. */
  readonly cpu: Cpu;
  /** What a pod is promised and may not exceed. */
  readonly memory: Memory;
}

export interface Sizes {
  readonly api: Size;
  /** Streamlit keeps an upload in memory, and uploads go to 1000 MB. */
  readonly ui: Size;
  /** Eight gigabytes for four trainings at a time, by contract. */
  readonly cpuWorker: Size;
  /** From none: a node with a GPU exists only while there is work for it. */
  readonly gpuWorker: Size;
  readonly scheduler: Size;
  readonly mlflow: Size;
  readonly exporter: Size;
}

const one = { min: 1, max: 1 } as const;

/** Memory and processor are the program's and the same everywhere; how many there are is the environment's. */
const sizes = (
  replicas: Readonly<Record<"api" | "ui" | "cpuWorker" | "gpuWorker" | "mlflow", Size["replicas"]>>,
): Sizes => ({
  api: { replicas: replicas.api, cpu: "500m", memory: "2Gi" },
  ui: { replicas: replicas.ui, cpu: "500m", memory: "4Gi" },
  cpuWorker: { replicas: replicas.cpuWorker, cpu: "2", memory: "8Gi" },
  gpuWorker: { replicas: replicas.gpuWorker, cpu: "3", memory: "8Gi" },
  scheduler: { replicas: one, cpu: "50m", memory: "256Mi" },
  mlflow: { replicas: replicas.mlflow, cpu: "250m", memory: "1Gi" },
  exporter: { replicas: one, cpu: "20m", memory: "64Mi" },
});

export const sizesOf: Readonly<Record<Environment, Sizes>> = {
  production: sizes({
    api: { min: 3, max: 12 },
    ui: { min: 2, max: 8 },
    cpuWorker: { min: 2, max: 16 },
    gpuWorker: { min: 0, max: 4 },
    mlflow: { min: 2, max: 4 },
  }),
  staging: sizes({
    api: { min: 2, max: 4 },
    ui: { min: 1, max: 2 },
    cpuWorker: { min: 1, max: 4 },
    gpuWorker: { min: 0, max: 1 },
    mlflow: one,
  }),
  ephemeral: sizes({
    api: one,
    ui: one,
    cpuWorker: { min: 1, max: 2 },
    gpuWorker: { min: 0, max: 1 },
    mlflow: one,
  }),
};

const cores = (cpu: Cpu): number => (cpu.endsWith("m") ? Number.parseInt(cpu, 10) / 1000 : Number(cpu));
const mebibytes = (memory: Memory): number => Number.parseInt(memory, 10) * (memory.endsWith("Gi") ? 1024 : 1);

/**
 * What the whole product may ask for: every part at its most, twice, and the jobs that set databases up. A pod that
 * finishes a training counts until it is gone, for hours, and its successor is there already; if there were no room for
 * that one, a release would fail for as long as the trainings last.
 */
export function quotaOf({ exporter, ...parts }: Sizes): Quota {
  const all = [...Object.values(parts), exporter, exporter];
  const sum = (of: (size: Size) => number) => Math.ceil(all.reduce((total, size) => total + of(size), 0) * 2);
  return {
    pods: sum(({ replicas }) => replicas.max) + 2,
    cpu: `${sum(({ replicas, cpu }) => replicas.max * cores(cpu)) + 1}`,
    memory: `${sum(({ replicas, memory }) => replicas.max * mebibytes(memory)) + 1024}Mi`,
    gpus: parts.gpuWorker.replicas.max * 2,
  };
}
