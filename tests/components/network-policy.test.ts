import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Access, access, type Reach } from "../../components/core/access";
import { type Admission, clientLabels, denyAll, networkPolicy, notTheInternet } from "../../components/network-policy";
import { network } from "./workload-parts";

const policy = (reach: readonly Reach[], admits: readonly Admission[] = []) =>
  networkPolicy("api", network(), { access: [access("all of it", { reach })], admits });

const dns = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
  ],
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};
const internet = {
  to: [{ ipBlock: { cidr: "0.0.0.0/0", except: notTheInternet } }],
  ports: [{ protocol: "TCP", port: 443 }],
};

test("an application without access may ask for names, by UDP and TCP, and nothing else", () => {
  expect(policy([])).toEqual({
    podSelector: { matchLabels: { "app.kubernetes.io/name": "api" } },
    policyTypes: ["Ingress", "Egress"],
    egress: [dns],
  });
});

describe("what an access reaches", () => {
  test("addresses, on their port only", () => {
    const cidrs = ["10.20.2.0/24", "10.20.3.0/24"];

    expect(policy([{ to: "addresses", what: "database", cidrs, port: 5432 }]).egress).toEqual([
      dns,
      { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ protocol: "TCP", port: 5432 }] },
    ]);
  });

  test("the pods of another workload, by the selector of its Service", () => {
    expect(policy([{ to: "workload", what: "mlflow", port: 5000 }]).egress).toEqual([
      dns,
      {
        to: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": "mlflow" } } }],
        ports: [{ protocol: "TCP", port: 5000 }],
      },
    ]);
  });

  test("the internet by HTTPS, without private networks and the metadata service", () => {
    expect(policy([{ to: "internet", what: "a model provider" }]).egress).toEqual([dns, internet]);
    expect(notTheInternet).toEqual(expect.arrayContaining(["10.0.0.0/8", "169.254.0.0/16"]));
  });

  test("AWS: the agent that hands out credentials, public addresses and the network's own endpoints", () => {
    expect(policy([{ to: "aws" }]).egress).toEqual([
      dns,
      { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ protocol: "TCP", port: 80 }] },
      internet,
      {
        to: [{ ipBlock: { cidr: "10.20.64.0/18" } }, { ipBlock: { cidr: "10.20.128.0/18" } }],
        ports: [{ protocol: "TCP", port: 443 }],
      },
    ]);
  });
});

describe("whom an application admits", () => {
  const admitted = (admission: Admission) => policy([], [admission]).ingress;
  const ports = [{ protocol: "TCP", port: 8000 }];

  test("the load balancer, from the public subnets", () => {
    expect(admitted({ from: "load balancer", port: 8000 })).toEqual([
      { from: [{ ipBlock: { cidr: "10.20.0.0/24" } }, { ipBlock: { cidr: "10.20.1.0/24" } }], ports },
    ]);
  });

  test("its clients, by the label that their access gives them", () => {
    const client = clientLabels([access("call api", { reach: [{ to: "workload", what: "api", port: 8000 }] })]);

    expect(client).toEqual({ "atelier.example/reaches-api": "true" });
    expect(admitted({ from: "clients", port: 8000 })).toEqual([
      { from: [{ podSelector: { matchLabels: client } }], ports },
    ]);
  });

  test("what collects metrics, from its namespace", () => {
    expect(admitted({ from: "monitoring", port: 8000 })).toEqual([
      { from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } }], ports },
    ]);
  });
});

test("a place without an address leaves no rule, since one without places would allow all of them", () => {
  const nowhere = { publicSubnets: [], privateSubnets: [] };
  const given = access("nothing yet", {
    reach: [{ to: "addresses", what: "cache", cidrs: [], port: 6379 }, { to: "aws" }],
  });
  const { ingress, egress } = networkPolicy("api", nowhere, {
    access: [given],
    admits: [{ from: "load balancer", port: 8000 }],
  });

  expect(ingress).toBeUndefined();
  expect(egress).toHaveLength(3);
  expect(JSON.stringify(egress)).not.toContain("6379");
});

test("only workloads that are called give their callers a label", () => {
  const others: Access = access("the rest", {
    reach: [{ to: "aws" }, { to: "internet", what: "x" }, { to: "addresses", what: "db", cidrs: [], port: 5432 }],
  });

  expect(clientLabels([others])).toEqual({});
});

const cidr = fc.constantFrom("10.20.2.0/24", "10.20.3.0/24", "10.20.4.0/24");
const port = fc.constantFrom(5000, 5432, 6379);
const reach: fc.Arbitrary<Reach> = fc.oneof(
  fc.record({ to: fc.constant("addresses" as const), what: fc.constant("a"), cidrs: fc.array(cidr), port }),
  fc.record({ to: fc.constant("workload" as const), what: fc.constantFrom("a", "b"), port }),
  fc.record({ to: fc.constant("aws" as const) }),
  fc.record({ to: fc.constant("internet" as const), what: fc.constantFrom("a", "b") }),
);

test("whatever is reached, there is no rule twice and none without a place and a port", () => {
  fc.assert(
    fc.property(fc.array(reach), (reaches) => {
      const { egress } = policy(reaches);
      const rules: { to: unknown[]; ports: unknown[] }[] = JSON.parse(JSON.stringify(egress));
      const texts = rules.map((rule) => JSON.stringify(rule));

      expect(new Set(texts).size).toBe(texts.length);
      for (const rule of rules) {
        expect(rule.to.length).toBeGreaterThan(0);
        expect(rule.ports.length).toBeGreaterThan(0);
      }
    }),
  );
});

test("every place that is reached is in a rule with its port", () => {
  fc.assert(
    fc.property(fc.array(reach), (reaches) => {
      const text = JSON.stringify(policy(reaches).egress);

      for (const given of reaches) {
        if (given.to === "addresses")
          for (const each of given.cidrs) expect(text).toContain(JSON.stringify({ cidr: each }));
        if (given.to === "workload") expect(text).toContain(`"app.kubernetes.io/name":"${given.what}"`);
        if (given.to === "internet") expect(text).toContain("0.0.0.0/0");
        if (given.to === "workload") expect(text).toContain(`"port":${given.port}`);
      }
    }),
  );
});

test("what no other policy selects is refused everything", () => {
  expect(denyAll).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
});
