import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { runVariable } from "./run-folder";

/** Where a run notes what took how long: one JSON object a line, `{ what, seconds }`. */
export const timesFile = "times.jsonl";

/** Does the work and notes how long it took, for the table at the end of the run. */
export async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const before = performance.now();
  const result = await work();
  const folder = process.env[runVariable];
  const line = JSON.stringify({ what, seconds: (performance.now() - before) / 1000 });
  if (folder !== undefined) appendFileSync(join(folder, timesFile), `${line}\n`);
  return result;
}
