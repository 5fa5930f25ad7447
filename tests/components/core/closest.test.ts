import { expect, test } from "@jest/globals";
import { closest } from "../../../components/core/closest";

test.each([
  ["kubernets", "kubernetes"],
  ["Domain", "domain"],
  ["nonsense", undefined],
])("%s was probably meant as %s", (given, meant) => {
  expect(closest(given, ["domain", "kubernetes", "network"])).toBe(meant);
});

test("nothing is near when nothing is allowed", () => {
  expect(closest("domain", [])).toBeUndefined();
});
