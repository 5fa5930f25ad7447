import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { listens, loopback, onFreePort, type RunningProcess, runFolder, startProcess, tool } from "../support";
import type { PlannedCache } from "./caches";
import { makeCertificate } from "./certificate";
import { Connection } from "./resp";

export interface RedisServer {
  readonly port: number;
  /** What a client must trust. */
  readonly certificate: string;
  readonly process: RunningProcess;
  /** A connection of somebody who may do everything, as only ElastiCache itself may. */
  readonly operator: Connection;
}

const operator = { name: "operator", password: "PasswordOfTheOperator" };

/** Opens a connection and logs in. */
export async function logIn(
  { port, certificate }: Pick<RedisServer, "port" | "certificate">,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<Connection> {
  const connection = await Connection.open(port, certificate);
  await connection.ask("AUTH", name, password);
  return connection;
}

/** Starts a server as ElastiCache runs it: TLS only, with the plan's users and parameters. */
export async function startRedis({ users, parameters }: PlannedCache): Promise<RedisServer> {
  const folder = runFolder("redis-data");
  const { certificate, key } = await makeCertificate(folder);
  const acl = join(folder, "users.acl");
  const lines = users.map(({ name, password, rules }) => `user ${name} reset ${rules} >${password}`);
  writeFileSync(acl, [...lines, `user ${operator.name} on ~* &* +@all >${operator.password}`, ""].join("\n"));
  const settings = {
    bind: loopback,
    // Nobody gets in without TLS.
    port: "0",
    "tls-cert-file": certificate,
    "tls-key-file": key,
    "tls-ca-cert-file": certificate,
    "tls-auth-clients": "no",
    aclfile: acl,
    dir: folder,
    save: "",
    ...parameters,
  };
  const configuration = join(folder, "redis.conf");
  const text = Object.entries(settings).map(([name, value]) => `${name} ${value === "" ? '""' : value}`);
  writeFileSync(configuration, `${text.join("\n")}\n`);
  const command = await tool("redis");
  return onFreePort(async (port) => {
    const server = await startProcess({
      name: "redis",
      command,
      args: [configuration, "--tls-port", String(port)],
      ready: (log) => log.includes("Ready to accept connections") && listens(port),
    });
    const started = { port, certificate };
    return { ...started, process: server, operator: await logIn(started, operator) };
  });
}
