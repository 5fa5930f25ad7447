import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Stack } from "@pulumi/pulumi/automation";
import { Account } from "../../../sandbox/account";
import { openGate } from "../../../sandbox/provider";
import { adopting } from "./adopting";
import { type Engine, openEngine, outcomeOf } from "./engine";
import { shownIn } from "./secrets";
import { small } from "./small";
import { keysOf, lostBy, madeIn, stateFile, stateOf } from "./state";

let engine: Engine;
let stack: Stack;
const up = () => outcomeOf((options) => stack.up(options));

beforeAll(async () => {
  engine = await openEngine(new Account({ id: "222233334444" }), {}, "always");
  stack = await engine.stack("small", small);
});
afterAll(() => engine.close());

/** Kills the engine in the moment in which AWS has made the nth thing and the engine does not know yet. */
function killedAt(nth: number): void {
  let count = 0;
  const { home } = engine;
  home.gate = async (_, act) => {
    count += 1;
    const done = act();
    if (count !== nth) return done;
    for (const pid of home.engines()) process.kill(pid, "SIGKILL");
    return new Promise<never>(() => {});
  };
}

test("a run that was killed leaves a lock, which says how it is lifted, and a note of what was under way", async () => {
  const { account, home } = engine;
  killedAt(5);
  const killed = await up();
  home.gate = openGate;
  expect(killed.failure).toBeDefined();

  const locked = await up();
  expect(locked.failure).toContain("the stack is currently locked by 1 lock(s)");
  expect(locked.failure).toContain("`pulumi cancel`");
  expect(locked.failure).toMatch(/created by .+ \(pid \d+\)/);

  await stack.cancel();
  const { pending_operations: pending = [] } = stateOf(engine, "small");
  const lost = lostBy(engine, "small");
  expect(lost.length).toBeGreaterThan(0);
  const creating = pending.filter(({ type }) => type === "creating").map(({ resource }) => resource.urn);
  expect(creating).toEqual(expect.arrayContaining(lost.map(({ urn }) => urn)));

  const adopter = await engine.stack("small", adopting(lost, small));
  const completed = await outcomeOf((options) => adopter.up(options));
  const cleared = await outcomeOf((options) => stack.refresh({ ...options, clearPendingCreates: true }));

  expect(completed.failure).toBeUndefined();
  const created = new Set(completed.steps.filter(({ op }) => op === "create").map(({ urn }) => urn));
  expect(lost.filter(({ urn }) => created.has(urn))).toEqual([]);
  expect([cleared.failure, cleared.steps]).toEqual([undefined, []]);
  expect(stateOf(engine, "small").pending_operations ?? []).toEqual([]);
  expect(keysOf(account.remaining())).toEqual(keysOf(madeIn(engine, "small")));
  const said = [killed, locked, completed].map(({ output, failure = "" }) => output + failure).join("");
  expect(shownIn(said + stateFile(engine, "small"), account)).toEqual([]);

  const gone = await outcomeOf((options) => stack.destroy(options));
  expect([gone.failure, account.remaining()]).toEqual([undefined, []]);
});
