import { expect, test } from "@jest/globals";
import { days, inSeconds } from "../../../components/core/units";

test("a span of days is its number", () => {
  expect(days("30 days")).toBe(30);
});

test("minutes and seconds meet in seconds", () => {
  expect([inSeconds("2 minutes"), inSeconds("90 seconds")]).toEqual([120, 90]);
});
