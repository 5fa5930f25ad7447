import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where Debian puts a PostgreSQL server, one folder a major version: not on `PATH`. */
function postgresFolders(): readonly string[] {
  const versions = "/usr/lib/postgresql";
  if (!existsSync(versions)) return [];
  const newestFirst = readdirSync(versions).sort((left, right) => Number(right) - Number(left));
  return newestFirst.map((version) => join(versions, version, "bin"));
}

/** Every executable of that name, in the order in which they are tried. */
export function executables(name: string): readonly string[] {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...postgresFolders()];
  return folders.map((folder) => join(folder, name)).filter(executable);
}

/** What a command says when it is asked, on whichever stream; nothing when it fails. */
export function answer(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", timeout: 20_000 });
  return status === 0 ? `${stdout}${stderr}` : "";
}

/** The first version in a text, as numbers: `[15, 18]`. */
export function versionIn(text: string): readonly number[] {
  const [found = ""] = /\d+(\.\d+)+/.exec(text) ?? [];
  return found === "" ? [] : found.split(".").map(Number);
}

/** Whether a version is the other or a later one. */
export function atLeast(version: readonly number[], floor: readonly number[]): boolean {
  for (const [index, wanted] of floor.entries()) {
    const given = version[index] ?? -1;
    if (given !== wanted) return given > wanted;
  }
  return true;
}
