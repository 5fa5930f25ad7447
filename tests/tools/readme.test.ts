import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { platformSettings } from "../../stacks/settings";
import { changed, root, shippedSettings } from "../support/stack-file";

/** The blocks of what the README shows as printed, in their order. */
const shown = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/^```text\n(.*?)^```$/gms)].map(
  ([, block = ""]) => block.split("\n").filter((line) => line !== "" && line !== "..."),
);

test("what the README shows of a plan is what a plan prints", () => {
  const { stdout } = spawnSync(process.execPath, ["tools/bin.cjs", "plan", "staging"], { cwd: root, encoding: "utf8" });
  const printed = new Set(stdout.split("\n").map((line) => line.trimEnd()));

  expect(shown[0]?.length).toBeGreaterThan(20);
  expect(shown[0]?.filter((line) => !printed.has(line))).toEqual([]);
});

test("what the README shows of a mistake is what the mistake says", () => {
  const settings = changed(shippedSettings("staging"), "network.cidr", "10.20.0.0/20");

  expect(() => platformSettings(settings, "Pulumi.staging.yaml")).toThrow(shown[1]?.join("\n"));
});
