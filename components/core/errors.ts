import * as pulumi from "@pulumi/pulumi";

/** A mistake in what the reader of this message wrote. Pulumi prints it without a stack trace. */
export class Mistake extends pulumi.RunError {}

/**
 * Reports everything wrong with one thing in a single message. A problem is written
 * `condition && "what is wrong, what was given, what is allowed, what to do"`.
 *
 * @throws {Mistake} when at least one problem is not `false`.
 */
export function refuse(subject: string, problems: readonly (string | false)[]): void {
  const found = problems.filter((problem) => problem !== false);
  if (found.length > 0) {
    throw new Mistake([`${subject}:`, ...found.map((problem) => `  - ${problem}`)].join("\n"));
  }
}
