import { expect, test } from "@jest/globals";
import { Mistake, refuse } from "../../../components/core/errors";

test("nothing wrong passes", () => {
  expect(() => refuse("pool", [false, false])).not.toThrow();
});

test("everything wrong is said at once", () => {
  expect(() => refuse("pool", ["one", false, "two"])).toThrow(new Mistake("pool:\n  - one\n  - two"));
});
