"use strict";
/**
 * Stands between the rig and one process, and outlives the rig by as long as it takes to end that process. Whoever
 * started it holds the other end of a channel, and the channel breaks however that one ends: done, failed, interrupted
 * or killed outright, when nobody is left to clean up.
 *
 *     node keeper.cjs process STOP_SIGNAL UID GID COMMAND [ARGUMENT...]    an empty UID means: as whoever starts it
 *     node keeper.cjs folder PATH                                        removed at the end, unless it has a file "keep"
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

function keepFolder(path) {
  process.on("SIGTERM", () => {});
  process.on("disconnect", () => {
    // Processes of the run may still be writing while they end.
    if (!fs.existsSync(join(path, "keep")))
      fs.rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    process.exit(0);
  });
}

const [kind, ...rest] = process.argv.slice(2);
if (kind === "folder") keepFolder(...rest);
else keepProcess(...rest);
