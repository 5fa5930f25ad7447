import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { z } from "zod";
import type { RunningProcess } from "../support";
import { type PlannedCache, plannedCache } from "./caches";
import { celery, type Program, train } from "./celery";
import { asKeda, type Measure } from "./keda";
import { logIn, type RedisServer, startRedis } from "./redis";
import type { Connection } from "./resp";

let cache: PlannedCache;
let server: RedisServer;
let product: Connection;
let measure: Measure;
let disconnect: () => void;
let cpu: Program;
const running: RunningProcess[] = [];

const start = async (program: Program): Promise<RunningProcess> => {
  const started = await program.start();
  running.push(started);
  return started;
};

/** Asks until the answer is the expected one: what Celery does, it does when it comes to it. */
async function eventually<T>(ask: () => Promise<T>, expected: T): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (JSON.stringify(answer) === JSON.stringify(expected)) return;
    if (performance.now() > deadline) expect(answer).toEqual(expected);
    await pause(50);
  }
}

/** What KEDA would add up to decide how many pods a worker has. */
const pressure = async (worker: string): Promise<number> => {
  const keys = cache.keys.get(worker);
  if (keys === undefined) throw new Error(`nothing scales ${worker}`);
  return (await measure(keys)).reduce((sum, length) => sum + length, 0);
};

/** Tells trainings that it is enough. */
const enough = async (...names: readonly string[]): Promise<void> => {
  await product.ask("SELECT", "2");
  for (const name of names) await product.ask("RPUSH", `enough:${name}`, "yes");
};

const result = async (id: string): Promise<unknown> => {
  await product.ask("SELECT", "1");
  const stored = await product.ask("GET", `celery-task-meta-${id}`);
  return typeof stored === "string"
    ? z.object({ status: z.string(), result: z.unknown() }).parse(JSON.parse(stored))
    : stored;
};

beforeAll(async () => {
  cache = await plannedCache("staging");
  server = await startRedis(cache);
  product = await logIn(server, cache.product);
  ({ measure, close: disconnect } = await asKeda(server, cache.product));
  cpu = await celery(cache, server, "automl-cpu-worker");
});
afterAll(async () => {
  disconnect?.();
  product?.close();
  server?.operator.close();
  await Promise.all([...running, server?.process].map((one) => one?.stop()));
});

test("what waits is in a list with the queue's own name, which KEDA measures as the list's length", async () => {
  await train(cpu, "celery", "one", "two", "three");
  await train(cpu, "gpu", "four", "five");

  await product.ask("SELECT", "0");
  expect(await product.ask("TYPE", "celery")).toBe("list");
  expect([await product.ask("LLEN", "celery"), await product.ask("LLEN", "gpu")]).toEqual([3, 2]);
  const [message] = z.tuple([z.string()]).parse(await product.ask("LRANGE", "celery", "-1", "-1"));
  expect(JSON.parse(message)).toMatchObject({
    headers: { task: "train", argsrepr: "['one']" },
    properties: { delivery_info: { routing_key: "celery" }, body_encoding: "base64" },
  });
  expect(await measure(["celery", "gpu", "unacked"])).toEqual([3, 2, 0]);
  expect([await pressure("automl-cpu-worker"), await pressure("automl-gpu-worker")]).toEqual([3, 2]);
});

test("a worker as planned starts, and takes what waits on its queue; what it holds still counts", async () => {
  await start(cpu);
  await eventually(() => measure(["celery", "unacked", "gpu"]), [0, 3, 2]);
  expect(await pressure("automl-cpu-worker")).toBe(3);
  await product.ask("SELECT", "0");
  expect(await product.ask("TYPE", "unacked")).toBe("hash");
});

test("more than it works on at once waits, and both are counted once", async () => {
  await train(cpu, "celery", "six", "seven", "eight", "nine");
  // Four at once and, since each is acknowledged late, one fetched ahead for each.
  await eventually(() => pressure("automl-cpu-worker"), 7);
  const [waiting = 0, held = 0] = await measure(["celery", "unacked"]);
  expect(waiting + held).toBe(7);
  expect(held).toBeGreaterThanOrEqual(4);
});

test("what is done is acknowledged and counts no more, and its result is kept apart", async () => {
  const ids = await train(cpu, "celery", "ten");
  await enough("one", "two", "three", "six", "seven", "eight", "nine", "ten");
  await eventually(() => pressure("automl-cpu-worker"), 0);
  for (const id of ids) await eventually(() => result(id), { status: "SUCCESS", result: "ten" });
});

test("a worker that is told to stop ends what it has begun, and takes nothing new", async () => {
  const [ids] = [await train(cpu, "celery", "last")];
  await eventually(() => measure(["celery", "unacked"]), [0, 1]);
  const worker = running[0];
  if (worker === undefined) throw new Error("no worker runs");
  process.kill(worker.pid, "SIGTERM");
  await eventually(async () => worker.log().includes("Warm shutdown"), true);
  await train(cpu, "celery", "later");
  await enough("last");
  expect(await worker.ended).toBe(0);
  for (const id of ids) expect(await result(id)).toEqual({ status: "SUCCESS", result: "last" });
  expect(await measure(["celery", "unacked"])).toEqual([1, 0]);
});

test("a GPU worker takes one training at a time, from its own queue", async () => {
  await start(await celery(cache, server, "automl-gpu-worker"));
  await eventually(async () => (await measure(["unacked"]))[0] !== 0, true);
  await enough("four", "five");
  await eventually(() => measure(["gpu", "unacked", "celery"]), [0, 0, 1]);
});

test("the scheduler sends what is due", async () => {
  await start(await celery(cache, server, "automl-scheduler"));
  await eventually(async () => ((await measure(["sweeps"]))[0] ?? 0) > 1, true);
});

test("nothing that any of them did was refused", async () => {
  expect(await server.operator.ask("ACL", "LOG")).toEqual([]);
});
