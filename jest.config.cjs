/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/tests/rig/"],
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }],
  },
  cacheDirectory: "<rootDir>/node_modules/.cache/jest",
  errorOnDeprecated: true,
  injectGlobals: false,
  // Jest's five seconds are a bet on an idle machine: the first test of a file also pays for loading the whole SDK.
  testTimeout: 120_000,
};
