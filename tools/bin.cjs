#!/usr/bin/env node
"use strict";
const { join } = require("node:path");
require("./code-cache.cjs").enable(join(__dirname, "..", "node_modules", ".cache", "atelier"));
const { register, original } = require("./compile.cjs");
register();
require("./atelier.ts").main(process.argv.slice(2), original);
