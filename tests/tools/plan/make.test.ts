import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { RunError } from "@pulumi/pulumi";
import { makePlan } from "../../../tools/plan/make";
import { documentationNotice } from "../../../tools/plan/notices";
import { root } from "../../../tools/root";
import { WrongInput } from "../../../tools/wrong-input";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "atelier-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function planning(content: string) {
  const path = join(folder, "mine.yaml");
  writeFileSync(path, content);
  return makePlan("staging", { path, shown: "mine.yaml" });
}

const shipped = readFileSync(join(root, "Pulumi.staging.yaml"), "utf8");

describe("a plan with a file of one's own", () => {
  test("is the plan of the stack, with what the file says", async () => {
    const { stack, region, resources } = await planning(shipped.replaceAll("eu-central-1", "eu-west-1"));
    expect({ stack, region }).toEqual({ stack: "staging", region: "eu-west-1" });
    expect(resources.length).toBeGreaterThan(100);
  });

  test("finds the secrets that somebody else issues, and lists them among what must be there before", async () => {
    const { needs } = await planning(shipped.replace("assistant: {}", "assistant: { openai: model/key }"));
    expect(needs).toContainEqual({ kind: "secret", name: "model/key", why: expect.any(String) });
  });

  test("that has no settings is refused", async () => {
    await expect(planning("config:\n  aws:region: eu-west-1\n")).rejects.toThrow(WrongInput);
    await expect(planning("config: {}\n")).rejects.toThrow("mine.yaml: no settings; allowed: a map");
  });

  test.each(["text", "3", "[]", '"{"', "~"])("whose settings are %s is refused", async (settings) => {
    await expect(planning(`config:\n  atelier:settings: ${settings}\n`)).rejects.toThrow(RunError);
  });
});

test("a stack without a program is refused before its file is looked for", async () => {
  await expect(makePlan("prodd")).rejects.toThrow('no program for stack "prodd"');
});

test("documentation values are a notice that names the first of them, and their absence is none", () => {
  expect(documentationNotice("f.yaml", [])).toEqual([]);
  expect(documentationNotice("f.yaml", ['account: "1" is'])[0]).toMatch(
    /f\.yaml holds a documentation value.*: account\./,
  );
  const many = Array.from({ length: 11 }, (_, index) => `a${index}: "x"`);
  expect(documentationNotice("f.yaml", many)[0]).toMatch(/11 documentation values.*a7 and 3 more\./);
});
