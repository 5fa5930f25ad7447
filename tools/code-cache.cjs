"use strict";
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

/*
 * Keeps what V8 makes of source text from one start to the next: a third of a plan's time goes into compiling the same
 * packages again. Node does this itself from 22.1 on; before, this file does.
 *
 * The cache is one file: the length of an index, the index, and the code of one script after the other. V8 checks
 * that code fits its version and flags, but of the source only the length, so the index also holds when a file was
 * last changed.
 */

const lengthOfIndex = 4;

function load(file) {
  const kept = new Map();
  try {
    const bytes = fs.readFileSync(file);
    const begin = lengthOfIndex + bytes.readUInt32LE(0);
    for (const [name, stamp, offset, length] of JSON.parse(bytes.subarray(lengthOfIndex, begin).toString())) {
      kept.set(name, { stamp, data: bytes.subarray(begin + offset, begin + offset + length) });
    }
  } catch {
    // There is none yet, or not a whole one: everything is compiled, and kept at the end.
  }
  return kept;
}

function save(file, entries) {
  const index = [];
  const parts = [];
  let offset = 0;
  for (const [name, { stamp, data }] of entries) {
    index.push([name, stamp, offset, data.length]);
    parts.push(data);
    offset += data.length;
  }
  const head = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(lengthOfIndex);
  length.writeUInt32LE(head.length);
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // Beside and renamed, so that another process never reads half a file.
    fs.writeFileSync(`${file}.${process.pid}`, Buffer.concat([length, head, ...parts]));
    fs.renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A folder we may not write to is no error: the next start compiles again.
  }
}

/** A change of the file is another stamp, also when its length and its date stay: `ctime` cannot be set. */
function stampOf(filename) {
  const stat = fs.statSync(filename, { throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.ctimeMs} ${stat.size}`;
}

function keepIn(file) {
  const kept = load(file);
  const fresh = new Map();

  Module.prototype._compile = function compile(content, filename) {
    const stamp = stampOf(filename);
    const known = kept.get(filename);
    const cachedData = known !== undefined && known.stamp === stamp ? known.data : undefined;
    const script = new vm.Script(Module.wrap(content.replace(/^#!/, "//")), {
      filename,
      cachedData,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (stamp !== undefined && (cachedData === undefined || script.cachedDataRejected)) {
      fresh.set(filename, { stamp, script });
    }
    const require = Object.assign((id) => this.require(id), {
      resolve: Module.createRequire(filename).resolve,
      cache: Module._cache,
      extensions: Module._extensions,
      main: process.mainModule,
    });
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, require, this, filename, path.dirname(filename));
  };

  // At the end, because by then V8 has compiled the functions that are really called.
  process.on("exit", () => {
    if (fresh.size === 0) return;
    for (const [name, { stamp, script }] of fresh) kept.set(name, { stamp, data: script.createCachedData() });
    save(file, kept);
  });
}

/** Keeps compiled code in a folder, with whatever means this Node has. */
function enable(folder) {
  if (Module.enableCompileCache !== undefined) Module.enableCompileCache(folder);
  // Without this constant (before 20.12) a script cannot import modules, and some packages do.
  else if (vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER !== undefined) {
    keepIn(path.join(folder, `code-${process.version}-${process.arch}`));
  }
}

module.exports = { enable };
