import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { PlanOptions } from "./plan/command";
import { root } from "./root";
import { wantsColor } from "./terminal";
import { usage } from "./usage";

/** `npm run` moves to the project's folder; a path was typed where the person was. */
const typedIn = (env: NodeJS.ProcessEnv): string =>
  process.cwd() === root && env["npm_lifecycle_event"] !== undefined ? (env["INIT_CWD"] ?? root) : process.cwd();

interface PlanFlags {
  readonly settings?: string;
  readonly json?: true;
  readonly html?: string;
  readonly against?: string;
  readonly color: boolean;
}

const examples = `
Examples:
  atelier plan staging                         the tree, the price and the time of a deploy
  atelier plan staging --json > plan.json      the same for other programs
  atelier plan staging --html plan.html        the same as a page with a picture
  atelier plan staging --against plan.json     what changes, as Markdown for a pull request
  atelier plan --settings my.yaml              another stack file; the stack is staging unless named

Ends with 0 when all is well, 1 when the stack is at fault, 2 when the settings or arguments are wrong, 3 when we are.`;

/** What can be typed after `atelier`. Work is loaded only when it is asked for, so that help is at once there. */
export function commandLine(): Command {
  const program = usage(new Command("atelier"))
    .description("An AWS platform for machine-learning products, seen before it exists.")
    .addHelpText("after", "\nExamples:\n  atelier plan staging\n  atelier help plan");

  usage(program.command("plan"))
    .description("Plan a stack in a simulated account: no credentials, nothing is made.")
    .argument("[stack]", "which one: staging, prod, bootstrap")
    .option("--settings <file>", "read this stack file instead of Pulumi.<stack>.yaml")
    .addOption(new Option("--json", "print the plan as JSON").conflicts("against"))
    .option("--html <file>", "write the plan as one self-contained page")
    .option("--against <plan.json>", "print what changes since that plan, as Markdown")
    .option("--no-color", "print without colour (so does NO_COLOR, or a pipe)")
    .addHelpText("after", examples)
    .action(async (stack: string | undefined, flags: PlanFlags) => {
      const { plan } = await import("./plan/command.ts");
      const folder = typedIn(process.env);
      const file = (path: string) => ({ path: resolve(folder, path), shown: path });
      const options: PlanOptions = {
        ...(stack === undefined ? {} : { stack }),
        ...(flags.settings === undefined ? {} : { settings: file(flags.settings) }),
        ...(flags.html === undefined ? {} : { html: file(flags.html) }),
        ...(flags.against === undefined ? {} : { against: file(flags.against) }),
        json: flags.json === true,
        color: flags.color && wantsColor(process.stdout, process.env),
      };
      await plan(options);
    });

  usage(program.command("bench"))
    .description("Measure what a plan of prod takes, beside a process that only loads the Pulumi SDK.")
    .option("--runs <number>", "times each program is run", "5")
    .addHelpText("after", "\nExamples:\n  atelier bench\n  atelier bench --runs 11")
    .action(async ({ runs }: { readonly runs: string }) => {
      const { bench } = await import("./bench/command.ts");
      await bench(runs, wantsColor(process.stdout, process.env));
    });

  return program;
}
