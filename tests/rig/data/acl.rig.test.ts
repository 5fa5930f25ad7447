import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { z } from "zod";
import { loopback } from "../support";
import { type CacheLogin, type PlannedCache, plannedCache } from "./caches";
import { logIn, type RedisServer, startRedis } from "./redis";
import { Connection, Refusal } from "./resp";

let cache: PlannedCache;
let server: RedisServer;
const open: Connection[] = [];

const as = async (login: CacheLogin): Promise<Connection> => {
  const connection = await logIn(server, login);
  open.push(connection);
  return connection;
};

beforeAll(async () => {
  cache = await plannedCache("staging");
  server = await startRedis(cache);
});
afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
});
afterAll(async () => {
  server?.operator.close();
  await server?.process.stop();
});

test("nobody gets in without TLS", async () => {
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(server.port, loopback, () => socket.write("PING\r\n"));
    let said = "";
    socket.on("data", (data) => {
      said += data.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(said));
  });
  expect(answer).not.toContain("PONG");
  expect(answer).not.toContain("NOAUTH");
});

test("whoever gives no name, or a wrong password, is nobody", async () => {
  const nameless = await Connection.open(server.port, server.certificate);
  open.push(nameless);
  const anyone = cache.users.find(({ name }) => name === "default");
  expect(anyone).toBeDefined();
  expect(await nameless.send("PING")).toEqual(new Refusal("NOAUTH Authentication required."));
  for (const words of [[anyone?.password ?? ""], ["default", anyone?.password ?? ""], [cache.product.name, "wrong"]]) {
    expect(await nameless.send("AUTH", ...words)).toEqual(
      new Refusal("WRONGPASS invalid username-password pair or user is disabled."),
    );
  }
});

/** What takes everybody's data or time, or tells of others. */
const refused = [
  "FLUSHALL",
  "FLUSHDB",
  "SWAPDB 0 1",
  "KEYS *",
  "SORT queue",
  "MIGRATE 127.0.0.1 1 key 0 1",
  "RESTORE key 0 x",
  "CONFIG GET *",
  "CONFIG SET maxmemory 1",
  "ACL LIST",
  "ACL SETUSER intruder on",
  "CLIENT KILL ID 1",
  "CLIENT LIST",
  "MONITOR",
  "SAVE",
  "BGREWRITEAOF",
  "SHUTDOWN NOSAVE",
  "REPLICAOF 127.0.0.1 1",
  "SYNC",
  "PSYNC ? -1",
  "CLUSTER RESET",
  "LATENCY RESET",
  "SLOWLOG GET",
  "MODULE LIST",
  "FUNCTION LOAD x",
  "FUNCTION FLUSH",
  "SCRIPT FLUSH",
  "SCRIPT KILL",
] as const;

test.each(refused)("a product may not %s", async (command) => {
  const connection = await as(cache.product);
  const reply = await connection.send(...command.split(" "));
  expect(reply).toBeInstanceOf(Refusal);
  expect(reply).toMatchObject({ message: expect.stringMatching(/^NOPERM/) });
});

test("nor may it from within a script", async () => {
  const connection = await as(cache.product);
  for (const inner of ["FLUSHALL", "KEYS', '*", "SORT', 'queue"]) {
    const reply = await connection.send("EVAL", `return redis.call('${inner}')`, "0");
    expect(reply).toBeInstanceOf(Refusal);
    expect(JSON.stringify(reply)).toMatch(/can't run this command|NOPERM|ACL failure/);
  }
});

/** A command's words, as many as it wants: with too few the server would not come to look at rights. */
async function complete(command: string): Promise<readonly string[]> {
  const [[, arity] = []] = z
    .tuple([z.tuple([z.string(), z.number()]).rest(z.unknown())])
    .parse(await server.operator.ask("COMMAND", "INFO", command));
  const words = command.split("|");
  return [...words, ...Array<string>(Math.max(0, Math.abs(arity ?? 1) - words.length)).fill("1")];
}

test("of everything the server calls dangerous or an administrator's, a product may only ask how it is", async () => {
  const commands = new Set<string>();
  for (const category of ["dangerous", "admin"]) {
    for (const command of z.array(z.string()).parse(await server.operator.ask("ACL", "CAT", category)))
      commands.add(command);
  }
  const allowed: string[] = [];
  for (const command of commands) {
    const words = await complete(command);
    // A dry run looks at rights and runs nothing.
    if ((await server.operator.ask("ACL", "DRYRUN", cache.product.name, ...words)) === "OK") allowed.push(command);
  }
  expect(commands.size).toBeGreaterThan(50);
  expect(allowed).toEqual(["info"]);
});
