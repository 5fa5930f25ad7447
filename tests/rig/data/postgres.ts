import { spawn } from "node:child_process";
import { chownSync, cpSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  listens,
  loopback,
  onFreePort,
  type RunningProcess,
  runFolder,
  runProcess,
  startProcess,
  type ToolName,
  tool,
} from "../support";
import { makeCertificate } from "./certificate";

/** Who asks, and with what. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface Answer {
  /** Whether every statement was done. */
  readonly done: boolean;
  /** Rows, their columns divided by `|`; or what the server said against it. */
  readonly said: string;
}

export interface PostgresServer {
  readonly port: number;
  /** What a client must trust. */
  readonly certificate: string;
  /** As RDS makes it: it makes roles and databases, and is no superuser. */
  readonly master: Login;
  /** As only AWS has it. */
  readonly superuser: Login;
  readonly process: RunningProcess;
}

export interface AskOptions {
  /** @default true */
  readonly tls?: boolean;
  /** Of psql. @default - those that say where the server is and who asks */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs statements, or what psql's own commands say, and stops at the first that is refused. */
export type Ask = (login: Login, statements: string, options?: AskOptions) => Promise<Answer>;

const superuserPassword = "PasswordOfTheSuperuser";
const masterPassword = "PasswordOfTheMasterUser";

/** PostgreSQL does not run as root: then it runs as nobody. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** A folder that the server may read: what is kept in the home folder of root, nobody else can. */
function programs(postgres: string): string {
  const bin = dirname(realpathSync(postgres));
  if (user === undefined || !bin.startsWith(process.env.HOME ?? "\0")) return bin;
  const copy = runFolder("postgres-programs");
  chownSync(copy, user.uid, user.gid);
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

/** As RDS with `rds.force_ssl` lets in: nobody without TLS, and by password only. */
const clients = `hostssl all all ${loopback}/32 scram-sha-256\n`;

/** The roles of a new server on RDS. From 16 on, who may grant `rds_superuser`'s roles is said with each. */
const rolesOfRds = `
  CREATE ROLE rds_superuser NOLOGIN;
  GRANT pg_monitor, pg_signal_backend TO rds_superuser WITH ADMIN OPTION;
  CREATE ROLE atelier LOGIN CREATEROLE CREATEDB PASSWORD '${masterPassword}';
  GRANT rds_superuser TO atelier;
`;

async function prepare(bin: string, folder: string): Promise<{ readonly data: string; readonly certificate: string }> {
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, superuserPassword);
  mkdirSync(data);
  const { certificate, key } = await makeCertificate(folder);
  if (user !== undefined) for (const path of [folder, data, passwordFile, key]) chownSync(path, user.uid, user.gid);
  await runProcess({
    name: "initdb",
    command: join(bin, "initdb"),
    args: ["--pgdata", data, "--username", "rdsadmin", "--pwfile", passwordFile, "--auth", "scram-sha-256"].concat([
      "--encoding",
      "UTF8",
      "--locale",
      "C",
      "--no-sync",
      "--no-instructions",
    ]),
    ...(user !== undefined && { user }),
  });
  writeFileSync(join(data, "pg_hba.conf"), clients);
  return { data, certificate };
}

/** Starts a PostgreSQL server that is as RDS's are: TLS only, and a master user who is no superuser. */
export async function startPostgres(
  program: ToolName,
  parameters: Readonly<Record<string, string>>,
): Promise<PostgresServer> {
  const bin = programs(await tool(program));
  const folder = runFolder("postgres-data");
  const { data, certificate } = await prepare(bin, folder);
  const settings = {
    listen_addresses: loopback,
    unix_socket_directories: "",
    ssl: "on",
    ssl_cert_file: certificate,
    ssl_key_file: join(folder, "server.key"),
    password_encryption: "scram-sha-256",
    // A server of the rig need not outlive a power cut.
    fsync: "off",
    ...parameters,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return onFreePort(async (port) => {
    const server = await startProcess({
      name: program,
      command: join(bin, "postgres"),
      args: ["-D", data, "-p", String(port), ...options],
      // What the server calls a fast shutdown: it throws out whoever is still connected.
      stopSignal: "SIGINT",
      ready: (log) => log.includes("ready to accept connections") && listens(port),
      ...(user !== undefined && { user }),
    });
    const superuser = { user: "rdsadmin", password: superuserPassword, database: "postgres" };
    const master = { user: "atelier", password: masterPassword, database: "postgres" };
    const started = { port, certificate, master, superuser, process: server };
    const made = await (await asking(started))(superuser, rolesOfRds);
    if (!made.done) throw new Error(made.said);
    return started;
  });
}

/** What a client is told of the server and of itself. A password stands in the environment, never in an argument. */
export const clientVariables = (
  { port, certificate }: Pick<PostgresServer, "port" | "certificate">,
  { user: name, password, database }: Login,
  tls = true,
): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  PGHOST: loopback,
  PGPORT: String(port),
  PGUSER: name,
  PGPASSWORD: password,
  PGDATABASE: database,
  PGCONNECT_TIMEOUT: "10",
  PGSSLMODE: tls ? "verify-full" : "disable",
  PGSSLROOTCERT: certificate,
});

/** Asks a server by psql. */
export async function asking(server: Pick<PostgresServer, "port" | "certificate">): Promise<Ask> {
  const psql = await tool("psql");
  return (login, statements, { tls = true, variables = {} } = {}) =>
    new Promise((resolve, reject) => {
      const asked = spawn(psql, ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"], {
        env: { ...clientVariables(server, login, tls), ...variables },
      });
      let said = "";
      const listen = (text: Buffer) => {
        said += text.toString();
      };
      asked.stdout.on("data", listen);
      asked.stderr.on("data", listen);
      asked.on("error", reject);
      asked.on("close", (status) => resolve({ done: status === 0, said: said.trim() }));
      asked.stdin.end(statements);
    });
}
