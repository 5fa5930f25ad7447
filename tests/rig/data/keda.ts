import { readFileSync } from "node:fs";
import { join } from "node:path";
import { goModule } from "../support";
import type { CacheLogin } from "./caches";
import type { RedisServer } from "./redis";
import { Connection } from "./resp";

/** At the version of the chart we install. */
const keda = { path: "github.com/kedacore/keda/v2", version: "v2.20.1" };

/** The script by which KEDA measures a key, in its own words. */
async function script(): Promise<string> {
  const source = readFileSync(join(await goModule(keda), "pkg/scalers/redis_scaler.go"), "utf8");
  const [, text] = /luaScript := `([^`]+)`/.exec(source) ?? [];
  if (text === undefined) throw new Error(`${keda.path} ${keda.version} has no luaScript in its Redis scaler`);
  return text;
}

/** Measures keys of the broker's database as KEDA does. */
export type Measure = (keys: readonly string[]) => Promise<readonly number[]>;

/** Connects as KEDA's client does: signs in as it says which protocol it speaks, and gives its name and version. */
export async function asKeda(
  { port, certificate }: Pick<RedisServer, "port" | "certificate">,
  { name, password }: CacheLogin,
): Promise<{ readonly measure: Measure; readonly close: () => void }> {
  const [text, connection] = await Promise.all([script(), Connection.open(port, certificate)]);
  await connection.ask("HELLO", "2", "AUTH", name, password);
  await connection.ask("SELECT", "0");
  await connection.ask("PING");
  const measure: Measure = async (keys) => {
    const lengths: number[] = [];
    for (const key of keys) lengths.push(Number(await connection.ask("EVAL", text, "1", key)));
    return lengths;
  };
  return { measure, close: () => connection.close() };
}
