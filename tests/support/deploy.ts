import * as pulumi from "@pulumi/pulumi";
import { Account, type AccountOptions } from "../../sandbox/account";
import type { Recorded } from "../../sandbox/record";
import { run } from "../../sandbox/run";

export interface DeployOptions {
  /** @default "test" */
  readonly stack?: string;
  /** @default {} */
  readonly config?: Readonly<Record<string, string>>;
  /** Where the program runs: faults, a region, or what is there already. @default - a fresh account, in which stand-ins pass for what others made */
  readonly account?: Account | AccountOptions;
}

/** Runs a program against a simulated account and returns what it made, in order, without the stack itself. */
export async function deploy(program: () => unknown, options: DeployOptions = {}): Promise<readonly Recorded[]> {
  const account =
    options.account instanceof Account ? options.account : new Account({ outside: "anything", ...options.account });
  // What a program gives back is not exported here, so that a test may be one expression.
  const discard = async (): Promise<void> => {
    await program();
  };
  const { resources } = await run(discard, {
    project: "atelier",
    stack: options.stack ?? "test",
    config: options.config ?? {},
    account,
    defaultProviders: true,
  });
  return resources.filter(({ type }) => type !== "pulumi:pulumi:Stack");
}

/** The value an output settles on. Await it, so that an assertion about it cannot be skipped. */
export const settle = <T>(value: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> =>
  new Promise((resolve) => {
    pulumi.output(value).apply(resolve);
  });

/** All of one type: `aws:s3/bucket:Bucket`. */
export const typed = (resources: readonly Recorded[], type: string): readonly Recorded[] =>
  resources.filter((resource) => resource.type === type);

function single(found: readonly Recorded[], sought: string, resources: readonly Recorded[]): Recorded {
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0) return one;
  const there = resources.map(({ type, name }) => `${type} ${name}`).join("\n  ");
  throw new Error(`expected one ${sought} but found ${found.length} among:\n  ${there}`);
}

/** The only one of its type. */
export const only = (resources: readonly Recorded[], type: string): Recorded =>
  single(typed(resources, type), type, resources);

/** The only one of that name; of that type, where several types share the name. */
export const named = (resources: readonly Recorded[], name: string, type?: string): Recorded =>
  single(
    resources.filter((resource) => resource.name === name && (type === undefined || resource.type === type)),
    `"${name}"`,
    resources,
  );
