import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { locked } from "./lock";
import { timed } from "./times";

/** Where what was built is kept between runs, outside the checkout. Safe to delete. */
export const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "atelier");

/** Says what the rig does that takes time or changes the machine. */
export const say = (line: string): void => {
  process.stderr.write(`rig: ${line}\n`);
};

export interface Kept {
  readonly name: string;
  /** With the name the key of the cache: what was made for one version is never used for another. */
  readonly version: string;
  /** What making it is called: `building kube-apiserver 1.36.2, about 3 minutes`. */
  readonly making: string;
  /** Fills the folder. May fail: nothing of it is then kept. */
  readonly make: (folder: string) => Promise<void>;
}

const said = new Set<string>();

/** The folder of something that is made once and kept. Of several rigs at once, one makes it and the others wait. */
export function cached({ name, version, making, make }: Kept): Promise<string> {
  const folder = join(cacheFolder(), `${name}-${version}`);
  const reuse = () => {
    if (!said.has(folder)) say(`using ${name} ${version} from ${folder}`);
    said.add(folder);
    return folder;
  };
  if (existsSync(folder)) return Promise.resolve(reuse());
  const waiting = (pid: number) => say(`waiting for ${name} ${version}, which process ${pid} is making`);
  return locked(`${folder}.lock`, waiting, async () => {
    if (existsSync(folder)) return reuse();
    // Beside its place, so that the last step is a rename and half a build is never found.
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    say(`${making}, once; kept in ${folder}`);
    await timed(`make ${basename(folder)}`, () => make(unfinished));
    renameSync(unfinished, folder);
    return folder;
  });
}
