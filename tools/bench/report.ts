import { columns } from "../plan/text/columns";
import type { Layout } from "../plan/text/layout";
import { median, type Taken } from "./measure";

/** A program to measure. */
export interface Subject {
  readonly name: string;
  /** What Node is started with. */
  readonly args: readonly string[];
  /** How many products it plans. @default - it plans none */
  readonly copies?: number;
}

interface Row extends Taken {
  readonly subject: Subject;
}

const medians = (taken: readonly Taken[]): Taken => ({
  wallSeconds: median(taken.map(({ wallSeconds }) => wallSeconds)),
  cpuSeconds: median(taken.map(({ cpuSeconds }) => cpuSeconds)),
  peakMegabytes: median(taken.map(({ peakMegabytes }) => peakMegabytes)),
});

const two = (figure: number): string => figure.toFixed(2);

/** What one more product costs, between each two numbers of products. It stays the same where growth is linear. */
function growth(rows: readonly Row[]): string[] {
  const planned = rows.flatMap(({ subject: { copies }, wallSeconds }) =>
    copies === undefined ? [] : [{ copies, wallSeconds }],
  );
  return planned.slice(1).flatMap((row, index) => {
    const before = planned[index];
    if (before === undefined) return [];
    const each = ((row.wallSeconds - before.wallSeconds) / (row.copies - before.copies)) * 1000;
    return [`  ${before.copies} to ${row.copies} products: ${each.toFixed(0)} ms for each one more`];
  });
}

/** The figures of a benchmark as text: medians, beside the first as the floor. */
export function benchReport(
  taken: ReadonlyMap<Subject, readonly Taken[]>,
  runs: number,
  { colors: { bold, dim } }: Layout,
): string {
  const rows = [...taken].map(([subject, results]): Row => ({ subject, ...medians(results) }));
  const floor = rows[0]?.wallSeconds ?? Number.NaN;
  const cells = rows.map(({ subject, wallSeconds, cpuSeconds, peakMegabytes }) => [
    subject.name,
    two(wallSeconds),
    `${two(wallSeconds / floor)}x`,
    two(cpuSeconds),
    peakMegabytes.toFixed(0),
  ]);
  const heading = ["", "wall s", "of floor", "cpu s", "peak MB"];
  return [
    bold("Whole processes, medians") + dim(` of ${runs}, run in turn; Node ${process.versions.node}`),
    ...columns([heading, ...cells], ["left", "right", "right", "right", "right"]),
    "",
    bold("Growth"),
    ...growth(rows),
  ].join("\n");
}
