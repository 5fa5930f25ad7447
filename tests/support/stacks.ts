import type { Account } from "../../sandbox/account";
import type { Run } from "../../sandbox/record";
import { run } from "../../sandbox/run";
import { prepare } from "../../stacks/programs";
import { standingAccount } from "../../tools/plan/standing";
import { shippedSettings } from "./stack-file";

export interface Planned extends Run {
  readonly account: Account;
}

export interface PlanOptions {
  /** @default - those that are shipped */
  readonly settings?: Record<string, unknown>;
  /** What the stack is called, when it is not called after its program. */
  readonly called?: string;
  /** @default - a fresh one */
  readonly account?: Account;
}

/** Runs a whole stack's program against an account that has only what the settings take for granted. */
export async function planned(program: string, options: PlanOptions = {}): Promise<Planned> {
  const { settings = shippedSettings(program), called = program } = options;
  const prepared = prepare(program, settings, `Pulumi.${program}.yaml`);
  const account = options.account ?? standingAccount(prepared);
  const ran = await run(prepared.build, { project: "atelier", stack: called, account });
  return { ...ran, account };
}
