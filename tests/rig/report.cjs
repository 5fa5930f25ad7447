"use strict";
const fs = require("node:fs");
const path = require("node:path");

const slowestFirst = ([, left], [, right]) => right - left;

const row = ([what, seconds]) => `  ${seconds.toFixed(1).padStart(7)} s  ${what}`;

/** How long each thing took, summed where it was done several times, slowest first. */
function table(lines) {
  const sums = new Map();
  for (const line of lines) {
    const { what, seconds } = JSON.parse(line);
    const [before, times] = sums.get(what) ?? [0, 0];
    sums.set(what, [before + seconds, times + 1]);
  }
  return [...sums]
    .map(([what, [seconds, times]]) => [times > 1 ? `${what} (${times} times)` : what, seconds])
    .sort(slowestFirst)
    .map(row);
}

/** Says at the end of a run what took how long, and keeps its folder when something failed. */
module.exports = class Report {
  onRunComplete(_contexts, { numFailedTestSuites, testResults }) {
    const folder = process.env.ATELIER_RIG_RUN;
    if (folder === undefined) return;
    const times = path.join(folder, "times.jsonl");
    const noted = fs.existsSync(times) ? fs.readFileSync(times, "utf8").trim().split("\n") : [];
    const files = testResults.map(({ testFilePath, perfStats }) => [
      path.relative(process.cwd(), testFilePath),
      (perfStats.end - perfStats.start) / 1000,
    ]);
    console.error(
      ["\nTimes of the rig:", ...table(noted), "  by file:", ...files.sort(slowestFirst).map(row)].join("\n"),
    );
    if (numFailedTestSuites === 0) return;
    fs.writeFileSync(path.join(folder, "keep"), "");
    console.error(`\nThe logs of this run are kept in ${folder}`);
  }
};
