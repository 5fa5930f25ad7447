import { describe, expect, test } from "@jest/globals";
import { documentationValues } from "../../stacks/documentation";
import { bootstrapSettings, platformSettings, refuseDocumentationValues } from "../../stacks/settings";
import { changed, shippedSettings } from "../support/stack-file";

const staging = shippedSettings("staging");

const complaint = (settings: unknown): string => {
  try {
    platformSettings(settings, "Pulumi.staging.yaml");
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
  return "";
};

test.each(["prod", "staging"])("the shipped file of %s passes", (stack) => {
  const settings = platformSettings(shippedSettings(stack), `Pulumi.${stack}.yaml`);

  expect(settings.products.map(({ product }) => product)).toEqual(["automl"]);
});

test("the shipped file of the account passes", () => {
  expect(bootstrapSettings(shippedSettings("bootstrap"), "Pulumi.bootstrap.yaml").account).toBe("111122223333");
});

describe("a setting that is wrong is refused with what was given, what is allowed and what to do", () => {
  test.each<[path: string, value: unknown, said: RegExp]>([
    ["account", 111122223333, /account: given 111122223333 \(a number\); allowed: a 12-digit .*; write it in quotes/],
    ["account", undefined, /account: is missing; allowed: a 12-digit account id.*; add it/],
    ["region", "Frankfurt", /region: given "Frankfurt"; allowed: an AWS region, such as eu-central-1; change it/],
    [
      "domain",
      "https://atelier.example/",
      /domain: given "https:.*allowed: a domain name in lower case without scheme/,
    ],
    ["domain", "localhost", /domain: given "localhost"; allowed: a domain name/],
    ["hostedZone", { neither: "Z1" }, /hostedZone: .*allowed: either `parent/],
    [
      "network.cidr",
      "10.20.0.1/16",
      /network\.cidr: given "10\.20\.0\.1\/16"; allowed: .*the first address of its block/,
    ],
    ["network.cidr", "10.20.0.0/99", /network\.cidr: given "10\.20\.0\.0\/99"; allowed/],
    ["network.podsPerZone", 3, /network\.podsPerZone: given 3 \(a number\); allowed: .*from 100 to 6500/],
    ["kubernetes.version", 1.36, /kubernetes\.version: given 1\.36 \(a number\); allowed: .*in quotes/],
    ["kubernetes.version", "1.29", /kubernetes\.version: given "1\.29"; allowed: .*"1\.36"/],
    [
      "kubernetes.apiFrom",
      ["0.0.0.0/0"],
      /kubernetes\.apiFrom\.0: given "0\.0\.0\.0\/0"; allowed: networks that you own/,
    ],
    [
      "kubernetes.administrators",
      [],
      /kubernetes\.administrators: given \[\] \(a list\); allowed: at least one IAM role/,
    ],
    ["rotate", "november", /rotate: given "november"; allowed: the month/],
    ["owner", "ümlaut", /owner: given "ümlaut"; allowed: the team/],
    ["images.postgres", "postgres:18", /images\.postgres: given "postgres:18"; allowed: an image pinned by digest/],
    ["products.automl.images.api", "automl:latest", /products\.automl\.images\.api: given "automl:latest"; allowed/],
    ["products.automl.storage", "tape", /products\.automl\.storage: given "tape"; allowed: s3 .*none .*gcs/],
    [
      "products.automl.hosts.api",
      "app",
      /host "app" is claimed by automl\.hosts\.api and automl\.hosts\.app; allowed: one/,
    ],
    ["products.autml", {}, /products\.autml: unknown key; allowed here: automl; did you mean "automl"\?/],
    ["products.automl.signIn", { kind: "ldap" }, /products\.automl\.signIn.*allowed: a map with kind: none, keycloak/],
    ["domian", "atelier.example", /domian: unknown key; allowed here: .*domain.*; did you mean "domain"\?/],
    ["kubernetes.nodes", 3, /kubernetes\.nodes: unknown key; allowed here: version, apiFrom.*; remove it/],
    ["owner", "CHANGEME", /owner: given "CHANGEME", a well-known default/],
    [
      "products.automl.assistant",
      { openai: "minioadmin" },
      /assistant\.openai: given "minioadmin", a well-known default/,
    ],
    ["costCenter", "your-cost-center", /costCenter: given "your-cost-center", a well-known default/],
  ])("%s: %j", (path, value, said) => {
    expect(complaint(changed(staging, path, value))).toMatch(said);
  });
});

test("a secret in a stack file is named for what it is and not repeated", () => {
  const key = `sk-${"a1".repeat(20)}`;
  const said = complaint(changed(staging, "products.automl.assistant", { openai: key }));

  expect(said).toMatch(/assistant\.openai: this looks like a model provider's API key; put it into Secrets Manager/);
  expect(said).not.toContain(key);
});

test("a network too small for its pods is refused with the numbers", () => {
  const said = complaint(changed(changed(staging, "network.cidr", "10.20.0.0/17"), "network.podsPerZone", 4_000));

  expect(said).toMatch(/network\.cidr: .*10\.20\.0\.0\/17, which holds 3272 pods/);
  expect(said).toMatch(/needs 4000 .* the smallest that fits is a \/16/);
});

test("every problem of the file is said at once, under its name", () => {
  const wrong = changed(changed(changed(staging, "region", 7), "rotate", "soon"), "products.automl.hosts.api", "app");

  expect(complaint(wrong).split("\n")).toEqual([
    "Pulumi.staging.yaml, under atelier:settings:",
    expect.stringMatching(/^ {2}- region:/),
    expect.stringMatching(/^ {2}- rotate:/),
    expect.stringMatching(/^ {2}- products: host "app" is claimed/),
  ]);
});

test.each([[null], [[]], ["text"], [7], [{}]])("settings that are %j are refused, not crashed on", (settings) => {
  expect(complaint(settings)).toMatch(/^Pulumi\.staging\.yaml, under atelier:settings:\n {2}- /);
});

describe("documentation values", () => {
  test("are found in a shipped file, each with what to write instead", () => {
    expect(documentationValues(staging)).toEqual(
      expect.arrayContaining([
        'account: "111122223333" is a documentation value; write your account id',
        'domain: "staging.atelier.example" is a documentation value; write your domain',
      ]),
    );
  });

  test("stop a real deployment", () => {
    expect(() => refuseDocumentationValues(staging, "Pulumi.staging.yaml")).toThrow(
      /^Pulumi\.staging\.yaml still holds values meant for reading:\n {2}- account/,
    );
  });

  test("are not seen where the values are one's own", () => {
    expect(documentationValues({ account: "222233334444", domain: "ml.acme.dev", at: "10.0.0.0/16" })).toEqual([]);
  });
});

describe("Google's storage", () => {
  const gcs = (credentials: string) => ({
    gcs: { models: "models", datasets: "datasets", artifacts: "artifacts", reports: "reports", credentials },
  });

  test("wants a credentials file that exists", () => {
    expect(complaint(changed(staging, "products.automl.storage", gcs("/nowhere/at-all.json")))).toMatch(
      /"\/nowhere\/at-all\.json", which is not a file that can be read; allowed: .*; make one with "gcloud iam/,
    );
  });

  test("wants one that federates, not one that holds a key", () => {
    expect(complaint(changed(staging, "products.automl.storage", gcs("package.json")))).toMatch(
      /given "package\.json", which is not of type "external_account"/,
    );
  });
});
