import type * as pulumi from "@pulumi/pulumi";
import type { Access } from "./core/access";

/** The environment variables of a container, by who may read them. */
export interface Environment {
  readonly plain: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** What is wrong with it, in words for `refuse`. */
  readonly problems: readonly string[];
}

interface Variable {
  readonly name: string;
  readonly value: pulumi.Input<string>;
  readonly secret: boolean;
  /** Who gave it, as a reader would look for it. */
  readonly owner: string;
}

/** A name of the C locale, which every shell and every program can read. (POSIX, "Environment Variable Definition".) */
const readable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * One environment from a workload's own variables and those of its access. Two owners may give the same variable only
 * when it is the very same value; otherwise which of them wins would depend on their order.
 */
export function environment(own: Environment["plain"], access: readonly Access[]): Environment {
  const given = [...owned(own, "env"), ...access.flatMap(ofAccess)];
  const problems: string[] = given
    .filter(({ name }) => !readable.test(name))
    .map(
      ({ name, owner }) => `${owner} sets "${name}"; a variable has letters, digits and _, no digit first: rename it`,
    );

  const kept = new Map<string, Variable>();
  for (const variable of given) {
    const first = kept.get(variable.name);
    if (first === undefined) kept.set(variable.name, variable);
    else if (first.value !== variable.value || first.secret !== variable.secret) {
      problems.push(
        `${variable.name} is set by ${first.owner} and by ${variable.owner}; leave one out, or rename it with known()`,
      );
    }
  }
  return {
    plain: byName([...kept.values()].filter(({ secret }) => !secret).map(({ name, value }) => [name, value])),
    secrets: byName(access.flatMap(({ secrets }) => Object.entries(secrets))),
    problems,
  };
}

/** In one order, so that the order of the access list rolls no pod. */
const byName = <Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

const owned = (values: Environment["plain"], owner: string, secret = false): Variable[] =>
  Object.entries(values).map(([name, value]) => ({ name, value, secret, owner }));

const ofAccess = ({ intent, env, secrets }: Access): Variable[] => [
  ...owned(env, `access "${intent}"`),
  ...owned(secrets, `access "${intent}"`, true),
];
