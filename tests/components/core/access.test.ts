import { expect, test } from "@jest/globals";
import { access, known } from "../../../components/core/access";

test("an access grants what is given and nothing else", () => {
  expect(access("look at models", { env: { BUCKET: "models" } })).toEqual({
    intent: "look at models",
    statements: [],
    env: { BUCKET: "models" },
    secrets: {},
    reach: [],
  });
});

test("a program that expects other names finds what it needs under them, and nothing beside", () => {
  const given = access("use the cache", { env: { REDIS_HOST: "cache", REDIS_PORT: "6379" } });

  expect(known(given, { REDIS_HOST: "HOST" })).toEqual({ ...given, env: { HOST: "cache" } });
});
