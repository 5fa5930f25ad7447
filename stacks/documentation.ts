import { texts } from "./known-defaults";

/** Values reserved for examples: RFC 2606 names, RFC 5737 addresses, AWS's example account, digests of zeros. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/(^|[^0-9])(111122223333|123456789012)([^0-9]|$)/, "your account id"],
  [/(^|[.@])([a-z0-9-]+\.)?example(\.(com|org|net))?$/i, "your domain"],
  [/@sha256:0{64}$/, "the digest that your registry printed"],
  [/^Z0*EXAMPLE[A-Z0-9]*$/, "the id of your hosted zone"],
  [/^(192\.0\.2|198\.51\.100|203\.0\.113)\./, "your own addresses"],
];

/**
 * Values in the settings that are meant for reading, not for deploying. A plan and a preview accept them with this
 * notice; an `up` refuses them.
 */
export function documentationValues(settings: unknown): string[] {
  return [...texts(settings)].flatMap(([path, text]) => {
    const instead = patterns.find(([pattern]) => pattern.test(text))?.[1];
    return instead === undefined ? [] : [`${path}: "${text}" is a documentation value; write ${instead}`];
  });
}
