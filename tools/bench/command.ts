import { join } from "node:path";
import { layout } from "../plan/text/layout";
import { saying, write } from "../terminal";
import { WrongInput } from "../wrong-input";
import { measure, type Taken } from "./measure";
import { benchReport, type Subject } from "./report";

const most = 99;

/** Numbers of copies of the product whose growth is looked at. */
const copies = [4, 16] as const;

/** What is measured, each as a process of its own. The first is the floor the others stand on. */
const subjects: readonly Subject[] = [
  { name: "load the SDK only", args: ["--eval", 'require("@pulumi/pulumi")'] },
  { name: "plan prod", args: [join(__dirname, "..", "bin.cjs"), "plan", "prod"], copies: 1 },
  ...copies.map((count) => ({
    name: `plan prod, ${count} products`,
    args: [join(__dirname, "copies.cjs"), String(count)],
    copies: count,
  })),
];

function runsOf(given: string): number {
  const runs = Number(given);
  if (Number.isInteger(runs) && runs >= 1 && runs <= most) return runs;
  throw new WrongInput(`--runs: given "${given}"; allowed: a whole number from 1 to ${most}; 5 is usual`);
}

/** Measures each subject in turn, so that a machine that grows slower does so for all of them. */
async function interleaved(runs: number): Promise<ReadonlyMap<Subject, readonly Taken[]>> {
  const taken = new Map<Subject, Taken[]>(subjects.map((subject) => [subject, []]));
  // The first of each compiles what the others find compiled, and is thrown away.
  for (let turn = 0; turn <= runs; turn++) {
    for (const [subject, results] of taken) {
      const result = await measure(subject.args);
      if (turn > 0) results.push(result);
    }
  }
  return taken;
}

/** Measures plans as whole processes and prints them beside the floor. */
export async function bench(given: string, color: boolean): Promise<void> {
  const runs = runsOf(given);
  const taken = await saying(`running each of ${subjects.length} programs ${runs + 1} times`, () => interleaved(runs));
  await write(process.stdout, `${benchReport(taken, runs, layout(color, process.stdout.columns))}\n`);
}
