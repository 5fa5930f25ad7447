import { spawn } from "node:child_process";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { root } from "../root";

/** What one process took, from its start to its end. */
export interface Taken {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const figure = (told: unknown, name: string): number => {
  const value: unknown = typeof told === "object" && told !== null ? Reflect.get(told, name) : undefined;
  if (typeof value !== "number") throw new Error(`a measured process did not tell its ${name}`);
  return value;
};

/**
 * Runs Node as a process of its own.
 *
 * @throws {Error} when it fails: a figure of a failure says nothing.
 */
export async function measure(args: readonly string[]): Promise<Taken> {
  const probe = join(__dirname, "probe.cjs");
  const start = performance.now();
  const child = spawn(process.execPath, ["--require", probe, ...args], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const [, , errors, told] = child.stdio;
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const read = (stream: unknown): Promise<string> => (stream instanceof Readable ? text(stream) : Promise.resolve(""));
  const [code, said, report] = await Promise.all([ended, read(errors), read(told)]);
  const wallSeconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}:\n${said}`);
  const figures: unknown = JSON.parse(report);
  return { wallSeconds, cpuSeconds: figure(figures, "cpuSeconds"), peakMegabytes: figure(figures, "peakMegabytes") };
}

/** The middle one: a machine that does something else for a moment does not move it. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
