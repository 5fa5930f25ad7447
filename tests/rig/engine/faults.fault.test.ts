import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Stack } from "@pulumi/pulumi/automation";
import { Account } from "../../../sandbox/account";
import { openGate } from "../../../sandbox/provider";
import { adopting } from "./adopting";
import { type Engine, type Outcome, openEngine, outcomeOf } from "./engine";
import { amid, counting, type Mishap } from "./faults";
import { shownIn } from "./secrets";
import { small } from "./small";
import { keysOf, lostBy, madeIn, stateFile } from "./state";

let engine: Engine;
let stack: Stack;
const up = () => outcomeOf((options) => stack.up(options));
const destroy = () => outcomeOf((options) => stack.destroy(options));

/** How many operations it takes, up and down. */
let operations = 0;

beforeAll(async () => {
  engine = await openEngine(new Account({ id: "222233334444" }));
  stack = await engine.stack("small", small);
  engine.home.gate = counting((_, count) => {
    operations = count;
  });
  const made = await up();
  engine.home.gate = openGate;
  const gone = await destroy();
  expect([made.failure, gone.failure, engine.account.remaining()]).toEqual([undefined, undefined, []]);
});
afterAll(() => engine.close());

const ours = () => madeIn(engine, "small");

function secretsIn({ output, failure = "" }: Outcome): readonly string[] {
  return shownIn(output + failure + stateFile(engine, "small"), engine.account);
}

/** What a stack is when all went well: everything there once, remembered, and no secret to be seen. */
function expectWhole(last: Outcome): void {
  expect(last.failure).toBeUndefined();
  expect(keysOf(engine.account.remaining())).toEqual(keysOf(ours()));
  expect(ours().length).toBe(operations);
  expect(secretsIn(last)).toEqual([]);
}

function expectNothing(last: Outcome): void {
  expect(last.failure).toBeUndefined();
  expect([engine.account.remaining(), ours()]).toEqual([[], []]);
}

/** Goes wrong at each operation in turn, on the way up and on the way down; `mend` is what a person does in between. */
async function atEach(mishaps: readonly Mishap[], mend: () => Promise<Outcome>): Promise<void> {
  for (let nth = 1; nth <= operations; nth += 1) {
    const mishap = mishaps[nth % mishaps.length] ?? "throttling";
    const halfway = await amid(engine, nth, mishap, up);
    expect([nth, mishap, halfway.failure]).toEqual([nth, mishap, expect.stringContaining("error:")]);
    expect(secretsIn(halfway)).toEqual([]);
    expectWhole(await mend());

    const halfGone = await amid(engine, nth, mishap, destroy);
    expect([nth, mishap, halfGone.failure]).toEqual([nth, mishap, expect.stringContaining("error:")]);
    expect(secretsIn(halfGone)).toEqual([]);
    expectNothing(await destroy());
  }
}

test("whatever AWS refuses, and whenever the provider dies before it has asked, the next run completes", async () => {
  await atEach(["throttling", "no capacity", "quota", "role not known yet", "death before"], up);
});

test("what was made in the moment in which the provider died is found, adopted and never made twice", async () => {
  await atEach(["death after"], async () => {
    const lost = lostBy(engine, "small");
    expect(lost.length).toBe(1);
    const stack = await engine.stack("small", adopting(lost, small));
    const adopted = await outcomeOf((options) => stack.up(options));
    expect(adopted.steps.filter(({ op }) => op === "import").map(({ urn }) => urn)).toEqual(lost.map(({ urn }) => urn));
    return adopted;
  });
});
