import { expect, test } from "@jest/globals";
import { nobody, productAcl } from "../../components/cache-acl";

const rules = productAcl.split(" ");

test("nobody is off and may run no command", () => {
  expect(nobody.split(" ")).toEqual(["off", "~*", "&*", "-@all"]);
});

test("a product starts from nothing", () => {
  const grants = rules.filter((rule) => rule.startsWith("+"));

  expect(rules[0]).toBe("on");
  expect(rules.indexOf("-@all")).toBeLessThan(rules.indexOf(grants[0] ?? ""));
  expect(grants).not.toContain("+@all");
});

test("what is dangerous is taken away after every category that has some of it", () => {
  const categories = rules.filter((rule) => rule.startsWith("+@"));

  for (const refused of ["-@admin", "-@dangerous"]) {
    for (const category of categories) expect(rules.indexOf(refused)).toBeGreaterThan(rules.indexOf(category));
  }
});

test("only one dangerous command is given back: the exporter's", () => {
  expect(rules.slice(rules.indexOf("-@dangerous") + 1).filter((rule) => rule.startsWith("+"))).toEqual(["+info"]);
});

test("scripts may be run and loaded, and no library outlives its loader", () => {
  expect(rules).toEqual(expect.arrayContaining(["+eval", "+evalsha", "+script|load", "-function", "+time"]));
  expect(rules).not.toContain("+@scripting");
});
