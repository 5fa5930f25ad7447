import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Names this run's folder, to every process of the run: so they are told from those of another. */
export const runVariable = "ATELIER_RIG_RUN";

const keeper = join(__dirname, "keeper.cjs");

/** Makes the folder of a run, which goes when this process ends, however it ends; with a file `keep` in it, it stays. */
export function beginRun(): string {
  const folder = mkdtempSync(join(tmpdir(), "atelier-rig-"));
  // Servers that refuse to run as root must be able to reach their own folder in it.
  chmodSync(folder, 0o711);
  const keeping = spawn(process.execPath, [keeper, "folder", folder], {
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  keeping.unref();
  keeping.channel?.unref();
  process.env[runVariable] = folder;
  return folder;
}

/** A new folder in that of the run, for one part of the rig. It goes with the run; after a failure it stays. */
export function runFolder(part: string): string {
  return mkdtempSync(join(process.env[runVariable] ?? beginRun(), `${part}-`));
}
