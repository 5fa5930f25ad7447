import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { root } from "../../tools/root";

// Each of these is a process of about a second, so there are few of them and those of one test run together.

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "atelier-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the real command line from a folder that is not the project's. */
async function atelier(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "tools", "bin.cjs"), ...args], { cwd: folder });
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  // On a busy machine a plan says that it is still at it.
  return { code: await code, out, errors: errors.replace(/^planning .* \.\.\.\n/, "") };
}

const lines = (given: string): number => given.trimEnd().split("\n").length;

describe("a plan", () => {
  test("is the same byte by byte each time, goes to stdout alone, and is compared with itself without a change", async () => {
    const [first, second] = await Promise.all([
      atelier("plan", "staging", "--json"),
      atelier("plan", "staging", "--json"),
    ]);
    expect(first).toMatchObject({ code: 0, errors: "" });
    expect(second.out).toBe(first.out);
    const document: unknown = JSON.parse(first.out);
    expect(Object.keys(Object(document))).toEqual([
      "version",
      "stack",
      "resources",
      "policies",
      "reachability",
      "cost",
      "timing",
    ]);

    writeFileSync(join(folder, "plan.json"), first.out);
    const compared = await atelier("plan", "staging", "--against", "plan.json", "--html", "plan.html");
    expect(compared).toMatchObject({ code: 0, errors: "wrote plan.html\n" });
    expect(compared.out).toContain("### Plan of `staging`: no changes");
    expect(readFileSync(join(folder, "plan.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  test("as text has no colour in a pipe and fits 80 columns", async () => {
    const { code, out } = await atelier("plan", "prod");
    expect(code).toBe(0);
    expect(out).not.toContain("\u001b");
    for (const heading of ["Resources", "Price", "Deploy", "Notices", "Outputs"]) expect(out).toMatch(`\n${heading}`);
    const wide = out.split("\n").filter((line) => line.length > 80 && !/^ +(\$|IAM role|hosted zone)/.test(line));
    expect(wide).toEqual([]);
  });

  test("whose reader goes away after the first line has not failed", async () => {
    const child = spawn(process.execPath, [join(root, "tools", "bin.cjs"), "plan", "staging", "--json"]);
    const code = new Promise<number | null>((resolve) => child.on("close", resolve));
    child.stdout.destroy();
    const errors = await text(child.stderr);
    expect(errors).not.toContain("EPIPE");
    expect(await code).toBe(0);
  });
});

describe("what is wrong is said in a few lines, without a stack trace, and ends with 2", () => {
  test.each([
    ["a stack that does not exist", ["plan", "stagging"], /no program for stack "stagging".*did you mean "staging"/],
    ["no stack", ["plan"], /no stack named; allowed: prod, staging, bootstrap/],
    ["an unknown command", ["plam"], /unknown command "plam"; allowed: plan, bench, help; did you mean "plan"/],
    ["an unknown option", ["plan", "prod", "--jsn"], /unknown option "--jsn".*did you mean "--json"/],
    ["an option without its value", ["plan", "prod", "--html"], /"--html <file>" argument missing/],
    [
      "two results in one stream",
      ["plan", "prod", "--json", "--against", "x"],
      /cannot be used with option "--against/,
    ],
    ["an earlier plan that is not there", ["plan", "prod", "--against", "none.json"], /none\.json: no such file/],
    ["a settings file that is not there", ["plan", "--settings", "none.yaml"], /none\.yaml: no such file/],
    [
      "a page in a folder that is not there",
      ["plan", "bootstrap", "--html", "no/x.html"],
      /no\/x\.html: cannot be writ/,
    ],
  ])("%s", async (_, args, says) => {
    const { code, out, errors } = await atelier(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(errors).toMatch(says);
    expect(errors).not.toMatch(/^ +at /m);
    expect(lines(errors)).toBeLessThan(4);
  });

  test("settings: every problem of the file at once, under the name it was given by", async () => {
    writeFileSync(
      join(folder, "mine.yaml"),
      readFileSync(join(root, "Pulumi.staging.yaml"), "utf8")
        .replace('"1.36"', "1.36")
        .replace("region: eu-central-1", "regoin: eu-central-1"),
    );
    const { code, out, errors } = await atelier("plan", "--settings", "mine.yaml");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(errors).toContain("mine.yaml");
    expect(errors).toMatch(/regoin: unknown key.*did you mean "region"/);
    expect(errors).toMatch(/kubernetes\.version: given 1\.36.*quotes/);
    expect(errors).not.toMatch(/^ +at /m);
  });
});

test("through npm, which moves to the project's folder, a file is looked for where the command was typed", async () => {
  const env = { ...process.env, npm_lifecycle_event: "plan", INIT_CWD: folder };
  writeFileSync(join(folder, "typed-here.yaml"), "settings: {}\n");
  const child = spawn(process.execPath, [join("tools", "bin.cjs"), "plan", "--settings", "typed-here.yaml"], {
    cwd: root,
    env,
  });
  expect(await text(child.stderr)).toContain("typed-here.yaml:\n  - settings: unknown key");
});

test("help is there for every command, with examples", async () => {
  for (const args of [["--help"], ["plan", "--help"], ["bench", "--help"]]) {
    const { code, out, errors } = await atelier(...args);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(out).toContain("Examples:");
  }
});
