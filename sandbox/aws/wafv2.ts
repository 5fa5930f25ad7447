import type { Check, Given, Table } from "../model";
import { at, records, text, texts } from "../values";
import { arn, between, named, nameProblem, oneOf, uuid } from "./naming";
import * as to from "./targets";

const rules: Check = ({ inputs }) => {
  const given = records(inputs.rules);
  const [names, priorities] = [given.map(({ name }) => name), given.map(({ priority }) => priority)];
  return [
    new Set(names).size < names.length && "WAFInvalidParameterException: rule names must be unique",
    new Set(priorities).size < priorities.length && "WAFInvalidParameterException: rule priorities must be unique",
    // WAF API, RateBasedStatement.
    ...at(inputs, "rules[].statement.rateBasedStatement.limit").map((limit) =>
      between("WAFInvalidParameterException", "the rate limit", limit, 10, 2_000_000_000),
    ),
    ...at(inputs, "rules[].statement.rateBasedStatement.evaluationWindowSec").map(
      (window) =>
        ![60, 120, 300, 600].includes(Number(window)) &&
        `WAFInvalidParameterException: evaluationWindowSec is ${window}, allowed are 60, 120, 300, 600`,
    ),
    ...given.map(
      ({ name, action, overrideAction }) =>
        (action === undefined) === (overrideAction === undefined) &&
        `WAFInvalidParameterException: the rule ${name} needs an action or, for a managed group, an overrideAction`,
    ),
  ];
};

const scope: Check = ({ inputs, scope: { region } }) => [
  oneOf("WAFInvalidParameterException", "scope", inputs.scope, ["REGIONAL", "CLOUDFRONT"]),
  inputs.scope === "CLOUDFRONT" &&
    region !== "us-east-1" &&
    `WAFInvalidParameterException: The scope is not valid: CLOUDFRONT exists only in us-east-1, not in ${region}`,
  text(inputs.description) !== "" &&
    !/^[\w+=:#@/\-,.][\w+=:#@/\-,.\s]+[\w+=:#@/\-,.]$/.test(text(inputs.description)) &&
    `WAFInvalidParameterException: the description "${inputs.description}" has at least 3 of A-Za-z0-9_+=:#@/-,. and blanks`,
];

/** Addresses are written as blocks, a single one as /32. (WAF API, CreateIPSet.) */
const addresses: Check = ({ inputs }) => [
  oneOf("WAFInvalidParameterException", "ipAddressVersion", inputs.ipAddressVersion, ["IPV4", "IPV6"]),
  ...texts(inputs.addresses).map(
    (address) =>
      inputs.ipAddressVersion === "IPV4" &&
      !/^(\d{1,3}\.){3}\d{1,3}\/([1-9]|[12]\d|3[0-2])$/.test(address) &&
      `WAFInvalidParameterException: ${address} is no CIDR block of IPv4 addresses from /1 to /32`,
  ),
];

const name: Check = (given) =>
  nameProblem(
    {
      code: "WAFInvalidParameterException",
      what: "web ACL or IP set name",
      pattern: /^[\w-]+$/,
      max: 128,
      allowed: "letters, digits, - and _",
    },
    named(given),
  );

const logs: Check = ({ inputs }) =>
  texts(inputs.logDestinationConfigs).map(
    (destination) =>
      !/:log-group:aws-waf-logs-|:::aws-waf-logs-|:deliverystream\/aws-waf-logs-/.test(destination) &&
      `WAFInvalidParameterException: The ARN isn't valid: the name of ${destination} must start with aws-waf-logs-`,
  );

const partOf = ({ inputs }: Given): string => (inputs.scope === "CLOUDFRONT" ? "global" : "regional");

export const wafv2: Table = {
  "aws:wafv2/ipSet:IpSet": {
    id: uuid,
    tagged: true,
    inUse: "WAFAssociatedItemException",
    checks: [name, scope, addresses],
    claims: (given) => [{ key: `IP set ${named(given)} in ${given.scope.region}`, code: "WAFDuplicateItemException" }],
    replaces: ["name", "namePrefix", "scope", "ipAddressVersion"],
    outputs: (given, id) => ({
      arn: arn(given, "wafv2", `${partOf(given)}/ipset/${named(given)}/${id}`),
      name: named(given),
      lockToken: uuid(given),
    }),
  },
  "aws:wafv2/webAcl:WebAcl": {
    id: uuid,
    tagged: true,
    inUse: "WAFAssociatedItemException",
    // Statements nest: a set may be named deep inside of a rule.
    refers: [{ path: "rules[].**.ipSetReferenceStatement.arn", to: to.ipSet }],
    checks: [name, rules, scope],
    claims: (given) => [{ key: `web ACL ${named(given)} in ${given.scope.region}`, code: "WAFDuplicateItemException" }],
    replaces: ["name", "namePrefix", "scope"],
    outputs: (given, id) => ({
      arn: arn(given, "wafv2", `${partOf(given)}/webacl/${named(given)}/${id}`),
      name: named(given),
      capacity: records(given.inputs.rules).length * 2,
      lockToken: uuid(given),
    }),
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    id: ({ inputs }) => `${text(inputs.webAclArn)},${text(inputs.resourceArn)}`,
    refers: [
      { path: "webAclArn", to: to.webAcl },
      { path: "resourceArn", to: to.loadBalancer, loose: true },
    ],
    claims: ({ inputs }) => [{ key: `web ACL of ${inputs.resourceArn}`, code: "WAFAssociatedItemException" }],
    replaces: ["webAclArn", "resourceArn"],
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    id: ({ inputs }) => text(inputs.resourceArn),
    refers: [
      { path: "resourceArn", to: to.webAcl, loose: true },
      { path: "logDestinationConfigs[]", to: { ...to.logGroup, given: /^arn:aws:(s3|firehose)/ }, loose: true },
    ],
    checks: [logs],
    claims: ({ inputs }) => [{ key: `logging of ${inputs.resourceArn}`, code: "WAFDuplicateItemException" }],
    replaces: ["resourceArn"],
  },
};
