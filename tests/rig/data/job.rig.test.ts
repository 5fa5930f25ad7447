import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { loopback, processesOfRun, runVariable, startProcess, tool } from "../support";
import { type PlannedDatabase, plannedDatabases, plannedParameters } from "./databases";
import { runJob } from "./job";
import { type Ask, asking, clientVariables, type PostgresServer, startPostgres } from "./postgres";

let server: PostgresServer;
let ask: Ask;
let databases: readonly PlannedDatabase[];

beforeAll(async () => {
  databases = [...(await plannedDatabases("staging")).values()];
  server = await startPostgres("postgres-18", await plannedParameters("staging"));
  ask = await asking(server);
});
afterAll(() => server?.process.stop());

const waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";

/** Holds what whoever changes a role must wait for, while the work goes on. */
async function whileRolesAreLocked<T>(work: () => Promise<T>): Promise<T> {
  const name = "holds-the-roles";
  const holder = await startProcess({
    name,
    command: await tool("psql"),
    args: ["--no-psqlrc", "-c", "BEGIN; LOCK TABLE pg_authid IN SHARE MODE; SELECT pg_sleep(600);"],
    env: { ...clientVariables(server, server.superuser), PGAPPNAME: name },
    ready: async () => {
      const held = "SELECT 1 FROM pg_locks WHERE mode = 'ShareLock' AND relation = 'pg_authid'::regclass AND granted";
      return (await ask(server.superuser, held)).said === "1";
    },
  });
  try {
    return await work();
  } finally {
    await ask(
      server.superuser,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${name}'`,
    );
    await holder.stop();
  }
}

test("the Job's own commands make each product's database, over TLS and twice to one end", async () => {
  for (const database of databases) {
    for (const _time of ["first", "second"]) expect((await runJob(database, server)).said).toEqual(["", ""]);
    const { login: user, password } = database;
    const login = { user, password, database: database.database };
    expect(await ask(login, "SELECT current_user")).toEqual({ done: true, said: `${database.database}_app` });
  }
});

test("while the Job runs, no password stands in an argument or in the environment of any process", async () => {
  const [database] = databases;
  if (database === undefined) throw new Error("staging has no database");
  let running: ReturnType<typeof runJob> | undefined;
  const seen = await whileRolesAreLocked(async () => {
    running = runJob(database, server);
    let failed: unknown;
    running.catch((error) => {
      failed = error;
    });
    // psql has read the password by now, and waits for the server.
    while ((await ask(server.superuser, waiting)).said === "0") if (failed !== undefined) throw failed;
    return processesOfRun(process.env[runVariable] ?? "");
  });
  const { folder } = (await running) ?? { folder: "" };

  const psql = seen.filter(({ arguments: given }) => /^\S*psql .*service=master $/.test(given));
  expect(psql).toHaveLength(1);
  expect(psql[0]?.environment).toContain("PGSERVICEFILE=");
  for (const secret of [server.master.password, database.password]) {
    expect(seen.filter((one) => `${one.arguments} ${one.environment}`.includes(secret))).toEqual([]);
  }
  // What it does stand in, only the Job's user may read.
  for (const file of ["secret.json", "service.conf"]) {
    expect(readFileSync(join(folder, file), "utf8")).toContain(server.master.password);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  }
});

test("a password is found where it does stand, so that the search above looks in the right place", async () => {
  const secret = "APasswordInAnArgument";
  const careless = await startProcess({
    name: "careless",
    command: "sleep",
    args: ["600"],
    env: { CARELESS: secret },
    ready: () => true,
  });
  const seen = processesOfRun(process.env[runVariable] ?? "").filter(({ environment }) => environment.includes(secret));
  expect(seen.map(({ pid }) => pid)).toContain(careless.pid);
  await careless.stop();
});

test("the Job turns away from a server that does not speak TLS, before it says who it is", async () => {
  const [database] = databases;
  if (database === undefined) throw new Error("staging has no database");
  const heard: Buffer[] = [];
  // What PostgreSQL answers to whoever asks for TLS where there is none.
  const plain = createServer((socket) => {
    socket.on("data", (data) => {
      heard.push(data);
      socket.write("N");
    });
  });
  const port = await new Promise<number>((resolve) => {
    plain.listen(0, loopback, () => resolve(Number(Object(plain.address()).port)));
  });

  await expect(runJob(database, { ...server, port })).rejects.toThrow(
    "server does not support SSL, but SSL was required",
  );
  expect(Buffer.concat(heard).toString("latin1")).not.toContain(server.master.user);
  await new Promise((resolve) => plain.close(resolve));
});
