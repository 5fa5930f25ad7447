import type { Problem } from "../model";
import { list, parsed, record, records, text } from "../values";

export interface PolicyRules {
  /** Most characters, white space aside. */
  readonly size: number;
  /** Statements name resources. @default - they must not: it is a trust policy */
  readonly resource?: true;
  /** Statements name who is meant. @default - they must not: the policy belongs to who is meant */
  readonly principal?: true;
}

const action = /^(\*|[a-z0-9-]+:[A-Za-z*?]+[A-Za-z0-9*?]*)$/;
const versions = ["2012-10-17", "2008-10-17"];

const words = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** What AWS says about the JSON of a policy before it looks at what it allows. */
export function policyProblems(code: string, json: string, rules: PolicyRules): readonly Problem[] {
  const document = parsed(json);
  if (document === undefined) return [`${code}: the policy is not JSON`];
  const { Version: version, Statement: given } = record(document);
  const statements = Array.isArray(given) ? records(given) : [record(given)];
  const length = json.replace(/\s/g, "").length;
  return [
    length > rules.size &&
      `LimitExceeded: the policy has ${length} characters without white space, allowed are ${rules.size}`,
    version !== undefined &&
      !versions.includes(text(version)) &&
      `${code}: Version is ${version}, allowed is ${versions.join(", ")}`,
    (given === undefined || list(given).length !== (Array.isArray(given) ? statements.length : 0)) &&
      `${code}: Statement must be an object or a list of objects`,
    ...statements.flatMap((statement, index) => statementProblems(`${code}: statement ${index}`, statement, rules)),
  ];
}

function statementProblems(
  start: string,
  statement: Readonly<Record<string, unknown>>,
  rules: PolicyRules,
): readonly Problem[] {
  const actions = words(statement.Action ?? statement.NotAction);
  const resources = words(statement.Resource ?? statement.NotResource);
  const principal = statement.Principal ?? statement.NotPrincipal;
  return [
    !["Allow", "Deny"].includes(text(statement.Effect)) && `${start} has no Effect`,
    actions.length === 0 && `${start} has no Action`,
    ...actions.map((name) => !action.test(text(name)) && `${start} has the malformed action "${name}"`),
    rules.resource && resources.length === 0 && `${start} has no Resource`,
    ...resources.map(
      (name) => text(name) !== "*" && !text(name).startsWith("arn:") && `${start} has the malformed resource "${name}"`,
    ),
    !rules.resource && resources.length > 0 && `${start} has a Resource, which a trust policy has not`,
    rules.principal && principal === undefined && `${start} has no Principal`,
    !rules.principal && principal !== undefined && `${start} has a Principal, which an identity's policy has not`,
  ];
}
