import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { lastPriority, listenerPriorities, mostRules } from "../../infra/listener-priorities";

const label = fc.stringMatching(/^(@|[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?)$/);
const hosts = fc.uniqueArray(label, { minLength: 1, maxLength: mostRules });

/** Where a host stands when it is alone. */
const alone = (host: string): number | undefined => listenerPriorities([host]).get(host);

describe("priorities of listener rules", () => {
  test("are different numbers that AWS allows, one for each host", () => {
    fc.assert(
      fc.property(hosts, (given) => {
        const numbers = [...listenerPriorities(given).values()];
        expect(new Set(numbers).size).toBe(given.length);
        for (const number of numbers) {
          expect(Number.isInteger(number)).toBe(true);
          expect(number).toBeGreaterThanOrEqual(1);
          expect(number).toBeLessThanOrEqual(lastPriority);
        }
      }),
    );
  });

  test("do not depend on the order in which hosts are named", () => {
    fc.assert(
      fc.property(hosts, (given) => {
        const sorted = (priorities: ReadonlyMap<string, number>) => [...priorities].sort();
        expect(sorted(listenerPriorities([...given].reverse()))).toEqual(sorted(listenerPriorities(given)));
      }),
    );
  });

  test("stay where they are when another host comes or goes, unless the two names meet", () => {
    fc.assert(
      fc.property(hosts, label, (given, newcomer) => {
        const all = [...given, newcomer];
        fc.pre(new Set(all.map(alone)).size === all.length && all.length <= mostRules);
        const before = listenerPriorities(given);
        const after = listenerPriorities(all);
        for (const host of given) expect(after.get(host)).toBe(before.get(host));
      }),
    );
  });

  test("give two hosts whose names meet two numbers, side by side", () => {
    const byNumber = new Map<number | undefined, string>();
    let pair: [string, string] | undefined;
    for (let i = 0; pair === undefined; i++) {
      const host = `h${i}`;
      const other = byNumber.get(alone(host));
      if (other !== undefined) pair = [other, host];
      byNumber.set(alone(host), host);
    }

    expect(listenerPriorities([...pair].reverse()).get(pair[0])).toBe(listenerPriorities(pair).get(pair[0]));
    const [first, second] = [...pair].sort().map((host) => listenerPriorities(pair).get(host));

    expect(first).toBe(alone(pair[0]));
    expect(second).toBe(((first ?? 0) % lastPriority) + 1);
  });

  test("of the shipped hosts are pinned: a change here renumbers the rules of every stack", () => {
    expect(Object.fromEntries(listenerPriorities(["@", "api", "app", "mlflow"]))).toEqual({
      "@": 11264,
      api: 46046,
      app: 3996,
      mlflow: 21633,
    });
  });

  test("refuse a host given twice, naming it", () => {
    expect(() => listenerPriorities(["api", "app", "api", "app", "api"])).toThrow(
      'listener rules:\n  - host "api" is given twice; allowed: one route a host; rename one of them\n' +
        '  - host "app" is given twice; allowed: one route a host; rename one of them',
    );
  });

  test.each(["", "API", "api.v1", "*", "-a", "a-", "a".repeat(64)])("refuse %j, which is no label", (host) => {
    expect(() => listenerPriorities([host])).toThrow(`host "${host}" is not one DNS label in lower case`);
  });

  test("end at a hundred rules, and take the hundredth", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `host-${index}`);
    expect(listenerPriorities(many(mostRules)).size).toBe(100);
    expect(() => listenerPriorities(many(mostRules + 1))).toThrow(/given 101 hosts; allowed: 100 rules/);
  });
});
