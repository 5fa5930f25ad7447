"use strict";
/**
 * Stands between the rig and one process, and outlives the rig by as long as it takes to end that process. Whoever
 * started it holds the other end of a channel, and the channel breaks however that one ends: done, failed, interrupted
 * or killed outright, when nobody is left to clean up.
 *
 *     node keeper.cjs process STOP_SIGNAL UID GID COMMAND [ARGUMENT...]    as whoever starts it, if UID is empty
 *     node keeper.cjs folder PATH        the folder of a run, removed at the end unless it has a file "keep"
 */
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const { join } = require("node:path");

/** How long a process may take to end in its own way. */
const graceMilliseconds = 5000;

/** A terminal sends its Ctrl-C to everybody; the keeper goes on until its channel breaks. */
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});

function keepProcess(stopSignal, uid, gid, command, ...args) {
  const identity = uid === "" ? {} : { uid: Number(uid), gid: Number(gid) };
  const child = spawn(command, args, { ...identity, detached: true, stdio: ["ignore", "inherit", "inherit"] });

  const signalGroup = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Nobody is left in the group.
    }
  };
  const stop = () => {
    signalGroup(stopSignal);
    setTimeout(() => signalGroup("SIGKILL"), graceMilliseconds).unref();
  };

  child.on("error", (error) => {
    console.error(error.message);
    process.exit(127);
  });
  child.on("spawn", () => {
    if (process.connected) process.send({ pid: child.pid });
    process.on("disconnect", stop);
    process.on("SIGTERM", stop);
    if (!process.connected) stop();
  });
  child.on("exit", (code) => {
    signalGroup("SIGKILL");
    process.exit(code ?? 128);
  });
}

/** Everything that was started in a run, however it was started: it inherited the name of the run's folder. */
function processesOf(folder) {
  const mark = `ATELIER_RIG_RUN=${folder}\0`;
  const pids = fs.existsSync("/proc") ? fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  return pids.map(Number).filter((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/environ`, "latin1").includes(mark);
    } catch {
      // It has ended, or belongs to somebody else.
      return false;
    }
  });
}

function signalAll(pids, signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
}

function keepFolder(folder) {
  process.on("SIGTERM", () => {});
  process.on("disconnect", () => {
    // A program may have started others without a keeper, or in a group of their own.
    signalAll(processesOf(folder), "SIGTERM");
    const deadline = Date.now() + graceMilliseconds + 1000;
    const watch = setInterval(() => {
      const left = processesOf(folder);
      if (left.length > 0 && Date.now() < deadline) return;
      clearInterval(watch);
      signalAll(left, "SIGKILL");
      if (!fs.existsSync(join(folder, "keep"))) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
      process.exit(0);
    }, 50);
  });
}

const [kind, ...rest] = process.argv.slice(2);
if (kind === "folder") keepFolder(...rest);
else keepProcess(...rest);
