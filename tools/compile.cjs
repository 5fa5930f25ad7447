"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { SourceMap } = require("node:module");
const path = require("node:path");
const { addHook } = require("pirates");

/** Bump the number when `options` change: what was compiled under others is then compiled again. */
const cache = path.join(__dirname, "..", "node_modules", ".cache", "atelier", "1");
const options = {
  jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  module: { type: "commonjs", ignoreDynamic: false },
  sourceMaps: true,
  swcrc: false,
};

/** The one place where the compiler is loaded: a start that finds everything compiled does without it. */
const compile = (code, filename) => require("@swc/core").transformSync(code, { ...options, filename });

/** Writes beside and renames, so that another process never reads half a file. A folder we may not write is no error. */
function keep(file, text) {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const beside = `${file}.${process.pid}`;
    fs.writeFileSync(beside, text);
    fs.renameSync(beside, file);
  } catch {
    // The next start compiles again.
  }
}

function kept(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

const place = (code, filename) =>
  path.join(cache, createHash("sha256").update(filename).update("\0").update(code).digest("hex").slice(0, 32));

function compiled(code, filename) {
  const file = place(code, filename);
  const before = kept(`${file}.js`);
  if (before !== undefined) return before;
  const result = compile(code, filename);
  keep(`${file}.map`, result.map);
  keep(`${file}.js`, result.code);
  return result.code;
}

/** Lets `require` read our TypeScript. Packages are left alone: looking at each of their files costs 400 ms. */
function register() {
  addHook(compiled, { exts: [".ts"], ignoreNodeModules: true });
}

/** A stack trace whose lines are those of the TypeScript files. */
function original(trace) {
  return trace.replace(/([^\s()]+\.ts):(\d+):(\d+)/g, (place_, file, line, column) => {
    const source = kept(file);
    const map = source === undefined ? undefined : kept(`${place(source, file)}.map`);
    if (map === undefined) return place_;
    const entry = new SourceMap(JSON.parse(map)).findEntry(Number(line) - 1, Number(column) - 1);
    return "originalLine" in entry ? `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}` : place_;
  });
}

module.exports = { register, original };
