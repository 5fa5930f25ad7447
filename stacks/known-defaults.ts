/**
 * Words that stand in example files and that everybody tries first. The products refuse to start with one of them;
 * a stack file that holds one was copied and not filled in.
 */
const exactly = new Set([
  "admin",
  "admin123",
  "change-me",
  "change-this-secret-key",
  "changeme",
  "changethis",
  "minioadmin",
  "minioadmin123",
  "password",
  "postgres123",
  "replace-me",
  "secret",
  "todo",
]);

const begins = /^(your|my)-.+/i;

/** Values that only a secret has; the names of the services that issue them. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/^(AKIA|ASIA)[A-Z0-9]{16}$/, "an AWS access key"],
  [/^sk-[A-Za-z0-9_-]{16,}$/, "a model provider's API key"],
  [/^gh[pousr]_[A-Za-z0-9]{20,}$/, "a GitHub token"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/^eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\./, "a signed token"],
];

/** Every text in the settings, with the path that leads to it. */
export function* texts(value: unknown, path = ""): Generator<readonly [path: string, text: string]> {
  if (typeof value === "string") yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* texts(inner, path === "" ? key : `${path}.${key}`);
}

/** Texts that must not stand in a stack file, each with its remedy. What looks like a secret is not repeated. */
export function knownDefaults(settings: unknown): string[] {
  return [...texts(settings)].flatMap(([path, text]) => {
    const leaked = secrets.find(([pattern]) => pattern.test(text))?.[1];
    if (leaked !== undefined) {
      return [`${path}: this looks like ${leaked}; put it into Secrets Manager, write its name here, and revoke it`];
    }
    if (exactly.has(text.toLowerCase()) || begins.test(text)) {
      return [
        `${path}: given "${text}", a well-known default; secrets are generated: remove it, or write the real value`,
      ];
    }
    return [];
  });
}
