import { spawn } from "node:child_process";
import { chownSync, closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PortInUse } from "./port";
import { runFolder } from "./run-folder";
import { timed } from "./times";

export interface ProcessArgs {
  /** What it is called in messages and in the run's folder. */
  readonly name: string;
  /** The executable's path. */
  readonly command: string;
  /** @default - none */
  readonly args?: readonly string[];
  /** Added to the environment of the rig; `undefined` takes a variable away. @default - none */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default - the run's folder for it, in which its log is */
  readonly cwd?: string;
  /** Who it runs as; only root may say. @default - whoever runs the rig */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What ends it in good order. @default "SIGTERM" */
  readonly stopSignal?: NodeJS.Signals;
}

export interface ServerArgs extends ProcessArgs {
  /** Whether it can be used by now, asked again and again; is told what it has logged so far. */
  readonly ready: (log: string) => boolean | Promise<boolean>;
  /** How long it may take to be ready. @default 60 */
  readonly readySeconds?: number;
}

export interface RunningProcess {
  /** Its own, which is also that of its process group. */
  readonly pid: number;
  /** The file with everything it has written. */
  readonly logFile: string;
  /** Everything it has written so far. */
  readonly log: () => string;
  /** Settles when it has ended, on its exit status: 128 after a signal. */
  readonly ended: Promise<number>;
  /** Ends it and its process group, and settles when nothing of it is left. */
  readonly stop: () => Promise<void>;
}

const tail = (log: string): string => log.trimEnd().split("\n").slice(-25).join("\n");
const portTaken = /address already in use|EADDRINUSE|could not bind/i;

function failure(name: string, what: string, { log, logFile }: Pick<RunningProcess, "log" | "logFile">): Error {
  const said = log();
  const Kind = portTaken.test(said) ? PortInUse : Error;
  return new Kind(`${name} ${what}. The end of its log, ${logFile}:\n${tail(said)}`);
}

/** Starts a process in a group of its own, which ends at the latest with the rig, however that ends. */
async function begin(args: ProcessArgs): Promise<RunningProcess> {
  const folder = runFolder(args.name);
  if (args.user !== undefined) chownSync(folder, args.user.uid, args.user.gid);
  const logFile = join(folder, "log");
  const output = openSync(logFile, "a");
  const { uid = "", gid = "" } = args.user ?? {};
  const stopSignal = args.stopSignal ?? "SIGTERM";
  const keeper = spawn(
    process.execPath,
    [
      join(__dirname, "keeper.cjs"),
      "process",
      stopSignal,
      String(uid),
      String(gid),
      args.command,
      ...(args.args ?? []),
    ],
    {
      cwd: args.cwd ?? folder,
      env: { ...process.env, ...args.env },
      detached: true,
      stdio: ["ignore", output, output, "ipc"],
    },
  );
  closeSync(output);
  const log = () => readFileSync(logFile, "utf8");
  const ended = new Promise<number>((resolve) => {
    keeper.once("exit", (code) => resolve(code ?? 128));
  });
  const pid = await new Promise<number>((resolve, reject) => {
    keeper.once("message", (message: { readonly pid: number }) => resolve(message.pid));
    keeper.once("error", reject);
    ended.then(() => reject(failure(args.name, "could not be started", { log, logFile })));
  });
  // The rig may end while a keeper still stands: the channel then breaks, which is what the keeper waits for.
  keeper.unref();
  keeper.channel?.unref();
  const stop = async () => {
    keeper.ref();
    if (keeper.connected) keeper.disconnect();
    await ended;
  };
  return { pid, logFile, log, ended, stop };
}

/** Starts a server and waits until it is ready. One that ends before, or takes too long, fails with the end of its log. */
export function startProcess(args: ServerArgs): Promise<RunningProcess> {
  return timed(`start ${args.name}`, async () => {
    const started = await begin(args);
    const seconds = args.readySeconds ?? 60;
    const deadline = performance.now() + seconds * 1000;
    let status: number | undefined;
    started.ended.then((code) => {
      status = code;
    });
    while (!(await args.ready(started.log()))) {
      if (status !== undefined) throw failure(args.name, `ended with ${status} before it was ready`, started);
      if (performance.now() > deadline) {
        await started.stop();
        throw failure(args.name, `was not ready after ${seconds} s`, started);
      }
      await pause(30);
    }
    return started;
  });
}

/** Runs a command to its end and returns what it wrote. A status other than 0 fails with the end of that. */
export async function runProcess(args: ProcessArgs): Promise<string> {
  const started = await begin(args);
  // Nothing else may be left that this process has to do.
  const awake = setInterval(() => {}, 60_000);
  const status = await started.ended;
  clearInterval(awake);
  if (status !== 0) throw failure(args.name, `ended with ${status}`, started);
  return started.log();
}
