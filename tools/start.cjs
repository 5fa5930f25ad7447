"use strict";
// What every process of ours begins with: code kept from the start before, and TypeScript read as it is.
const { join } = require("node:path");

require("./code-cache.cjs").enable(join(__dirname, "..", "node_modules", ".cache", "atelier"));
const { register, original } = require("./compile.cjs");

register();

module.exports = { original };
