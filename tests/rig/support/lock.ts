import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The code of a system error. */
const codeOf = (error: unknown): unknown => Object(error).code;

function holder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Takes the lock if nobody has it. A link appears with its content, so that nobody reads a lock without a holder. */
function take(file: string): boolean {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Breaks a lock whose holder is gone. Moved away first, so that of two who find it only one breaks it. */
function breakStale(file: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const pid = holder(aside);
  if (pid !== undefined && alive(pid)) {
    // Somebody else had broken the stale one and taken the lock: what was moved is theirs.
    renameSync(aside, file);
  } else {
    rmSync(aside, { force: true });
  }
}

/**
 * Does the work while holding a lock that other processes of this machine respect. A lock left by a process that is
 * gone is broken.
 *
 * @param waiting Is told once who holds it, when it must be waited for.
 */
export async function locked<T>(file: string, waiting: (pid: number) => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    const pid = holder(file);
    if (pid !== undefined && !alive(pid)) breakStale(file);
    else if (pid !== undefined && !told) {
      waiting(pid);
      told = true;
    }
    await pause(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
