import { expect, test } from "@jest/globals";
import { type Recorded, Secret } from "../../sandbox/record";
import { planned } from "../support/stacks";

/** Every text that a value shows to whoever may read it: what is wrapped is not shown. */
function shown(value: unknown): string[] {
  if (value instanceof Secret) return [];
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(shown);
}

/** What was generated: passwords, keys, and whatever else its maker keeps secret. */
const generated = ({ type, outputs }: Recorded): string[] =>
  /^(random|tls):/.test(type)
    ? Object.values(outputs).flatMap((value) => (value instanceof Secret ? [String(value.reveal())] : []))
    : [];

test.each(["prod", "staging"])(
  "no generated value of %s stands unwrapped in any input, output or export",
  async (stack) => {
    const { resources, outputs } = await planned(stack);
    const secrets = resources.flatMap(generated);
    const texts = [...resources.flatMap((one) => [...shown(one.inputs), ...shown(one.outputs)]), ...shown(outputs)];

    expect(secrets.length).toBeGreaterThan(8);
    expect(texts.length).toBeGreaterThan(1000);
    expect(texts.filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual([]);
  },
);

test("a secret is found where it is used, so that the search above looks for the right thing", async () => {
  const { resources } = await planned("staging");
  const secrets = new Set(resources.flatMap(generated));

  const copies = resources.filter(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion");
  const copied = copies.flatMap(({ inputs: { secretString } }) =>
    secretString instanceof Secret ? [String(secretString.reveal())] : [],
  );

  expect(copied.length).toBeGreaterThan(5);
  expect(copied.filter((value) => !secrets.has(value))).toEqual([]);
});
