import { expect, test } from "@jest/globals";
import { bench } from "../../tools/bench/command";
import { measure, median } from "../../tools/bench/measure";
import { benchReport, type Subject } from "../../tools/bench/report";
import { layout } from "../../tools/plan/text/layout";

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
])("the median of %j", (figures, middle) => expect(median(figures)).toBe(middle));

test("a process tells what it took, also when it ends itself", async () => {
  const taken = await measure(["--eval", "process.exit(0)"]);
  expect(taken.wallSeconds).toBeGreaterThan(0);
  expect(taken.cpuSeconds).toBeGreaterThan(0);
  expect(taken.peakMegabytes).toBeGreaterThan(10);
});

test("a process that fails is no figure", async () => {
  await expect(measure(["--eval", "console.error('why'); process.exit(3)"])).rejects.toThrow(/ended with 3:\nwhy/);
});

test("the report has medians, ratios to the floor and the cost of one more product", () => {
  const taken = (wallSeconds: number) => ({ wallSeconds, cpuSeconds: 1, peakMegabytes: 100 });
  const results = new Map<Subject, ReturnType<typeof taken>[]>([
    [{ name: "floor", args: [] }, [taken(0.4), taken(9), taken(0.3)]],
    [{ name: "one", args: [], copies: 1 }, [taken(1)]],
    [{ name: "four", args: [], copies: 4 }, [taken(1.3)]],
    [{ name: "sixteen", args: [], copies: 16 }, [taken(3.7)]],
  ]);
  const report = benchReport(results, 3, layout(false));
  expect(report).toMatch(/floor +0\.40 +1\.00x/);
  expect(report).toMatch(/one +1\.00 +2\.50x/);
  expect(report).toContain("1 to 4 products: 100 ms for each one more");
  expect(report).toContain("4 to 16 products: 200 ms for each one more");
});

test.each(["0", "1.5", "many", "100"])("%s runs are refused", async (runs) => {
  await expect(bench(runs, false)).rejects.toThrow(`--runs: given "${runs}"; allowed: a whole number from 1 to 99`);
});
