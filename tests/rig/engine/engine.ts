import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type EngineEvent, LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import type { Account } from "../../../sandbox/account";
import { type Elsewhere, type Home, openHome } from "../../../sandbox/home";
import { root } from "../../support/stack-file";
import { runFolder, tool } from "../support";
import { ignoreBrokenCalls } from "./broken-calls";

/** Which providers the account itself serves. Objects of a cluster may go to a real API server instead. */
export const served = ["aws", "random", "tls", "kubernetes"];

/** One step of the engine: what it does, or would do, to one resource. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** What one command of the engine did. */
export interface Outcome {
  /** Everything but `same`, in the engine's order, without the stack's own. */
  readonly steps: readonly Step[];
  /** Everything it printed. */
  readonly output: string;
  /** Why it failed, if it did. */
  readonly failure?: string;
}

export interface Engine {
  readonly account: Account;
  readonly home: Home;
  readonly folder: string;
  /** Types a command of Pulumi as a person does, and returns everything it says, whether or not it fails. */
  type(...words: readonly string[]): Promise<string>;
  stack(name: string, program: PulumiFn): Promise<Stack>;
  close(): Promise<void>;
}

/** Puts the executables into a folder that the engine looks for as providers. */
function writePlugins(folder: string, url: string): void {
  mkdirSync(folder);
  const plugin = join(root, "sandbox", "plugin.cjs");
  for (const name of served) {
    const { version }: { readonly version: string } = JSON.parse(
      readFileSync(join(root, "node_modules", "@pulumi", name, "package.json"), "utf8"),
    );
    const file = join(folder, `pulumi-resource-${name}`);
    writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${plugin}" "${url}/${name}/${version}"\n`);
    chmodSync(file, 0o755);
  }
}

function typed(
  command: string,
  words: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<string> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
    execFile(command, [...words, "--non-interactive"], options, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

/**
 * The real engine, with a backend of files and an account that this process is the home of.
 *
 * @param written When the state is written: at the end of a command, or twice for each resource too, as by default.
 */
export async function openEngine(
  account: Account,
  elsewhere: Readonly<Record<string, Elsewhere>> = {},
  written: "at the end" | "always" = "at the end",
): Promise<Engine> {
  const folder = runFolder("engine");
  const home = await openHome(account, elsewhere);
  const listenAgain = ignoreBrokenCalls();
  const plugins = join(folder, "plugins");
  writePlugins(plugins, home.url);
  for (const part of ["bin", "state", "home", "work"]) mkdirSync(join(folder, part));
  symlinkSync(await tool("pulumi"), join(folder, "bin", "pulumi"));
  const command = await PulumiCommand.get({ root: folder, skipVersionCheck: true });
  const env = {
    PATH: `${plugins}:${process.env.PATH ?? ""}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "of the rig",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_EXPERIMENTAL: "true",
    // Nine tenths of the time of a run go into writing the state.
    PULUMI_SKIP_CHECKPOINTS: String(written === "at the end"),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  return {
    account,
    home,
    folder,
    type: (...words) => typed(join(folder, "bin", "pulumi"), words, { cwd: join(folder, "work"), env }),
    stack: async (stackName, program) => {
      const workDir = join(folder, "work");
      const stack = await LocalWorkspace.createOrSelectStack(
        { stackName, projectName: "atelier", program },
        { workDir, envVars: env, pulumiCommand: command },
      );
      // After each command the Automation API asks three times more for what nobody reads here.
      Object.assign(stack, { outputs: async () => ({}), info: async () => undefined });
      await stack.setConfig("pulumi:disable-default-providers", { value: '["aws","kubernetes"]' });
      return stack;
    },
    close: async () => {
      listenAgain();
      await home.close();
    },
  };
}

interface Options {
  readonly onEvent: (event: EngineEvent) => void;
  readonly onOutput: (text: string) => void;
  readonly onError: (text: string) => void;
}

/** The SDK listens for it while an inline program runs, and has closed everything when it stops. (automation/server.js) */
const whileRunning = "uncaughtException";

/**
 * An engine that gives up does not wait for the program, which ends by itself, in this process. One that ended during the
 * next run would close that run's connection, for the SDK keeps only one; the next program would then make nothing, and
 * the engine take that for its wish. A program that still waits for an answer of the dead engine never ends, and harms
 * nobody: so this waits only for a while.
 */
async function programEnded(listening: number): Promise<void> {
  const patience = Date.now() + 2_000;
  while (process.listenerCount(whileRunning) > listening && Date.now() < patience) await pause(5);
}

/** Runs one command and collects what it did; that it failed is no error here. */
export async function outcomeOf(command: (options: Options) => Promise<unknown>): Promise<Outcome> {
  const steps: Step[] = [];
  const refreshes = new Set<string>();
  let output = "";
  const note = (text: string) => {
    output += text;
  };
  const onEvent = ({ resourcePreEvent, resOutputsEvent }: EngineEvent) => {
    // A refresh announces only that it looks: what it saw is the step.
    const looked = resOutputsEvent !== undefined && refreshes.has(resOutputsEvent.metadata.urn);
    if (resourcePreEvent?.metadata.op === "refresh") refreshes.add(resourcePreEvent.metadata.urn);
    const seen = looked ? resOutputsEvent : resourcePreEvent;
    if (seen === undefined || seen.metadata.op === "refresh") return;
    const { op, urn, type } = seen.metadata;
    if (op !== "same" && type !== "pulumi:pulumi:Stack") {
      steps.push({ op, urn, type, name: urn.slice(urn.lastIndexOf("::") + 2) });
    }
  };
  // The SDK takes a trace for each output; those of a whole stack cost more than its program and the engine together.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const listening = process.listenerCount(whileRunning);
  const failure = await command({ onEvent, onOutput: note, onError: note })
    .then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    .finally(() => {
      Error.stackTraceLimit = limit;
    });
  await programEnded(listening);
  return { steps, output, ...(failure === undefined ? {} : { failure }) };
}
