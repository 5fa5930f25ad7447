import { afterAll, expect, test } from "@jest/globals";
import { type Outcome, outcomeOf } from "./engine";
import { amid, type Mishap } from "./faults";
import { openPlatform, type Platform } from "./platform";
import { liftProtection } from "./protection";
import { shownIn } from "./secrets";
import { keysOf, madeIn, stateFile } from "./state";

/** The same sample every time, so that a failure is the change's and not the day's. Another: `ATELIER_RIG_SEED`. */
const seed = Number(process.env.ATELIER_RIG_SEED ?? 810_616);
/** Each way, fifty in all. More than a short run has time for: `ATELIER_RIG_FAULTS`. */
const size = Number(process.env.ATELIER_RIG_FAULTS ?? 25);

const mishaps: readonly Mishap[] = ["throttling", "no capacity", "quota", "role not known yet", "death before"];

/** Numbers from 0 up to but not including 1, always the same for one seed (a linear congruence of Numerical Recipes). */
function numbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

let platform: Platform | undefined;
afterAll(async () => platform?.engine.close());

/** Interrupts one command again and again, each time a little further on, until nothing goes wrong any more. */
async function interrupted(
  { account, engine, stack }: Platform,
  operations: number,
  command: () => Promise<Outcome>,
): Promise<Outcome> {
  const next = numbers(seed);
  for (let count = 0; count < size; count += 1) {
    const nth = 1 + Math.floor((next() * operations) / size);
    const mishap = mishaps[Math.floor(next() * mishaps.length)] ?? "throttling";
    const halfway = await amid(engine, nth, mishap, command);
    expect([count, nth, mishap, halfway.failure]).toEqual([count, nth, mishap, expect.stringContaining("error:")]);
    expect(shownIn(halfway.output + halfway.failure + stateFile(engine, stack.name), account)).toEqual([]);
  }
  return command();
}

test(`production comes up and goes, however often it is interrupted (seed ${seed}, ${size} times each way)`, async () => {
  console.log(`faults of production: ATELIER_RIG_SEED=${seed} ATELIER_RIG_FAULTS=${size}`);
  platform = await openPlatform("prod");
  const { account, engine, stack } = platform;
  const up = await interrupted(platform, 250, () => outcomeOf((options) => stack.up(options)));

  expect(up.failure).toBeUndefined();
  expect(keysOf(account.remaining())).toEqual(keysOf(madeIn(engine, "prod")));
  const again = await outcomeOf((options) => stack.preview(options));
  expect([again.failure, again.steps]).toEqual([undefined, []]);

  await liftProtection(platform);
  for (const bucket of account.all("aws:s3/bucket:Bucket")) account.empty(bucket);
  const gone = await interrupted(platform, 150, () => outcomeOf((options) => stack.destroy(options)));

  expect(gone.failure).toBeUndefined();
  expect(account.remaining().map(({ type }) => type)).toEqual(["aws:rds/snapshot:Snapshot"]);
});
