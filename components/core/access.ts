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

/** How a pod shows another cloud who it is: with a short-lived token of Kubernetes, which that cloud exchanges. */
export interface Federation {
  /** For whom the token is made. */
  readonly audience: string;
  /** Absolute path where the other cloud's library looks for the token. */
  readonly tokenFile: string;
  /** The library's configuration; holds no secret. */
  readonly configuration: string;
  /** Environment variable with the path of the configuration. */
  readonly variable: string;
}

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
  /** @default - the pod is known to AWS alone */
  readonly federation?: Federation;
}

/** An access that grants what is given and nothing else. */
export function access(intent: string, grants: Partial<Omit<Access, "intent">>): Access {
  return { intent, statements: [], env: {}, secrets: {}, reach: [], ...grants };
}

/**
 * The same permission for a program that expects other variables: those named in `as`, under its own names, and none
 * beside them.
 */
export function known(given: Access, as: Readonly<Record<string, string>>): Access {
  const rename = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => {
        const known = as[name];
        return known === undefined ? [] : [[known, value]];
      }),
    );
  return { ...given, env: rename(given.env), secrets: rename(given.secrets) };
}
