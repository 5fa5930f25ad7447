import { pricesIn } from "../../sandbox/prices";
import type { Recorded, Run } from "../../sandbox/record";
import type { Prepared } from "../../stacks/programs";
import { type Cost, costOf } from "./cost";
import { spanOf } from "./facts";
import { type Timing, timingOf } from "./timing";

/** Everything that is known about a stack before it exists. */
export interface Plan {
  readonly stack: string;
  readonly region: string;
  /** In the order of registration. */
  readonly resources: readonly Recorded[];
  /** What the program exports. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly cost: Cost;
  readonly timing: Timing;
  /** What must be in the account before. */
  readonly needs: Prepared["needs"];
  /** What a reader should know, one sentence each. */
  readonly notices: readonly string[];
}

/** Works out what a run means: its price and its time. */
export function planOf(run: Run, about: Pick<Plan, "stack" | "region" | "needs" | "notices">): Plan {
  return {
    ...about,
    ...run,
    cost: costOf(run.resources, pricesIn(about.region, run.resources)),
    timing: timingOf(run.resources, spanOf),
  };
}
