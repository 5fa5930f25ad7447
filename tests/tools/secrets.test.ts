import { beforeAll, describe, expect, test } from "@jest/globals";
import { Secret } from "../../sandbox/record";
import { changes } from "../../tools/plan/against/markdown";
import { documentOf } from "../../tools/plan/document";
import { fixedInputs } from "../../tools/plan/facts";
import { page } from "../../tools/plan/html/page";
import { makePlan } from "../../tools/plan/make";
import type { Plan } from "../../tools/plan/plan";
import { layout } from "../../tools/plan/text/layout";
import { report } from "../../tools/plan/text/report";

/** Shorter texts are words such as a port or a user's name, which stand elsewhere too. */
const shortest = 16;

const isLong = (value: unknown): value is string => typeof value === "string" && value.length >= shortest;

const inside = (value: unknown): unknown[] => (typeof value === "object" && value !== null ? Object.values(value) : []);

/** Texts that are marked secret, each for itself. */
function* secretsIn(value: unknown): Generator<string> {
  if (!(value instanceof Secret)) for (const inner of inside(value)) yield* secretsIn(inner);
  else if (isLong(value.reveal())) yield String(value.reveal());
}

/** All texts of whatever is marked secret as a whole. */
function* partsIn(value: unknown, hidden = false): Generator<string> {
  if (value instanceof Secret) yield* partsIn(value.reveal(), true);
  else if (hidden && isLong(value)) yield value;
  else for (const inner of inside(value)) yield* partsIn(inner, hidden);
}

let plan: Plan;
let secrets: readonly string[];
beforeAll(async () => {
  plan = await makePlan("staging");
  const whole = [plan.resources, plan.outputs];
  const generated = [...secretsIn(whole)];
  // A part of something secret is one itself when it repeats one: the rest may stand anywhere.
  const derived = [...partsIn(whole)].filter((text) => generated.some((secret) => text.includes(secret)));
  secrets = [...new Set([...generated, ...derived])];
});

describe("nothing generated is ever seen", () => {
  const printed = {
    "the text": () => report(plan, layout(true, 120)),
    "the JSON": () => JSON.stringify(documentOf(plan)),
    "the page": () => page(plan),
    "the comparison": () => changes({ ...documentOf(plan), resources: [] }, plan, fixedInputs),
  };
  test.each(Object.entries(printed))("in %s", (_, print) => {
    const text = print();
    const seen = secrets.filter((secret) =>
      [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        Buffer.from(secret).toString("base64"),
      ].some((form) => text.includes(form)),
    );
    expect(seen).toEqual([]);
  });

  test("and there is something to hide: passwords, and texts made of them", () => {
    const passwords = plan.resources
      .filter(({ type }) => type === "random:index/randomPassword:RandomPassword")
      .flatMap(({ outputs }) => [...secretsIn(outputs["result"])]);
    expect(passwords.length).toBeGreaterThan(3);
    expect(
      secrets.some((secret) => secret.startsWith("rediss://") && passwords.some((one) => secret.includes(one))),
    ).toBe(true);
  });
});
