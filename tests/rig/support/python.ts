import { join } from "node:path";
import { cached } from "./cache";
import { executables } from "./command";
import { runProcess } from "./process";

/**
 * The Python of an environment that has one package of PyPI and what that needs.
 *
 * @param version Exact, since it names the environment in the cache.
 * @param extras What the package is to have with it: `redis`.
 */
export async function python(name: string, version: string, extras: readonly string[] = []): Promise<string> {
  const wanted = `${name}${extras.length === 0 ? "" : `[${extras.join(",")}]`}==${version}`;
  const folder = await cached({
    name,
    version,
    making: `installing ${wanted} from PyPI, a few seconds`,
    make: async (environment) => {
      const [system] = executables("python3");
      if (system === undefined) throw new Error("python3 is not on PATH. Provide it: apt-get install python3-venv");
      await runProcess({ name: "venv", command: system, args: ["-m", "venv", environment] }).catch((error) => {
        throw new Error(`no environment for Python can be made. Provide it: apt-get install python3-venv\n${error}`);
      });
      const inside = join(environment, "bin", "python");
      await runProcess({ name: "pip", command: inside, args: ["-m", "pip", "install", "--quiet", wanted] });
    },
  });
  return join(folder, "bin", "python");
}
