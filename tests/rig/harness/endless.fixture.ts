import { test } from "@jest/globals";
import { runVariable, startProcess } from "../support";

test("never ends", async () => {
  const { pid } = await startProcess({ name: "sleeper", command: "sleep", args: ["1000"], ready: () => true });
  process.stdout.write(`${JSON.stringify({ folder: process.env[runVariable], port: 0, pid })}\n`);
  await new Promise(() => {});
});
