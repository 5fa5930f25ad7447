import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Recorded } from "../../../sandbox/record";
import { timingOf } from "../../../tools/plan/timing";
import { recorded, urnOf } from "../recorded";

const type = "aws:a/b:C";
const urn = (name: string): string => urnOf(type, name);

/** Every resource takes as many seconds as its input says. */
const spanOf = ({ inputs }: Recorded) => ({ seconds: Number(inputs["seconds"]), assumed: false });
const made = (name: string, seconds: number, given: Parameters<typeof recorded>[2] = {}) =>
  recorded(type, name, { inputs: { seconds }, ...given });

test("what needs nothing of one another is made at the same time", () => {
  expect(timingOf([made("a", 5), made("b", 7)], spanOf)).toEqual({
    createSeconds: 7,
    sumSeconds: 12,
    criticalPath: [{ urn: urn("b"), start: 0, seconds: 7, assumed: false }],
  });
});

test.each([
  ["what a resource uses", { dependencies: [urn("a")] }],
  ["its parent", { parent: urn("a") }],
  ["its provider", { options: { provider: `${urn("a")}::id` } }],
])("%s is waited for", (_, given) => {
  const { createSeconds, criticalPath } = timingOf([made("a", 5), made("b", 7, given)], spanOf);
  expect(createSeconds).toBe(12);
  expect(criticalPath.map((step) => [step.urn, step.start])).toEqual([
    [urn("a"), 0],
    [urn("b"), 5],
  ]);
});

test("components take no time, and what waits for one waits for what it waited for", () => {
  const component = recorded("atelier:infra:Network", "network", { dependencies: [urn("a")] });
  const { createSeconds, criticalPath } = timingOf(
    [made("a", 5), component, made("b", 7, { parent: component.urn })],
    spanOf,
  );
  expect(createSeconds).toBe(12);
  expect(criticalPath.map((step) => step.urn)).toEqual([urn("a"), urn("b")]);
});

test("nothing takes no time", () => {
  expect(timingOf([], spanOf)).toEqual({ createSeconds: 0, sumSeconds: 0, criticalPath: [] });
});

test("the chain is as long as the deployment, each step beginning where the one before it ends", () => {
  const graph = fc.array(fc.tuple(fc.nat(100), fc.array(fc.nat(), { maxLength: 4 })), { maxLength: 40 });
  fc.assert(
    fc.property(graph, (nodes) => {
      const resources = nodes.map(([seconds, needs], index) =>
        made(`r${index}`, seconds, {
          dependencies: index === 0 ? [] : needs.map((need) => urn(`r${need % index}`)),
        }),
      );
      const { createSeconds, sumSeconds, criticalPath } = timingOf(resources, spanOf);
      let clock = 0;
      for (const step of criticalPath) {
        expect(step.start).toBe(clock);
        clock += step.seconds;
      }
      expect(clock).toBe(createSeconds);
      expect(createSeconds).toBeLessThanOrEqual(sumSeconds);
    }),
  );
});
