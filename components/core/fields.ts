import { Netmask } from "netmask";
import { z } from "zod";

/** A text of one form. The same sentence says what is allowed when it is missing, of another type or of another form. */
export const text = (form: RegExp, allowed: string) => z.string({ error: allowed }).regex(form, { error: allowed });

export const image = text(
  /^[a-z0-9][a-z0-9./_:-]*@sha256:[0-9a-f]{64}$/,
  "an image pinned by digest, registry/name@sha256:<64 hex digits>; a tag can be moved, a digest cannot",
);

export const account = text(/^\d{12}$/, 'a 12-digit account id in quotes, such as "111122223333"');

export const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region, such as eu-central-1");

export const domain = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z]$/,
  "a domain name in lower case without scheme or path, such as ml.atelier.example",
);

/** One label under the stack's domain. */
export const label = text(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "one DNS label, such as api");

/** One label under the stack's domain, or `@` for the domain itself. */
export const host = text(
  /^(@|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$/,
  "one DNS label, such as api, or @ for the domain itself",
);

export const roleArn = text(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  "the ARN of an IAM role, arn:aws:iam::<account>:role/<name>",
);

export const secretName = text(
  /^[A-Za-z0-9/_+=.@-]{1,512}$/,
  "the name of a secret in Secrets Manager (letters, digits and /_+=.@-); the value itself never stands here",
);

const isNetwork = (given: string): boolean => {
  try {
    const block = new Netmask(given);
    return `${block.base}/${block.bitmask}` === given;
  } catch {
    return false;
  }
};

/** An IPv4 network: the first address of the block, and its prefix. */
export const cidr = (allowed: string) => z.string({ error: allowed }).refine(isNetwork, { error: allowed });

/** A whole number between two others, both allowed. */
export const whole = (least: number, most: number, what: string) => {
  const error = `${what}, a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};
