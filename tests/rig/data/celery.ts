import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { loopback, type RunningProcess, runFolder, runProcess, startProcess } from "../support";
import { python } from "../support/python";
import type { PlannedCache } from "./caches";
import type { Container } from "./pods";
import type { RedisServer } from "./redis";

/** What stands for the product's image. */
const image = join(__dirname, "worker");

/** A planned Celery program, run as a process of its own instead of in a pod. */
export interface Program {
  /** Starts it and waits until every command by which the cluster asks after it succeeds. */
  readonly start: () => Promise<RunningProcess>;
  /** Runs Python in its environment and returns the lines it wrote. */
  readonly python: (...args: readonly string[]) => Promise<readonly string[]>;
}

function named(cache: PlannedCache, name: string): Container {
  const found = cache.programs.get(name);
  if (found === undefined) throw new Error(`there is no program "${name}", only ${[...cache.programs.keys()]}`);
  return found;
}

/** Takes a program as planned. Only the cache's address is another, where it keeps what is temporary, and whom it trusts. */
export async function celery(cache: PlannedCache, server: RedisServer, name: string): Promise<Program> {
  const container = named(cache, name);
  const interpreter = await python("celery", "5.7.0", ["redis"]);
  const folder = runFolder(`${name}-pod`);
  const temporary = join(folder, "tmp");
  mkdirSync(temporary);
  // That of the environment names the folder in which it was first installed.
  writeFileSync(join(folder, "celery"), `#!/bin/sh\nexec ${interpreter} -m celery "$@"\n`);
  chmodSync(join(folder, "celery"), 0o755);

  const here = (text: string) =>
    text
      .replace(/@[a-z0-9.-]+\.cache\.amazonaws\.com:\d+/, `@${loopback}:${server.port}`)
      .replace(/(^|\s)\/tmp(?=$|[\s/)])/g, `$1${temporary}`);
  const env = {
    ...Object.fromEntries(Object.entries(container.env).map(([key, value]) => [key, here(value)])),
    // As in a pod.
    HOSTNAME: hostname(),
    PATH: `${folder}:${process.env.PATH}`,
    PYTHONPATH: image,
    PYTHONDONTWRITEBYTECODE: "1",
    // The certificate of a cache in AWS is signed by an authority that every image knows.
    SSL_CERT_FILE: server.certificate,
  };
  const common = { cwd: folder, env };
  const command = ([program = "", ...args]: readonly string[]) => ({ command: program, args: args.map(here) });
  const isWorker = container.command.includes("worker");
  const healthy = async (): Promise<boolean> => {
    for (const probe of container.probes) {
      const asked = runProcess({ name: `${name}-probe`, ...command(probe), ...common });
      const well = await asked.then(
        () => true,
        () => false,
      );
      if (!well) return false;
    }
    return true;
  };
  return {
    start: () =>
      startProcess({
        name,
        ...command(container.command),
        ...common,
        // Whoever asks a worker before it listens waits for as long as it is patient.
        ready: (log) => (isWorker && !log.includes(" ready.") ? false : healthy()),
      }),
    python: async (...args) =>
      (await runProcess({ name: `${name}-python`, command: interpreter, args, ...common })).trim().split("\n"),
  };
}

/** Sends trainings to a queue and returns their ids. */
export const train = (program: Program, queue: string, ...names: readonly string[]): Promise<readonly string[]> =>
  program.python(join(image, "send.py"), queue, ...names);
