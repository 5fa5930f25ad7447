import { afterEach, expect, test } from "@jest/globals";
import { Clock } from "../../../sandbox/clock";
import { openGate } from "../../../sandbox/provider";
import { spanOf } from "../../../tools/plan/facts";
import { timingOf } from "../../../tools/plan/timing";
import { planned } from "../../support/stacks";
import { outcomeOf } from "./engine";
import { openPlatform, type Platform } from "./platform";
import { filledIn } from "./settings";

let platform: Platform | undefined;
afterEach(async () => platform?.engine.close());

/**
 * As many as there is ever something to wait for. By default the engine works on four things for each processor at
 * once: on two, staging takes 17.0 minutes instead of 15.6 and production 17.5, for want of hands and nothing else.
 */
const parallel = 100;

const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;

test.each(["staging", "prod"])("%s is made in the time that its longest chain takes, within 2 %", async (name) => {
  const { resources } = await planned(name, { settings: filledIn(name) });
  const { createSeconds, sumSeconds } = timingOf(resources, spanOf);
  platform = await openPlatform(name);
  const { account, engine, stack } = platform;
  engine.home.gate = new Clock(account).gate;
  const up = await outcomeOf((options) => stack.up({ ...options, parallel }));
  engine.home.gate = openGate;

  expect(up.failure).toBeUndefined();
  console.log(
    `${name}, simulated, --parallel ${parallel}: made in ${minutes(account.clock)}; critical path ${minutes(createSeconds)}; ` +
      `one after the other ${minutes(sumSeconds)}`,
  );
  // Either way: the plan is to be believed.
  expect(Math.abs(account.clock / createSeconds - 1)).toBeLessThanOrEqual(0.02);
});
