import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Netmask } from "netmask";
import { planSubnets, type ZonePlan, type Zones } from "../../infra/subnet-plan";

const zones = fc.constantFrom<Zones>(2, 3, 4);
/** Every private network that AWS allows and that is large enough for anything. */
const cidr = fc.constantFrom(16, 17).chain((prefix) =>
  fc
    .oneof(
      fc.nat(255).map((second) => `10.${second}`),
      fc.integer({ min: 16, max: 31 }).map((second) => `172.${second}`),
      fc.constant("192.168"),
    )
    .chain((start) =>
      fc.constantFrom(...(prefix === 16 ? [0] : [0, 128])).map((third) => `${start}.${third}.0/${prefix}`),
    ),
);
const podsPerZone = fc.integer({ min: 1, max: 3_272 });

const subnets = (plan: readonly ZonePlan[]): readonly Netmask[] =>
  plan.flatMap((zone) => [zone.public, zone.private, zone.data]).map((block) => new Netmask(block));

const refusal = (given: string, pods = 1_000): string => {
  try {
    planSubnets({ cidr: given, zones: 3, podsPerZone: pods });
  } catch (problem) {
    if (problem instanceof Error) return problem.message;
  }
  return "nothing was refused";
};

describe("for any network that is large enough", () => {
  test("no two subnets overlap", () => {
    fc.assert(
      fc.property(cidr, zones, podsPerZone, (block, count, pods) => {
        const planned = subnets(planSubnets({ cidr: block, zones: count, podsPerZone: pods }));
        for (const [index, subnet] of planned.entries()) {
          for (const other of planned.slice(index + 1)) {
            expect(subnet.contains(other) || other.contains(subnet)).toBe(false);
          }
        }
      }),
    );
  });

  test("every subnet lies in the network", () => {
    fc.assert(
      fc.property(cidr, zones, (block, count) => {
        const network = new Netmask(block);
        for (const subnet of subnets(planSubnets({ cidr: block, zones: count, podsPerZone: 1 }))) {
          expect(network.contains(subnet)).toBe(true);
        }
      }),
    );
  });

  test("a subnet is written as the first address of its block", () => {
    fc.assert(
      fc.property(cidr, zones, (block, count) => {
        for (const { public: open, private: inner, data } of planSubnets({
          cidr: block,
          zones: count,
          podsPerZone: 1,
        })) {
          for (const written of [open, inner, data]) expect(new Netmask(written).toString()).toBe(written);
        }
      }),
    );
  });

  test("every zone has a private subnet of /20 or larger, with addresses for its pods and a quarter more", () => {
    fc.assert(
      fc.property(cidr, zones, podsPerZone, (block, count, pods) => {
        for (const { private: inner } of planSubnets({ cidr: block, zones: count, podsPerZone: pods })) {
          const { bitmask, size } = new Netmask(inner);
          expect(bitmask).toBeLessThanOrEqual(20);
          expect(size - 5).toBeGreaterThanOrEqual(pods * 1.25);
        }
      }),
    );
  });

  test("a later zone moves no subnet of an earlier one, and neither does another number of pods", () => {
    fc.assert(
      fc.property(cidr, podsPerZone, podsPerZone, (block, few, many) => {
        const four = planSubnets({ cidr: block, zones: 4, podsPerZone: few });
        for (const count of [2, 3, 4] as const) {
          expect(planSubnets({ cidr: block, zones: count, podsPerZone: many })).toEqual(four.slice(0, count));
        }
      }),
    );
  });
});

test("the layout of networks in use stays as it is, because a subnet that moves is replaced with all inside", () => {
  expect(planSubnets({ cidr: "10.20.0.0/16", zones: 3, podsPerZone: 2_000 })).toEqual([
    { public: "10.20.32.0/22", private: "10.20.0.0/19", data: "10.20.36.0/22" },
    { public: "10.20.96.0/22", private: "10.20.64.0/19", data: "10.20.100.0/22" },
    { public: "10.20.160.0/22", private: "10.20.128.0/19", data: "10.20.164.0/22" },
  ]);
  expect(planSubnets({ cidr: "192.168.128.0/17", zones: 2, podsPerZone: 500 })).toEqual([
    { public: "192.168.144.0/23", private: "192.168.128.0/20", data: "192.168.146.0/23" },
    { public: "192.168.176.0/23", private: "192.168.160.0/20", data: "192.168.178.0/23" },
  ]);
});

describe("a network is refused", () => {
  test("when it is too small, with what it holds, what is needed and what would fit", () => {
    expect(refusal("10.0.0.0/24")).toBe(
      "given 10.0.0.0/24, which holds 21 pods in each zone and needs 1000 in private subnets of /20 or larger; " +
        "the smallest that fits is a /17",
    );
    expect(refusal("10.0.0.0/17", 3_273)).toContain("holds 3272 pods in each zone and needs 3273");
    expect(refusal("10.0.0.0/17", 3_273)).toContain("the smallest that fits is a /16");
  });

  test("when no network could hold the pods", () => {
    expect(refusal("10.0.0.0/16", 6_550)).toBe(
      "given podsPerZone 6550; the largest VPC, a /16, holds 6549 pods in each zone; plan at most so many",
    );
    expect(() => planSubnets({ cidr: "10.0.0.0/16", zones: 3, podsPerZone: 6_549 })).not.toThrow();
  });

  test.each([
    ["52.10.0.0/16", "not private"],
    ["172.32.0.0/16", "not private"],
    ["100.64.0.0/16", "not private"],
    ["10.0.0.5/16", "write the network itself"],
    ["10.1.0.0/15", "write the network itself"],
    ["10.0.0.0/8", "AWS allows a VPC from /16 to /28"],
    ["10.0.0.0/30", "AWS allows a VPC from /16 to /28"],
    ["10.0.0.0", "not an IPv4 network"],
    ["10.300.0.0/16", "not an IPv4 network"],
    ["10.0.0.0/33", "not an IPv4 network"],
    ["fd00::/16", "not an IPv4 network"],
    ["", "not an IPv4 network"],
  ])("when it is %p: %s", (given, why) => {
    expect(refusal(given)).toContain(why);
  });

  test("when no pods are planned", () => {
    expect(refusal("10.0.0.0/16", 0)).toBe("given podsPerZone 0; allowed: 1 or more; correct it");
  });

  test("for everything at once, on one line", () => {
    const message = refusal("52.10.0.5/30");

    expect(message).toContain("not private");
    expect(message).toContain("write the network itself");
    expect(message).toContain("AWS allows");
    expect(message).not.toContain("\n");
  });

  test("or planned, whatever is written: there is no third way", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          cidr,
          fc.ipV4().map((ip) => `${ip}/20`),
        ),
        fc.integer(),
        (given, pods) => {
          expect(["planned", "Mistake"]).toContain(outcome(given, pods));
        },
      ),
    );
  });
});

function outcome(given: string, pods: number): string {
  try {
    planSubnets({ cidr: given, zones: 3, podsPerZone: pods });
    return "planned";
  } catch (problem) {
    return problem instanceof Error ? problem.constructor.name : "something else";
  }
}
