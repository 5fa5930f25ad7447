import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { root } from "../../tools/root";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "atelier-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Loads a module in a process that keeps compiled code, and prints what it exports. */
function loading(file: string): string {
  const program = `
    require(${JSON.stringify(join(root, "tools", "code-cache.cjs"))}).enable(${JSON.stringify(join(folder, "cache"))});
    console.log(require(${JSON.stringify(file)}));
  `;
  return execFileSync(process.execPath, ["--eval", program], { encoding: "utf8" }).trim();
}

test("compiled code is kept, and a changed file is compiled again though its size and date are the same", () => {
  const file = join(folder, "module.cjs");
  const date = new Date(0);
  writeFileSync(file, 'module.exports = (() => "one")();');
  utimesSync(file, date, date);
  expect(loading(file)).toBe("one");
  expect(readdirSync(join(folder, "cache"))).toHaveLength(1);
  expect(loading(file)).toBe("one");

  writeFileSync(file, 'module.exports = (() => "two")();');
  utimesSync(file, date, date);
  expect(statSync(file).mtimeMs).toBe(0);
  expect(loading(file)).toBe("two");
});

test("a broken cache is made anew, and a folder that cannot be written is no fault", () => {
  const file = join(folder, "module.cjs");
  writeFileSync(file, "module.exports = module.require('node:path').basename(__filename);");
  expect(loading(file)).toBe("module.cjs");
  for (const name of readdirSync(join(folder, "cache"))) writeFileSync(join(folder, "cache", name), "rubbish");
  expect(loading(file)).toBe("module.cjs");

  rmSync(join(folder, "cache"), { recursive: true });
  writeFileSync(join(folder, "cache"), "a file where the folder should be");
  expect(loading(file)).toBe("module.cjs");
});
