import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { codeOf } from "../system-error";
import { saying, write } from "../terminal";
import { WrongInput } from "../wrong-input";
import { documentOf } from "./document";
import type { NamedFile } from "./make";
import { layout } from "./text/layout";
import { report } from "./text/report";

export interface PlanOptions {
  /** @default - told by the name of the settings file, else staging */
  readonly stack?: string;
  /** @default - the stack's own file */
  readonly settings?: NamedFile;
  readonly json: boolean;
  readonly html?: NamedFile;
  readonly against?: NamedFile;
  readonly color: boolean;
}

/** Which stack is meant by a settings file alone: `Pulumi.prod.yaml` says it, another name does not. */
async function stackOf({ stack, settings }: PlanOptions): Promise<string> {
  if (stack !== undefined) return stack;
  if (settings !== undefined) return /^Pulumi\.(.+)\.ya?ml$/.exec(basename(settings.path))?.[1] ?? "staging";
  const { stackNames } = await import("../../stacks/programs.ts");
  throw new WrongInput(`no stack named; allowed: ${stackNames.join(", ")}; write for example \`atelier plan staging\``);
}

function writeFile({ path, shown }: NamedFile, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new WrongInput(
      `${shown}: cannot be written (${codeOf(error)}); name a file in a folder that you may write to`,
    );
  }
}

/** Plans a stack and prints what was asked for. */
export async function plan(options: PlanOptions): Promise<void> {
  const stack = await stackOf(options);
  // Read before the work begins, so that a wrong file is told at once.
  const before = options.against && (await import("./against/read.ts")).readPlan(options.against);
  if (before !== undefined && before.stack !== stack) {
    throw new WrongInput(
      `${options.against?.shown}: given a plan of ${before.stack}; allowed: one of ${stack}; plan ${before.stack}, or name the other file`,
    );
  }
  const made = await saying(`planning ${stack}`, async () => {
    const { makePlan } = await import("./make.ts");
    return makePlan(stack, options.settings);
  });
  const text: string[] = [];
  if (options.html !== undefined) {
    const { page } = await import("./html/page.ts");
    writeFile(options.html, page(made));
    await write(process.stderr, `wrote ${options.html.shown}\n`);
  }
  if (options.json) text.push(JSON.stringify(documentOf(made), undefined, 2));
  if (before !== undefined) {
    const { changes } = await import("./against/markdown.ts");
    const { fixedInputs } = await import("./facts.ts");
    text.push(changes(before, made, fixedInputs));
  }
  if (text.length === 0) text.push(report(made, layout(options.color, process.stdout.columns)));
  await write(process.stdout, `${text.join("\n\n")}\n`);
}
