import type { Properties } from "./wire";

/** What a provider's own configuration decides about everything made with it. */
export interface Scope {
  /** @default - the account's region */
  readonly region: string;
  /** Its default tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Which cluster its objects go to; empty on other providers. */
  readonly cluster: string;
}

/** Something that exists in the account. */
export interface Thing {
  readonly type: string;
  readonly id: string;
  /** The URN it was made for, or the thing that left it behind. */
  readonly urn: string;
  /** In clear: the account is AWS, which sees everything. */
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly scope: Scope;
  /** There is something in it: objects, images. */
  readonly full: boolean;
}

/** The account as a check sees it. */
export interface View {
  readonly id: string;
  /** Something by what identifies it, in that cluster if it is a Kubernetes object. */
  find(type: string, by: Handle, value: string, cluster?: string): Thing | undefined;
  all(type: string): readonly Thing[];
  /** Others made something that is called so. */
  isOutside(value: string): boolean;
}

/** One request to make something. */
export interface Given {
  readonly urn: string;
  readonly type: string;
  /** In the program. */
  readonly name: string;
  readonly inputs: Properties;
  readonly scope: Scope;
  readonly account: View;
  /** So many hexadecimal digits, always the same for one URN. */
  readonly hex: (length: number) => string;
}

/** A reason to refuse, starting with AWS's error code. Anything else is no reason. */
export type Problem = string | false | undefined;
export type Check = (given: Given) => Problem | readonly Problem[];

/** What one thing calls another by. */
export type Handle = "id" | "arn" | "name";

/** What an input may point at. */
export interface Target {
  readonly types: readonly string[];
  readonly by: Handle;
  /** AWS's word for "there is no such thing". */
  readonly code: string;
  /** What AWS provides itself, so that nobody has to make it. @default - everything must have been made */
  readonly given?: RegExp;
}

export interface Reference {
  /** `vpcConfig.subnetIds[]` */
  readonly path: string;
  readonly to: Target;
  /** The other thing may go first. @default - AWS refuses to delete it while this one points at it */
  readonly loose?: true;
  /** This one writes into the other. @default - it does not */
  readonly fills?: true;
}

/** Something there can be only one of: a name, a port, a number in a list. */
export interface Claim {
  readonly key: string;
  /** AWS's code when it is taken. */
  readonly code: string;
}

/** What AWS does with one type of resource. */
export interface Model {
  /** The id AWS gives it. */
  readonly id: (given: Given) => string;
  /** What is known only once it exists. Inputs are echoed beneath. @default - nothing more than the inputs */
  readonly outputs?: (given: Given, id: string) => Properties;
  /** Outputs that must not be seen. @default - those whose input is a secret */
  readonly secrets?: readonly string[];
  /** It takes tags, and so has the provider's too. */
  readonly tagged?: true;
  readonly refers?: readonly Reference[];
  readonly checks?: readonly Check[];
  readonly claims?: (given: Given) => readonly Claim[];
  /** Paths of inputs that cannot change on a thing that exists. @default - all can */
  readonly replaces?: readonly string[];
  /** Why AWS will not delete it, whatever else points at it. */
  readonly keeps?: (thing: Thing, account: View) => Problem;
  /** AWS's code when others point at it. @default "DependencyViolation" */
  readonly inUse?: string;
  /** How long its claims outlive it, and AWS's code for that. */
  readonly ghost?: (thing: Thing) => { readonly seconds: number; readonly code: string };
  /** What its deletion leaves. */
  readonly leaves?: (thing: Thing, account: View) => Omit<Thing, "urn" | "scope" | "full"> | undefined;
  /** What vanishes with it, without a deletion of its own. */
  readonly takes?: (thing: Thing, other: Thing) => boolean;
  /** Which of several durations applies. @default - there is one */
  readonly variant?: (inputs: Properties) => string | undefined;
}

/** By Pulumi's type token. */
export type Table = Readonly<Record<string, Model>>;

/** A question a program asks: `aws:index/getRegion:getRegion`. */
export interface Asking {
  readonly args: Properties;
  readonly scope: Scope;
  readonly account: View;
}
export type Functions = Readonly<Record<string, (asking: Asking) => Properties>>;

/** What AWS says no to. The message starts with its error code. */
export class Refusal extends Error {}
