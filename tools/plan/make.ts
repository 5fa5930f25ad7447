import { join } from "node:path";
import type { Run } from "../../sandbox/record";
import { run } from "../../sandbox/run";
import { documentationValues } from "../../stacks/documentation";
import { type Prepared, prepare, stackNames } from "../../stacks/programs";
import { isOurBug } from "../failure";
import { root } from "../root";
import { WrongInput } from "../wrong-input";
import { documentationNotice } from "./notices";
import { type Plan, planOf } from "./plan";
import { readStackFile } from "./stack-file";
import { standingAccount } from "./standing";

/** A file as it was named, and where it is. */
export interface NamedFile {
  readonly path: string;
  /** As the reader of a message knows it. */
  readonly shown: string;
}

function settingsIn({ path, shown }: NamedFile): unknown {
  const settings = readStackFile(path, shown)["atelier:settings"];
  if (settings === undefined) {
    throw new WrongInput(
      `${shown}: no settings; allowed: a map under config, atelier:settings; copy one from Pulumi.staging.yaml`,
    );
  }
  try {
    return JSON.parse(settings);
  } catch {
    // A text, as the program would read it.
    return settings;
  }
}

const execute = (stack: string, prepared: Prepared, traces: boolean): Promise<Run> =>
  run(prepared.build, { project: "atelier", stack, account: standingAccount(prepared), traces });

/**
 * Plans a stack: runs its program against a fresh simulated account.
 *
 * @param settings A file to plan with. @default - the stack's own
 * @throws what is wrong with the file or its settings, what the account refuses, or a fault of ours with its trace.
 */
export async function makePlan(stack: string, settings?: NamedFile): Promise<Plan> {
  const own = `Pulumi.${stack}.yaml`;
  const file = settings ?? { path: join(root, own), shown: own };
  // A stack without a program is refused by `prepare`, which knows the others; that it has no file is no news then.
  const raw = stackNames.includes(stack) ? settingsIn(file) : undefined;
  const prepared = prepare(stack, raw, file.shown);
  const ran = await execute(stack, prepared, false).catch(async (error: unknown) => {
    // Traces cost more than the rest together, so they are taken only when somebody needs them.
    if (isOurBug(error)) await execute(stack, prepared, true);
    throw error;
  });
  return planOf(ran, {
    stack,
    region: prepared.region,
    needs: prepared.needs,
    notices: documentationNotice(file.shown, documentationValues(raw)),
  });
}
