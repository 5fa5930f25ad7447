import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./core/access";
import { Mistake } from "./core/errors";

/** A statement whose values are known. */
export type KnownStatement = pulumi.Unwrap<Statement>;

/** AWS's limit for all inline policies of a role together, in characters without white space. */
const inlineLimit = 10_240;

const sorted = <Text extends string>(values: readonly Text[]): Text[] => [...new Set(values)].sort();

/** Equal records are written equally, whatever the order in which their keys were given. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** Joins what agrees in everything but one list. */
function join(
  statements: readonly KnownStatement[],
  agree: (statement: KnownStatement) => unknown,
): readonly KnownStatement[] {
  const groups = new Map<string, KnownStatement>();
  for (const statement of statements) {
    const key = canonical(agree(statement));
    const before = groups.get(key);
    groups.set(key, {
      ...statement,
      actions: sorted([...(before?.actions ?? []), ...statement.actions]),
      resources: sorted([...(before?.resources ?? []), ...statement.resources]),
    });
  }
  return [...groups.values()];
}

/** The fewest statements that allow the same: each action on each resource under each condition, and nothing more. */
export function mergeStatements(statements: readonly KnownStatement[]): readonly KnownStatement[] {
  const byResources = join(statements, ({ resources, conditions }) => [sorted(resources), conditions]);
  const byActions = join(byResources, ({ actions, conditions }) => [sorted(actions), conditions]);
  return [...byActions].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}

/**
 * An IAM policy document that allows the statements. The same permissions give the same text, so that a preview
 * shows a change only where there is one.
 *
 * @throws {Mistake} when it is longer than a role may carry.
 */
export function policyDocument(subject: string, statements: readonly KnownStatement[]): string {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: mergeStatements(statements).map(({ actions, resources, conditions }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  });
  if (text.length > inlineLimit) {
    throw new Mistake(
      `the policy of ${subject} has ${text.length} characters; a role carries at most ${inlineLimit}: ` +
        "give the workload less access, or split it in two",
    );
  }
  return text;
}
