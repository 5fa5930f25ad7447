const { transform, errorOnDeprecated, injectGlobals, cacheDirectory } = require("../../jest.config.cjs");

/** @type {import("jest").Config} */
module.exports = {
  rootDir: "../..",
  testMatch: ["<rootDir>/tests/rig/**/*.rig.test.ts"],
  transform,
  cacheDirectory,
  errorOnDeprecated,
  injectGlobals,
  // The first run builds what is missing.
  testTimeout: 15 * 60 * 1000,
  maxWorkers: 2,
  globalSetup: "<rootDir>/tests/rig/begin.ts",
  reporters: ["default", "<rootDir>/tests/rig/report.cjs"],
};
