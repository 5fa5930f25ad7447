import type { types } from "@pulumi/kubernetes";
import { Mistake } from "./core/errors";
import { inSeconds, type Minutes, type Seconds } from "./core/units";

type KubernetesProbe = types.input.core.v1.Probe;

interface Rhythm {
  /** From one try to the next. */
  readonly every: Seconds;
  /** A try that takes longer has failed. */
  readonly within: Seconds;
}

/** Asks for a path; any answer from 200 to 399 is good. */
export interface HttpProbe extends Rhythm {
  readonly kind: "http";
  readonly path: `/${string}`;
  /** @default - the port that the workload serves on, or else that of its metrics */
  readonly port?: number;
}

/** Runs a program in the container; exit code 0 is good. */
export interface ExecProbe extends Rhythm {
  readonly kind: "exec";
  readonly command: readonly string[];
}

/** How to find out whether a container is well. */
export type Probe = HttpProbe | ExecProbe;

const often: Rhythm = { every: "10 seconds", within: "5 seconds" };

export const Probe = {
  /** @param given `every` 10 seconds and `within` 5 seconds by default. */
  http: (path: `/${string}`, given: Partial<Rhythm> & { readonly port?: number } = {}): HttpProbe => ({
    kind: "http",
    path,
    ...often,
    ...given,
  }),

  /**
   * A program that loads much before it answers needs longer than the default, and should be run less often: it runs
   * beside the work, on the same processors.
   *
   * @param given `every` 10 seconds and `within` 5 seconds by default.
   */
  exec: (command: readonly string[], given: Partial<Rhythm> = {}): ExecProbe => ({
    kind: "exec",
    command,
    ...often,
    ...given,
  }),
};

export interface Health {
  /** Whether a pod may be given work. */
  readonly health: Probe;
  /**
   * Whether a pod must be started again. It must not ask anything else, such as a database: all pods would be started
   * again when that is away, and be away themselves when it is back.
   *
   * @default - as `health`
   */
  readonly alive?: Probe;
  /** A pod that is not alive this long after its start is started again. */
  readonly startsWithin: Minutes | Seconds;
}

export interface Probes {
  readonly startupProbe: KubernetesProbe;
  readonly readinessProbe: KubernetesProbe;
  readonly livenessProbe: KubernetesProbe;
}

/** Failures in a row before a pod gets no more work, and before it is started again: the second comes much later. */
const patience = { ready: 3, alive: 12 };

/** @param port What an HTTP probe without a port of its own asks. */
export function probes({ health, alive = health, startsWithin }: Health, port: number | undefined): Probes {
  return {
    startupProbe: render(alive, port, Math.ceil(inSeconds(startsWithin) / inSeconds(alive.every))),
    readinessProbe: render(health, port, patience.ready),
    livenessProbe: render(alive, port, patience.alive),
  };
}

const render = (probe: Probe, port: number | undefined, failureThreshold: number): KubernetesProbe => ({
  ...(probe.kind === "http" ? { httpGet: asks(probe, port) } : { exec: { command: [...probe.command] } }),
  periodSeconds: inSeconds(probe.every),
  timeoutSeconds: inSeconds(probe.within),
  failureThreshold,
});

function asks({ path, port: own }: HttpProbe, common: number | undefined) {
  const port = own ?? common;
  if (port === undefined) throw new Mistake(`there is no port to ask for ${path}; give the probe one`);
  return { path, port };
}
