import { chmodSync, existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { runFolder } from "../support";

/** A machine on which there are only these programs, and nothing has been built. */
let programs: string;
let cache: string;
/** As a rig that has just begun has it: what was found once is not looked for again. */
let tool: typeof import("../support/tool").tool;
let said: string;
const { PATH: path, XDG_CACHE_HOME: cacheHome } = process.env;

/** Who runs the rig; every system on which it runs can say. */
const user: { getuid: () => number } = Object(process);

beforeEach(() => {
  programs = runFolder("programs");
  cache = runFolder("cache");
  process.env.PATH = programs;
  process.env.XDG_CACHE_HOME = cache;
  said = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
  jest.resetModules();
  ({ tool } = require("../support/tool"));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env.PATH = path;
  if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheHome;
});

function program(name: string, script: string): string {
  const file = join(programs, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

test("what is on PATH at the version that is wanted is used, and nothing is said", async () => {
  const file = program("kube-apiserver", "echo Kubernetes v1.36.2");
  expect(await tool("kube-apiserver")).toBe(file);
  expect(said).toBe("");
});

test("what is on PATH at another version is passed over; without Go the command that would provide it is named", async () => {
  program("kube-apiserver", "echo Kubernetes v1.20.0");
  const failure = tool("kube-apiserver");
  await expect(failure).rejects.toThrow(
    /^kube-apiserver 1\.36\.\d+ is not on PATH and cannot be had here: go is not on PATH/,
  );
  await expect(failure).rejects.toThrow("apt-get install golang-go");
  await expect(failure).rejects.toThrow(
    /Provide it: go build -o kube-apiserver k8s\.io\/kubernetes\/cmd\/kube-apiserver/,
  );
  expect(existsSync(join(cache, "atelier", "kube-apiserver-1.36.2"))).toBe(false);
});

test("a package that only root may install is named with the command for it", async () => {
  program("apt-get", "echo must not be run >&2; exit 1");
  jest.spyOn(user, "getuid").mockReturnValue(1000);
  await expect(tool("redis")).rejects.toThrow(
    'Provide it: sudo sh -c "apt-get update && apt-get install --yes --no-install-recommends redis-server"',
  );
});

test("a machine without Debian's packages is told which program is missing", async () => {
  await expect(tool("redis")).rejects.toThrow(/^redis 7\.0 or later is not on PATH .* this machine has no apt-get/);
});

test("a package that cannot be installed fails with what was tried and what came of it", async () => {
  symlinkSync("/bin/sh", join(programs, "sh"));
  program("apt-get", 'case "$1" in update) exit 0;; esac; echo "E: Unable to locate package" >&2; exit 100');
  jest.spyOn(user, "getuid").mockReturnValue(0);
  const failure = tool("redis");
  await expect(failure).rejects.toThrow("E: Unable to locate package");
  await expect(failure).rejects.toThrow("Provide it: apt-get update && apt-get install");
  expect(said).toContain("rig: installing the Debian package redis-server");
});

test("a package is installed where it is missing, which is said", async () => {
  symlinkSync("/bin/sh", join(programs, "sh"));
  const file = join(programs, "redis-server");
  program("apt-get", `printf '#!/bin/sh\\necho v=7.0.15\\n' > ${file}; /bin/chmod +x ${file}`);
  jest.spyOn(user, "getuid").mockReturnValue(0);
  expect(await tool("redis")).toBe(file);
  expect(said).toMatch(/^rig: installing the Debian package redis-server: apt-get update/);
});
