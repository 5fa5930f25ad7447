import { createHash } from "node:crypto";
import { refuseDocumentationValues } from "../../../stacks/settings";
import { shippedSettings } from "../../support/stack-file";

/** What stands in the shipped files for reading, and what stands for it here. */
const instead: readonly (readonly [RegExp, string])[] = [
  [/111122223333/g, "222233334444"],
  [/atelier\.example/g, "atelier.test"],
  [/Z00000000EXAMPLE/g, "Z0123456789ABCDEFGHIJ"],
  // Set apart for benchmarks (RFC 2544): nobody's, and no documentation value either.
  [/203\.0\.113\.0/g, "198.18.0.0"],
];

const digest = (image: string): string => `${image}@sha256:${createHash("sha256").update(image).digest("hex")}`;

/** A shipped stack file's settings as somebody fills them in, which a real `up` accepts. */
export function filledIn(stack: string): Record<string, unknown> {
  let text = JSON.stringify(shippedSettings(stack));
  for (const [pattern, value] of instead) text = text.replace(pattern, value);
  text = text.replace(/([\w./-]+)@sha256:0{64}/g, (_, image: string) => digest(image));
  const settings: Record<string, unknown> = JSON.parse(text);
  refuseDocumentationValues(settings, `Pulumi.${stack}.yaml`);
  return settings;
}
