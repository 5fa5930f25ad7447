import { join } from "node:path";
import { RunError } from "@pulumi/pulumi";
import { Account } from "../../sandbox/account";
import type { Run } from "../../sandbox/record";
import { run } from "../../sandbox/run";
import { documentationValues } from "../../stacks/documentation";
import { prepare, stackNames } from "../../stacks/programs";
import { isOurBug } from "../failure";
import { root } from "../root";
import { documentationNotice } from "./notices";
import { type Plan, planOf } from "./plan";
import { readStackFile } from "./stack-file";

/** A file other than the stack's own. */
export interface SettingsFile {
  readonly path: string;
  /** As the reader of a message knows it. */
  readonly shown: string;
}

/** A program's messages name the stack's own file; whoever planned with another should read its name. */
function naming(error: unknown, own: string, shown: string): unknown {
  if (!(error instanceof RunError) || !error.message.startsWith(own)) return error;
  return new RunError(shown + error.message.slice(own.length));
}

/**
 * Plans a stack: runs its program against a fresh simulated account.
 *
 * @param settings A file to plan with. @default - the stack's own
 * @throws what the program throws, or what the account refuses; a fault of ours with its stack trace.
 */
export async function makePlan(stack: string, settings?: SettingsFile): Promise<Plan> {
  const own = `Pulumi.${stack}.yaml`;
  const file = settings ?? { path: join(root, own), shown: own };
  // A stack without a program is refused by `prepare`, which knows the others; that it has no file is no news then.
  const config = stackNames.includes(stack) ? readStackFile(file.path, file.shown) : {};
  try {
    const raw: unknown = JSON.parse(config["atelier:settings"] ?? "null");
    const { build, account: id, region, needs } = prepare(stack, raw, own);
    const outside = needs.map(({ name }) => name);
    const attempt = (traces: boolean): Promise<Run> =>
      run(build, { project: "atelier", stack, config, account: new Account({ id, region, outside }), traces });

    const ran = await attempt(false).catch(async (error: unknown) => {
      if (isOurBug(error)) await attempt(true);
      throw error;
    });
    const notices = documentationNotice(file.shown, documentationValues(raw));
    return planOf(ran, { stack, region, notices });
  } catch (error) {
    throw naming(error, own, file.shown);
  }
}
