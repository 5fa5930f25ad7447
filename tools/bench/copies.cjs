"use strict";
// A process of its own, started as `atelier` is, so that it can be measured like one.
require("../start.cjs");
require("./copies.ts").main(Number(process.argv[2]));
