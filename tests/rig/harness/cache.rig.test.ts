import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { cached, runFolder } from "../support";

let cache: string;
let said: string;
const { XDG_CACHE_HOME: cacheHome } = process.env;

beforeEach(() => {
  cache = runFolder("cache");
  process.env.XDG_CACHE_HOME = cache;
  said = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheHome;
});

const making = (make: (folder: string) => Promise<void>, version = "1.0") =>
  cached({ name: "thing", version, making: `building thing ${version}, a second`, make });

const writes = async (folder: string) => writeFileSync(join(folder, "thing"), "made");

test("what is made is kept under its version, and used the next time, both of which is said", async () => {
  const folder = await making(writes);
  expect(folder).toBe(join(cache, "atelier", "thing-1.0"));
  expect(readFileSync(join(folder, "thing"), "utf8")).toBe("made");
  expect(said).toBe(`rig: building thing 1.0, a second, once; kept in ${folder}\n`);

  said = "";
  const make = jest.fn(writes);
  expect(await making(make)).toBe(folder);
  expect(make).not.toHaveBeenCalled();
  expect(said).toBe(`rig: using thing 1.0 from ${folder}\n`);
});

test("another version is made beside it", async () => {
  await making(writes);
  await making(writes, "2.0");
  expect(readdirSync(join(cache, "atelier")).sort()).toEqual(["thing-1.0", "thing-2.0"]);
});

test("of two at once one makes it, and the other waits and says for whom", async () => {
  const make = jest.fn(writes);
  const [first, second] = await Promise.all([making(make), making(make)]);
  expect(first).toBe(second);
  expect(make).toHaveBeenCalledTimes(1);
  expect(said).toContain(`rig: waiting for thing 1.0, which process ${process.pid} is making\n`);
});

test("what could not be made is not kept, and the next one may try", async () => {
  const failing = making(async (folder) => {
    await writes(folder);
    throw new Error("no space left on device");
  });
  await expect(failing).rejects.toThrow("no space left on device");
  expect(existsSync(join(cache, "atelier", "thing-1.0"))).toBe(false);
  expect(readFileSync(join(await making(writes), "thing"), "utf8")).toBe("made");
});

test("a lock whose holder is gone is broken, and half of what it made thrown away", async () => {
  const { pid } = spawnSync("true");
  mkdirSync(join(cache, "atelier", "thing-1.0.unfinished"), { recursive: true });
  writeFileSync(join(cache, "atelier", "thing-1.0.unfinished", "half"), "");
  writeFileSync(join(cache, "atelier", "thing-1.0.lock"), String(pid));

  const folder = await making(writes);
  expect(readdirSync(folder)).toEqual(["thing"]);
  expect(readdirSync(join(cache, "atelier"))).toEqual(["thing-1.0"]);
});
