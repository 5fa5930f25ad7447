import type * as pulumi from "@pulumi/pulumi";

/** One thing that IAM allows. There is no `*` action and no `Deny`: what is not listed is not allowed. */
export interface Statement {
  /** Such as `s3:GetObject`. */
  readonly actions: readonly `${string}:${string}`[];
  readonly resources: readonly pulumi.Input<string>[];
  /** @default - the actions are allowed unconditionally */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;
}

/** Somewhere a pod may open a connection to. */
export type Reach =
  /** Addresses in our network: a database, a cache. */
  | {
      readonly to: "addresses";
      readonly what: string;
      readonly cidrs: readonly pulumi.Input<string>[];
      readonly port: number;
    }
  /** The pods of another workload in the same namespace. */
  | { readonly to: "workload"; readonly what: string; readonly port: number }
  /** AWS's own interfaces, over HTTPS and with the identity of the pod. */
  | { readonly to: "aws" }
  /** Anything on the internet, over HTTPS: a model provider, an identity provider. */
  | { readonly to: "internet"; readonly what: string };

/**
 * What a workload may reach and how it finds it: permission as a value. The thing reached makes one, the workload is
 * handed it, and from the list come its IAM policy, its environment, its secrets and its network policy. Plain data,
 * so a test can compare it and a reviewer can read it.
 */
export interface Access {
  /** What a reviewer reads: `read models`. */
  readonly intent: string;
  readonly statements: readonly Statement[];
  /** Environment variables that anyone may read. */
  readonly env: Readonly<Record<string, pulumi.Input<string>>>;
  /** Environment variables that nobody may read; each value is a Pulumi secret. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  readonly reach: readonly Reach[];
}

/** An access that grants what is given and nothing else. */
export function access(intent: string, grants: Partial<Omit<Access, "intent">>): Access {
  return { intent, statements: [], env: {}, secrets: {}, reach: [], ...grants };
}

/** Renames the variables of an access: the same permission, found under the names that one program expects. */
export function known(given: Access, as: Readonly<Record<string, string>>): Access {
  const rename = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [as[name] ?? name, value]));
  return { ...given, env: rename(given.env), secrets: rename(given.secrets) };
}
