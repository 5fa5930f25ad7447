import { expect, test } from "@jest/globals";
import { freePort, listens, onFreePort, PortInUse, runProcess, startProcess } from "../support";

const serve = `
  const port = Number(process.argv[1]);
  require("node:http").createServer((_, answer) => answer.end("well")).listen(port, "127.0.0.1", () => console.log("listening"));
`;

const server = (port: number) =>
  startProcess({
    name: "server",
    command: process.execPath,
    args: ["-e", serve, String(port)],
    ready: (log) => log.includes("listening"),
  });

test("a server is ready when it says so, and gone when it was stopped", async () => {
  const port = await freePort();
  const running = await server(port);
  expect(await listens(port)).toBe(true);
  await running.stop();
  expect(await listens(port)).toBe(false);
  expect(() => process.kill(running.pid, 0)).toThrow("ESRCH");
});

test("a port that is taken in the meantime is left for another", async () => {
  const taken = await freePort();
  const first = await server(taken);
  await expect(server(taken)).rejects.toThrow(PortInUse);
  const ports = [taken, await freePort()];
  const second = await onFreePort(server, async () => ports.shift() ?? 0);
  expect(ports).toEqual([]);
  await Promise.all([first.stop(), second.stop()]);
});

test("a process that ends before it is ready fails with what it said last", async () => {
  const failing = startProcess({
    name: "failing",
    command: "sh",
    args: ["-c", "echo no such table; exit 3"],
    ready: () => false,
  });
  await expect(failing).rejects.toThrow(/failing ended with 3 before it was ready.*\nno such table/);
});

test("a process that is never ready is stopped", async () => {
  const slow = startProcess({ name: "slow", command: "sleep", args: ["1000"], ready: () => false, readySeconds: 0.2 });
  await expect(slow).rejects.toThrow("slow was not ready after 0.2 s");
});

test("a command's words are what it wrote, and a failure shows their end", async () => {
  expect(await runProcess({ name: "echo", command: "echo", args: ["well"] })).toBe("well\n");
  await expect(runProcess({ name: "false", command: "sh", args: ["-c", "echo ill >&2; exit 4"] })).rejects.toThrow(
    /false ended with 4.*\nill/,
  );
  await expect(runProcess({ name: "absent", command: "/nowhere/absent" })).rejects.toThrow(
    "absent could not be started",
  );
});
