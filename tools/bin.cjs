#!/usr/bin/env node
"use strict";
const { original } = require("./start.cjs");

require("./atelier.ts").main(process.argv.slice(2), original);
