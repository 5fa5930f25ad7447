import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { z } from "zod";
import { root } from "../../support/stack-file";
import { listens, processesOfRun, runVariable } from "../support";

const report = z.object({ folder: z.string(), port: z.number(), pid: z.number() });

interface Rig extends z.infer<typeof report> {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
}

/** Starts a rig of its own, as a person does in a terminal: in a process group to which Ctrl-C is sent. */
function startRig(...args: readonly string[]): Promise<Rig> {
  const { [runVariable]: _ours, ...env } = process.env;
  const started = spawn(process.execPath, args, { cwd: root, env, detached: true });
  const ended = new Promise<number | null>((resolve) => {
    started.on("exit", resolve);
  });
  return new Promise((resolve, reject) => {
    let said = "";
    for (const stream of [started.stdout, started.stderr]) {
      stream.on("data", (text: Buffer) => {
        said += text.toString();
        const [line] = /\{"folder".*\}/.exec(said) ?? [];
        if (line !== undefined) resolve({ ...report.parse(JSON.parse(line)), process: started, ended });
      });
    }
    ended.then((status) => reject(new Error(`the rig ended with ${status}:\n${said}`)));
  });
}

const tiny = (how: string): Promise<Rig> => startRig(join(__dirname, "tiny-rig.cjs"), how);

const jestItself = (): Promise<Rig> => {
  const config = {
    ...require("../jest.config.cjs"),
    rootDir: root,
    testMatch: ["**/tests/rig/harness/endless.fixture.ts"],
  };
  return startRig(require.resolve("jest/bin/jest"), "--config", JSON.stringify(config));
};

const signal = ({ process: started }: Rig, name: NodeJS.Signals, whom: "process" | "group"): void => {
  const pid = started.pid ?? 0;
  process.kill(whom === "group" ? -pid : pid, name);
};

/** Settles when nothing of a rig is left: it takes its keepers a moment. */
async function nothingLeft({ folder, port }: Rig): Promise<void> {
  const left = () => ({ processes: processesOfRun(folder), folder: existsSync(folder) });
  const deadline = performance.now() + 15_000;
  while ((left().folder || left().processes.length > 0) && performance.now() < deadline) await pause(50);
  expect(left()).toEqual({ processes: [], folder: false });
  expect(await listens(port)).toBe(false);
}

test("a rig that runs is seen, so that what follows looks for the right thing", async () => {
  const rig = await tiny("wait");
  // The server, its child, what stands between it and the rig, and the rig itself was there before its folder.
  expect(processesOfRun(rig.folder).map(({ pid }) => pid)).toContain(rig.pid);
  expect(processesOfRun(rig.folder).length).toBeGreaterThanOrEqual(3);
  expect([existsSync(rig.folder), await listens(rig.port)]).toEqual([true, true]);
  signal(rig, "SIGTERM", "process");
  await rig.ended;
  await nothingLeft(rig);
});

test.each([
  ["succeeds without stopping what it started", "succeed", undefined, "process", 0],
  ["fails", "fail", undefined, "process", 1],
  ["is interrupted by Ctrl-C", "wait", "SIGINT", "group", null],
  ["is told to end", "wait", "SIGTERM", "process", null],
  ["loses its terminal", "wait", "SIGHUP", "group", null],
  ["is killed outright", "wait", "SIGKILL", "process", null],
] as const)("nothing is left of a rig that %s", async (_what, how, name, whom, status) => {
  const rig = await tiny(how === "wait" ? "wait" : how);
  if (name !== undefined) signal(rig, name, whom);
  expect(await rig.ended).toBe(status);
  await nothingLeft(rig);
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("nothing is left of a run of tests that %s ends", async (name) => {
  const rig = await jestItself();
  signal(rig, name, name === "SIGINT" ? "group" : "process");
  await rig.ended;
  await nothingLeft(rig);
});

test("two rigs at once have folders, ports and processes of their own, and one outlives the other", async () => {
  const [first, second] = await Promise.all([tiny("wait"), tiny("wait")]);
  expect(first.folder).not.toBe(second.folder);
  expect(first.port).not.toBe(second.port);
  signal(first, "SIGINT", "group");
  await nothingLeft(first);
  expect(await listens(second.port)).toBe(true);
  expect(processesOfRun(second.folder).map(({ pid }) => pid)).toContain(second.pid);
  signal(second, "SIGINT", "group");
  await nothingLeft(second);
});
