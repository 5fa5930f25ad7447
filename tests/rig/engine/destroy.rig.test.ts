import { afterEach, expect, test } from "@jest/globals";
import type { Thing } from "../../../sandbox/model";
import { type Outcome, outcomeOf } from "./engine";
import { openPlatform, type Platform } from "./platform";
import { liftProtection } from "./protection";

let platform: Platform | undefined;
afterEach(async () => platform?.engine.close());

async function standing(name: string): Promise<Platform> {
  platform = await openPlatform(name);
  const { stack } = platform;
  const up = await outcomeOf((options) => stack.up(options));
  expect(up.failure).toBeUndefined();
  return platform;
}

const destroyed = ({ stack }: Platform): Promise<Outcome> => outcomeOf((options) => stack.destroy(options));
const called = (things: readonly Thing[]): string[] => things.map(({ type, id }) => `${type} ${id}`).sort();

test("staging leaves nothing behind, and nothing refuses to go", async () => {
  const staging = await standing("staging");
  const { account } = staging;

  const { failure } = await destroyed(staging);

  expect(failure).toBeUndefined();
  expect(called(account.remaining())).toEqual([]);
});

test("production goes only after a person has lifted Pulumi's protection and AWS's and emptied its logs, and leaves its last snapshot", async () => {
  const prod = await standing("prod");
  const { account, engine } = prod;
  const before = called(account.remaining());

  const refused = await engine.type("destroy", "--yes", "--stack", "prod");
  expect(refused).toContain("cannot be deleted");
  expect(refused).toContain("because it is protected");
  expect(called(account.remaining())).toEqual(before);

  await liftProtection(prod);

  // What AWS has written into the bucket of access logs, a person empties.
  const first = await destroyed(prod);
  expect(first.failure).toContain("BucketNotEmpty");
  const [logs, ...others] = account.remaining().filter(({ type }) => type === "aws:s3/bucket:Bucket");
  expect([logs?.id, others]).toEqual([expect.stringContaining("access-logs"), []]);
  if (logs !== undefined) account.empty(logs);
  const second = await destroyed(prod);

  expect(second.failure).toBeUndefined();
  expect(called(account.remaining())).toEqual([
    expect.stringMatching(/^aws:rds\/snapshot:Snapshot prod-postgres-final-/),
  ]);
});
