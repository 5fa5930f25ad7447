import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { firewallRules, requestsPerMinute } from "../../infra/firewall-rules";

const limits = fc.uniqueArray(
  fc.record({
    host: fc.domain().filter((host) => host.length <= 128),
    requestsPerMinute: fc.integer({ min: 10, max: 2_000_000_000 }),
  }),
  { selector: ({ host }) => host, maxLength: 20 },
);

const ours = "arn:aws:wafv2:eu-central-1:111122223333:regional/ipset/ours/0";
const notOurs = { notStatement: { statement: { ipSetReferenceStatement: { arn: ours } } } };

/** A rule's counterpart in the table, whatever else it says. */
const rule = (name: string) => expect.objectContaining({ name });

test("rules are asked in the order in which they stand, each with a name and a metric that AWS takes", () => {
  fc.assert(
    fc.property(limits, (given) => {
      const rules = firewallRules(given, ours);
      expect(rules.map(({ priority }) => priority)).toEqual(rules.map((_, index) => index));
      for (const { name, visibilityConfig } of rules) {
        expect(name).toMatch(/^[\w-]{1,128}$/);
        expect(visibilityConfig).toMatchObject({ metricName: name, cloudwatchMetricsEnabled: true });
      }
    }),
  );
});

test("who asks too often is refused before anything costlier looks at the request", () => {
  expect(firewallRules([{ host: "api.ml.atelier.example", requestsPerMinute: 100 }], ours)).toEqual([
    rule("rate-api-ml-atelier-example"),
    rule("rate"),
    rule("AWSManagedRulesAmazonIpReputationList"),
    rule("AWSManagedRulesCommonRuleSet"),
    rule("AWSManagedRulesKnownBadInputsRuleSet"),
  ]);
});

test("a host with a limit counts each address by the minute, also when the client writes the port", () => {
  const [api] = firewallRules([{ host: "api.ml.atelier.example", requestsPerMinute: 100 }], ours);

  expect(api).toMatchObject({
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: {
        aggregateKeyType: "IP",
        evaluationWindowSec: 60,
        limit: 100,
        scopeDownStatement: {
          andStatement: {
            statements: [
              { byteMatchStatement: { positionalConstraint: "STARTS_WITH", searchString: "api.ml.atelier.example" } },
              notOurs,
            ],
          },
        },
      },
    },
  });
});

test("without a limit of its own every host shares one that a page of many files stays under", () => {
  const [everyone] = firewallRules([], ours);

  expect(everyone).toMatchObject({
    name: "rate",
    statement: { rateBasedStatement: { limit: requestsPerMinute, evaluationWindowSec: 60 } },
  });
  expect(everyone).toHaveProperty("statement.rateBasedStatement.scopeDownStatement", notOurs);
});

test("no group is switched off; the common one only counts what our own traffic would trip", () => {
  const groups = firewallRules([], ours).slice(1);

  expect(groups.map(({ overrideAction }) => overrideAction)).toEqual(groups.map(() => ({ none: {} })));
  expect(groups.map(({ statement }) => statement)).toEqual([
    { managedRuleGroupStatement: expect.objectContaining({ ruleActionOverrides: [] }) },
    {
      managedRuleGroupStatement: expect.objectContaining({
        ruleActionOverrides: [
          "SizeRestrictions_BODY",
          "CrossSiteScripting_BODY",
          "GenericLFI_BODY",
          "GenericRFI_BODY",
          "EC2MetaDataSSRF_BODY",
          "SizeRestrictions_QUERYSTRING",
          "RestrictedExtensions_URIPATH",
          "RestrictedExtensions_QUERYARGUMENTS",
        ].map((name) => ({ name, actionToUse: { count: {} } })),
      }),
    },
    { managedRuleGroupStatement: expect.objectContaining({ ruleActionOverrides: [] }) },
  ]);
});
