#!/usr/bin/env node
"use strict";
// Keeps what V8 compiles between starts, where Node can (22.1 and later).
require("node:module").enableCompileCache?.();
const { register, original } = require("./compile.cjs");
register();
require("./atelier.ts").main(process.argv.slice(2), original);
