import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

type Rule = aws.types.input.wafv2.WebAclRule;

/** How often one client may ask one host. */
export interface HostLimit {
  /** Full name: `api.ml.atelier.example`. */
  readonly host: string;
  /** From one address. AWS allows 10 to 2,000,000,000 (botocore 1.44.5, wafv2: RateLimit). */
  readonly requestsPerMinute: number;
}

/** What keeps WAF from counting so. */
export const limitProblem = ({ host, requestsPerMinute: limit }: HostLimit): string | false =>
  !(Number.isInteger(limit) && limit >= 10 && limit <= 2_000_000_000) &&
  `requestsPerMinute of ${host} is ${limit}; allowed: a whole number from 10 to 2000000000; ` +
    "change it, or leave it out for the limit of all hosts";

/** One address, all hosts together: an office behind one NAT that opens Streamlit, whose first page is dozens of files. */
export const requestsPerMinute = 3000;

interface Group {
  readonly name: string;
  /** Rules of the group that only count, each because it would refuse our own traffic. */
  readonly counted: readonly string[];
}

/**
 * AWS's groups, in the order in which they are asked; 925 of the 1,500 capacity units that cost nothing extra.
 * There is no SQL injection group: MLflow's search language looks like SQL (`name ILIKE '%x%'`) and stands in its URLs,
 * and prompts and data sets contain SQL; the products bind parameters.
 */
const groups: readonly Group[] = [
  { name: "AWSManagedRulesAmazonIpReputationList", counted: [] },
  {
    name: "AWSManagedRulesCommonRuleSet",
    counted: [
      // Bodies here are data sets of up to 1000 MB, models and prompts: longer than the 8 KB that WAF reads of a body,
      // and full of markup, paths and addresses.
      "SizeRestrictions_BODY",
      "CrossSiteScripting_BODY",
      "GenericLFI_BODY",
      "GenericRFI_BODY",
      "EC2MetaDataSSRF_BODY",
      // Over 2,048 bytes: MLflow charts name every run they compare, identity providers return long codes.
      "SizeRestrictions_QUERYSTRING",
      // An artifact may be called train.log or config.ini; no container serves such files from its own disk.
      "RestrictedExtensions_URIPATH",
      "RestrictedExtensions_QUERYARGUMENTS",
    ],
  },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
];

const watched = (name: string) => ({
  metricName: name,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
});

/** Refused with 429, which clients take as "wait", where WAF's own 403 means "never". */
const tooMany = { block: { customResponse: { responseCode: 429 } } };

/** ARN of a set of addresses. */
type Addresses = pulumi.Input<string>;

/** Requests for one host. */
const asks = (host: string) => ({
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { name: "host" } },
    // Not EXACTLY: a client may write `host:443`, and would not be counted.
    positionalConstraint: "STARTS_WITH",
    searchString: host,
    textTransformations: [{ priority: 0, type: "LOWERCASE" }],
  },
});

const perAddress = { aggregateKeyType: "IP", evaluationWindowSec: 60 };

/** Everybody but those of a set of addresses. */
const notFrom = (addresses: Addresses) => ({
  notStatement: { statement: { ipSetReferenceStatement: { arn: addresses } } },
});

const hostRule = ({ host, requestsPerMinute: limit }: HostLimit, ours: Addresses): Omit<Rule, "priority"> => {
  // WAF names a rule in 128 characters at most; hosts of one domain differ in front.
  const name = `rate-${host.replaceAll(".", "-")}`.slice(0, 128);
  return {
    name,
    action: tooMany,
    statement: {
      rateBasedStatement: {
        ...perAddress,
        limit,
        scopeDownStatement: { andStatement: { statements: [asks(host), notFrom(ours)] } },
      },
    },
    visibilityConfig: watched(name),
  };
};

const everyoneRule = (ours: Addresses): Omit<Rule, "priority"> => ({
  name: "rate",
  action: tooMany,
  statement: {
    rateBasedStatement: { ...perAddress, limit: requestsPerMinute, scopeDownStatement: notFrom(ours) },
  },
  visibilityConfig: watched("rate"),
});

const groupRule = ({ name, counted }: Group): Omit<Rule, "priority"> => ({
  name,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: "AWS",
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: watched(name),
});

/**
 * What is asked of each request, in this order; the first that refuses ends it.
 *
 * @param ours ARN of the set of our own addresses, which no limit counts: the UI calls the API for all its users at once.
 */
export function firewallRules(limits: readonly HostLimit[], ours: Addresses): Rule[] {
  return [...limits.map((limit) => hostRule(limit, ours)), everyoneRule(ours), ...groups.map(groupRule)].map(
    (rule, priority) => ({ ...rule, priority }),
  );
}
