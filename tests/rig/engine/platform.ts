import type { Stack } from "@pulumi/pulumi/automation";
import { Account } from "../../../sandbox/account";
import type { Elsewhere } from "../../../sandbox/home";
import { prepare } from "../../../stacks/programs";
import { type Engine, openEngine } from "./engine";
import { filledIn } from "./settings";

/** A whole stack under the engine, in an account that has only what its settings take for granted. */
export interface Platform {
  readonly engine: Engine;
  readonly account: Account;
  readonly stack: Stack;
  /** What the program reads from the next command on. */
  settings: Record<string, unknown>;
}

/**
 * Gets a stack ready; nothing of it exists yet.
 *
 * @param elsewhere Packages whose resources the account does not have: `kubernetes`, with a real API server.
 */
export async function openPlatform(
  name: string,
  elsewhere: Readonly<Record<string, Elsewhere>> = {},
): Promise<Platform> {
  const settings = filledIn(name);
  const { account: id, region, needs } = prepare(name, settings, `Pulumi.${name}.yaml`);
  const account = new Account({ id, region, outside: needs.map((need) => need.name) });
  const engine = await openEngine(account, elsewhere);
  const program = async () => prepare(name, platform.settings, `Pulumi.${name}.yaml`).build();
  const platform: Platform = { engine, account, stack: await engine.stack(name, program), settings };
  return platform;
}
