import type { Given, Problem } from "../model";
import { text } from "../values";

export const arn = ({ scope, account }: Given, service: string, resource: string): string =>
  `arn:aws:${service}:${scope.region}:${account.id}:${resource}`;

/** Of a service that is the same in every region. */
export const globalArn = ({ account }: Given, service: string, resource: string): string =>
  `arn:aws:${service}::${account.id}:${resource}`;

/** `vpc-0123456789abcdef0` */
export const idLike = (prefix: string) => (given: Given) => `${prefix}-${given.hex(17)}`;

/** A UUID, the same for one URN each time. */
export const uuid = ({ hex }: Given): string => hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

const decimal = (given: Given, length: number): string =>
  [...given.hex(length)].map((digit) => Number.parseInt(digit, 16) % 10).join("");

/**
 * The name in AWS: as given, or the prefix with the provider's 26 digits, or Pulumi's own name with 7 hexadecimal
 * digits.
 */
export function named(given: Given, name = "name", prefix = `${name}Prefix`): string {
  const { inputs, hex } = given;
  const start = text(inputs[prefix]);
  return text(inputs[name]) || (start === "" ? `${given.name}-${hex(7)}` : `${start}${decimal(given, 26)}`);
}

interface NameRule {
  readonly code: string;
  readonly what: string;
  readonly pattern: RegExp;
  readonly max: number;
  /** What the pattern means, in words. */
  readonly allowed: string;
}

export const nameProblem = ({ code, what, pattern, max, allowed }: NameRule, name: string): Problem =>
  (name.length > max || !pattern.test(name)) &&
  `${code}: the ${what} "${name}" (${name.length} characters) must be at most ${max} of ${allowed}`;

/** Numbers that AWS takes between two bounds; absent ones are its own choice. */
export const between = (code: string, what: string, value: unknown, least: number, most: number): Problem =>
  typeof value === "number" &&
  (value < least || value > most) &&
  `${code}: ${what} is ${value}, allowed is ${least}-${most}`;

/** Words that AWS takes one of; absent ones are its own choice. */
export const oneOf = (code: string, what: string, value: unknown, allowed: readonly string[]): Problem =>
  typeof value === "string" &&
  !allowed.includes(value) &&
  `${code}: ${what} is ${value}, allowed is ${allowed.join(", ")}`;

/** Botocore's service models of RDS and ElastiCache have one rule for the names of servers and groups. */
export const databaseNames = {
  pattern: /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]*(?<!-)$/,
  allowed: "letters, digits and single hyphens, a letter first",
} as const;
