import { join } from "node:path";
import { cached, say } from "./cache";
import { answer, executables } from "./command";
import { runProcess } from "./process";
import { type Recipe, recipes, type ToolName } from "./recipes";
import { timed } from "./times";

/** The first that is there and will do. */
function onPath({ commands, ask, fits }: Recipe): string | undefined {
  return commands.flatMap(executables).find((command) => fits(answer(command, ask)));
}

const cannot = (name: string, { wanted }: Recipe, why: string, provide: string): Error =>
  new Error(`${name} ${wanted} is not on PATH and cannot be had here: ${why}\nProvide it: ${provide}`);

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function installDebian(name: string, recipe: Recipe, packageName: string): Promise<string> {
  const install = `apt-get install --yes --no-install-recommends ${packageName}`;
  const provide = `apt-get update && ${install}`;
  const [apt] = executables("apt-get");
  if (apt === undefined) throw cannot(name, recipe, "this machine has no apt-get", `its package of ${name}`);
  if (process.getuid?.() !== 0) throw cannot(name, recipe, "only root may install packages", `sudo sh -c "${provide}"`);
  say(`installing the Debian package ${packageName}: ${provide}`);
  await timed(`install ${packageName}`, () =>
    runProcess({
      name: "apt-get",
      command: "sh",
      args: ["-ec", provide],
      env: { DEBIAN_FRONTEND: "noninteractive" },
    }),
  ).catch((error) => {
    throw cannot(name, recipe, reason(error), provide);
  });
  const command = onPath(recipe);
  if (command === undefined) throw cannot(name, recipe, `the package ${packageName} does not have it`, provide);
  return command;
}

async function provided(name: ToolName): Promise<string> {
  const recipe: Recipe = recipes[name];
  const found = onPath(recipe);
  if (found !== undefined) return found;
  const { source } = recipe;
  if (source.kind === "debian") return installDebian(name, recipe, source.package);
  const folder = await cached({ name, ...source }).catch((error) => {
    throw cannot(name, recipe, reason(error), source.byHand);
  });
  return join(folder, source.file);
}

const asked = new Map<ToolName, Promise<string>>();

/**
 * The path of a program the rig runs: on `PATH` if it will do, else from the cache, else built or installed, which is
 * said. One that cannot be had fails with the command that would provide it: nothing is skipped.
 */
export function tool(name: ToolName): Promise<string> {
  const before = asked.get(name);
  if (before !== undefined) return before;
  const path = provided(name);
  asked.set(name, path);
  return path;
}
