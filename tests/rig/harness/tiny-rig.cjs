"use strict";
/**
 * A rig with one server, for the tests of what is left of a rig.
 *
 *     node tiny-rig.cjs succeed|fail|wait
 *
 * Prints one line of JSON when the server runs: the run's folder, the port, the process.
 */
require("../../../tools/compile.cjs").register();
const { onFreePort, runFolder, runVariable, startProcess } = require("../support/index.ts");

/** A server with a child that has left its process group and does not end with it. */
const server = `
  const { spawn } = require("node:child_process");
  spawn("sleep", ["1000"], { detached: true, stdio: "ignore" });
  require("node:http").createServer().listen(Number(process.argv[1]), "127.0.0.1", () => console.log("listening"));
`;

async function main(how) {
  runFolder("tiny");
  const folder = process.env[runVariable];
  await onFreePort(async (port) => {
    const { pid } = await startProcess({
      name: "server",
      command: process.execPath,
      args: ["-e", server, String(port)],
      ready: (log) => log.includes("listening"),
    });
    console.log(JSON.stringify({ folder, port, pid }));
  });
  if (how === "fail") throw new Error("the tiny rig fails");
  if (how === "wait") setInterval(() => {}, 1000);
}

main(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
