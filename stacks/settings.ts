import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { Mistake } from "../components/core/errors";
import { account, cidr, domain, image, region, roleArn, text, whole } from "../components/core/fields";
import { kubernetesVersions } from "../infra/add-on-table";
import { planSubnets } from "../infra/subnet-plan";
import { product, productNames } from "../services";
import type { Chosen } from "../services/product";
import { documentationValues } from "./documentation";
import { knownDefaults } from "./known-defaults";
import { problems } from "./problems";

const zoneId = text(/^Z[A-Z0-9]{3,31}$/, "the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ");

const hostedZone = z.union([z.strictObject({ parent: zoneId }), z.strictObject({ existing: zoneId })], {
  error:
    "either `parent: <zone id>` (the stack makes its own zone for its domain and delegates to it) or " +
    "`existing: <zone id>` (the stack only makes records in it)",
});

const apiFrom = cidr("an IPv4 network such as 203.0.113.0/24, the first address of its block").refine(
  (given) => !given.endsWith("/0"),
  { error: "networks that you own; the Kubernetes API is never open to everyone" },
);

const network = z
  .strictObject(
    {
      cidr: cidr("a private IPv4 network, /16 or /17, such as 10.20.0.0/16, the first address of its block"),
      podsPerZone: whole(100, 6_500, "pods for which every zone has addresses"),
    },
    { error: "a map with cidr and podsPerZone" },
  )
  .superRefine((given, context) => {
    try {
      planSubnets({ ...given, zones: 3 });
    } catch (problem) {
      if (!(problem instanceof Mistake)) throw problem;
      context.addIssue({ code: "custom", path: ["cidr"], message: `${problem.message}.` });
    }
  });

const kubernetes = z.strictObject(
  {
    version: z.enum(kubernetesVersions, {
      error: `a Kubernetes minor whose add-ons are known, in quotes: ${kubernetesVersions.map((minor) => `"${minor}"`).join(" or ")}`,
    }),
    apiFrom: z.array(apiFrom, { error: "a list of networks that may reach the Kubernetes API; [] for none" }),
    administrators: z
      .array(roleArn, { error: "a list of IAM roles that administer the cluster" })
      .min(1, { error: "at least one IAM role: nobody else is let in, not even who creates the cluster" }),
    viewers: z.array(roleArn, { error: "a list of IAM roles that may look, but not at secrets; [] for none" }),
  },
  { error: "a map with version, apiFrom, administrators and viewers" },
);

const products = z
  .strictObject(Object.fromEntries(productNames.map((name) => [name, z.lazy(() => product(name).schema).optional()])), {
    error: `a map of the products to run: ${productNames.join(", ")}`,
  })
  .transform((chosen) => Object.values(chosen).filter((one) => one !== undefined))
  .superRefine((chosen, context) => {
    for (const problem of duplicateHosts(chosen)) context.addIssue({ code: "custom", message: `${problem}.` });
  });

/** Hosts that two parts claim: the load balancer would send both to whichever rule comes first. */
export function duplicateHosts(chosen: readonly Chosen[]): string[] {
  const claims = new Map<string, string[]>();
  for (const { product: name, hosts } of chosen) {
    for (const [part, host] of Object.entries(hosts)) {
      claims.set(host, [...(claims.get(host) ?? []), `${name}.hosts.${part}`]);
    }
  }
  return [...claims]
    .filter(([, parts]) => parts.length > 1)
    .map(
      ([host, parts]) => `host "${host}" is claimed by ${parts.join(" and ")}; allowed: one part a host; rename one`,
    );
}

const tagValue = (what: string) =>
  text(/^[\w .:/=+@-]{1,256}$/, `${what}, at most 256 letters, digits, spaces and _.:/=+@-: it becomes a tag`);

/** What every stack says about itself. */
const common = {
  account,
  region,
  owner: tagValue("the team that answers for the stack"),
  costCenter: tagValue("where the bill goes"),
};

/** Everything the file of a platform may say. A value that is the same in every stack belongs in code instead. */
const platform = z.strictObject(
  {
    ...common,
    domain,
    hostedZone,
    network,
    kubernetes,
    /** Any new value makes every generated secret anew. */
    rotate: text(/^\d{4}-(0[1-9]|1[0-2])$/, 'the month of the last rotation, such as "2026-11"'),
    images: z.strictObject(
      { awsCli: image, postgres: image },
      { error: "a map with awsCli and postgres: the tools that set databases up" },
    ),
    products,
  },
  { error: "a map of settings; start from Pulumi.staging.yaml" },
);

/** What the file of the account-wide stack may say. */
const bootstrap = z.strictObject(
  {
    ...common,
    repositories: z
      .array(text(/^[a-z][a-z0-9]*([-/][a-z0-9]+)*$/, "a repository name in lower case, such as automl-api"), {
        error: "a list of image repositories",
      })
      .min(1, { error: "at least one image repository" }),
  },
  { error: "a map of settings; start from Pulumi.bootstrap.yaml" },
);

export type Settings = z.infer<typeof platform>;
export type BootstrapSettings = z.infer<typeof bootstrap>;

/** The keys that a map of this schema may have: zod names only those it does not know. */
function keysOf(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const [key, ...rest] = path;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodLazy) return keysOf(schema.unwrap(), path);
  if (schema instanceof z.ZodPipe) return keysOf(schema.in, path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => keysOf(option, path));
  if (!(schema instanceof z.ZodObject)) return [];
  if (key === undefined) return Object.keys(schema.shape);
  const inner = schema.shape[String(key)];
  return inner === undefined ? [] : keysOf(inner, rest);
}

function check<T>(schema: z.ZodType<T>, raw: unknown, file: string): T {
  const parsed = schema.safeParse(raw);
  const found = [
    ...(parsed.success ? [] : problems(parsed.error.issues, raw, (path) => keysOf(schema, path))),
    ...knownDefaults(raw),
  ];
  if (parsed.success && found.length === 0) return parsed.data;
  throw new Mistake([`${file}, under atelier:settings:`, ...found.map((problem) => `  - ${problem}`)].join("\n"));
}

/** Checks the settings of a platform. @throws {Mistake} with everything that is wrong with them. */
export const platformSettings = (raw: unknown, file: string): Settings => check(platform, raw, file);

/** Checks the settings of the account-wide stack. @throws {Mistake} with everything that is wrong with them. */
export const bootstrapSettings = (raw: unknown, file: string): BootstrapSettings => check(bootstrap, raw, file);

/**
 * The selected stack's settings as its file has them. The only place that reads configuration.
 *
 * @throws {Mistake} when there are none.
 */
export function readSettings(config = new pulumi.Config("atelier")): { readonly raw: unknown; readonly file: string } {
  const file = `Pulumi.${pulumi.getStack()}.yaml`;
  const raw = config.getObject<unknown>("settings");
  if (raw === undefined) {
    throw new Mistake(
      `${file}: no settings; allowed: a map under config, atelier:settings; copy one from Pulumi.staging.yaml`,
    );
  }
  return { raw, file };
}

/** Refuses to build anything real from values that stand in a stack file for reading. */
export function refuseDocumentationValues(raw: unknown, file: string): void {
  const found = documentationValues(raw);
  if (found.length > 0) {
    throw new Mistake(
      [`${file} still holds values meant for reading:`, ...found.map((line) => `  - ${line}`)].join("\n"),
    );
  }
}
