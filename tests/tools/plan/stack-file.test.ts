import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readStackFile, stacksIn } from "../../../tools/plan/stack-file";
import { WrongInput } from "../../../tools/wrong-input";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "atelier-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reading(content: string | Uint8Array) {
  const file = join(folder, "Pulumi.staging.yaml");
  writeFileSync(file, content);
  return readStackFile(file, "Pulumi.staging.yaml");
}

/** The message of a refusal. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof WrongInput) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("what a stack file gives", () => {
  test("texts stay texts and everything else is JSON, as the engine hands it over", () => {
    expect(reading('config:\n  aws:region: eu-central-1\n  atelier:settings: { a: [1, "1"], b: 1.36 }\n')).toEqual({
      "aws:region": "eu-central-1",
      "atelier:settings": '{"a":[1,"1"],"b":1.36}',
    });
  });

  test("a key without a project is the project's", () => {
    expect(reading("config:\n  settings: x\n")).toEqual({ "atelier:settings": "x" });
  });

  test("a byte-order mark and Windows line ends do not matter", () => {
    expect(reading("\uFEFFconfig:\r\n  a:b: c\r\n")).toEqual({ "a:b": "c" });
  });

  test("the keys that Pulumi itself writes are let through", () => {
    expect(reading("secretsprovider: awskms://x\nencryptedkey: y\nconfig: {}\n")).toEqual({});
  });

  test("no configuration is for the program to judge", () => {
    expect(reading("config:\n")).toEqual({});
  });
});

describe("what is refused", () => {
  const mapped = (lines: string): string => `config:\n${lines}`;
  test.each([
    ["text that is not YAML", "config: {a: [1, 2}\n", ["line 1, column 18", "1 | config: {a: [1, 2}"]],
    ["a tab for a blank", "config:\n\ta: b\n", ["line 2, column 1"]],
    ["a key given twice", mapped("  a:b: 1\n  a:b: 2\n"), ["line 3, column 3", "3 |   a:b: 2", "unique"]],
    ["two documents", "config: {}\n---\nconfig: {}\n", ["line 2"]],
    ["an anchor that is not there", "config: *nothing\n", ["*nothing".slice(1)]],
    ["a list", "- config\n", ["a map with `config:`"]],
    ["a text", "config\n", ["a map with `config:`"]],
    ["nothing", "", ["is empty", "start from Pulumi.staging.yaml"]],
    ["only a comment", "# settings\n", ["is empty"]],
    ["a misspelt section", "confg: {}\n", ["confg: unknown key", 'did you mean "config"?']],
    ["settings at the top", "account: x\n", ["account: unknown key", "under config, atelier:settings"]],
    ["configuration that is a list", "config: [a]\n", ['config: given ["a"]', "a map"]],
    ["an encrypted value", mapped("  atelier:key: { secure: v1:abc }\n"), ["config.atelier:key", "Secrets Manager"]],
    ["more than a stack file holds", `# ${"x".repeat(1024 * 1024)}\n`, ["at most 1048576"]],
    ["brackets without end", `config: ${"[".repeat(20_000)}\n`, ["Pulumi.staging.yaml"]],
  ])("%s", (_, content, says) => {
    const message = refusal(() => reading(content));
    expect(message).toContain("Pulumi.staging.yaml");
    for (const part of says) expect(message).toContain(part);
  });

  test("aliases that multiply without end", () => {
    const levels = Array.from({ length: 12 }, (_, n) => `  l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(9)}]\n`);
    expect(refusal(() => reading(`config:\n  l0: &l0 [x]\n${levels.join("")}`))).toContain("Excessive alias count");
  });

  test("bytes that are no UTF-8", () => {
    expect(refusal(() => reading(new Uint8Array([0x63, 0xff, 0xfe])))).toContain("UTF-8");
  });

  test("everything that is wrong with the file is said at once", () => {
    const message = refusal(() => reading("confg: {}\nconfig: 3\n"));
    expect(message).toContain("confg: unknown key");
    expect(message).toContain("config: given 3");
  });

  test("a file that is not there, and a folder", () => {
    mkdirSync(join(folder, "folder"));
    expect(refusal(() => readStackFile(join(folder, "none.yaml"), "none.yaml"))).toMatch(
      /^none\.yaml: no such file; there are Pulumi\.bootstrap\.yaml/,
    );
    expect(refusal(() => readStackFile(join(folder, "folder"), "folder"))).toMatch(/^folder: this is a folder/);
  });

  // The superuser may read everything.
  const asAnyone = process.getuid?.() === 0 ? test.failing : test;
  asAnyone("a file that may not be read", () => {
    const file = join(folder, "closed.yaml");
    writeFileSync(file, "config: {}\n");
    chmodSync(file, 0);
    expect(refusal(() => readStackFile(file, "closed.yaml"))).toContain("you may not read this file");
  });
});

test("any text is either configuration or a message, never a crash", () => {
  const yaml = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(..."config:\n atelier{}[],&*!|>'\"#-?%@`\t1") }),
    fc.json(),
  );
  fc.assert(
    fc.property(yaml, (content) => {
      try {
        const config = reading(content);
        expect(Object.values(config).every((value) => typeof value === "string")).toBe(true);
      } catch (error) {
        if (!(error instanceof WrongInput)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

test("the stacks of a folder are those that have a file", () => {
  const other = join(folder, "project");
  mkdirSync(other);
  for (const name of ["Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.dev-a.yaml", "notes.yaml"]) {
    writeFileSync(join(other, name), "");
  }
  expect(stacksIn(other)).toEqual(["dev-a", "prod"]);
});
