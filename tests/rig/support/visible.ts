import { readdirSync, readFileSync } from "node:fs";
import { runVariable } from "./run-folder";

/** What anybody on the machine, or whoever may look into the process, sees of it. */
export interface Visible {
  readonly pid: number;
  readonly arguments: string;
  readonly environment: string;
}

function read(pid: string, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, "utf8").replaceAll("\0", " ");
  } catch {
    // It has ended in the meantime.
    return "";
  }
}

/** Every process of this run, those of others left alone. */
export function processesOfRun(folder: string): readonly Visible[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const seen = pids.map((pid) => ({
    pid: Number(pid),
    arguments: read(pid, "cmdline"),
    environment: read(pid, "environ"),
  }));
  return seen.filter(({ environment }) => environment.includes(`${runVariable}=${folder}`));
}
