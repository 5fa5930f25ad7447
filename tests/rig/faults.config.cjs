const rig = require("./jest.config.cjs");

/**
 * Runs that are broken off. Apart from the others: a program whose run broke off ends late, in the same process, and may
 * then close the connection of the next run, since the SDK keeps one for all inline programs. Such a failure says nothing
 * about the platform, so it must not stop a change.
 *
 * @type {import("jest").Config}
 */
module.exports = { ...rig, testMatch: ["<rootDir>/tests/rig/**/*.fault.test.ts"] };
