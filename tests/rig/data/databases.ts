import { z } from "zod";
import { changed, shippedSettings } from "../../support/stack-file";
import { planned } from "../../support/stacks";
import { type Pod, podOf, secretsOf } from "./pods";

/** A product's database as a stack plans it: what makes it, and how its programs log in. */
export interface PlannedDatabase {
  readonly database: string;
  readonly login: string;
  readonly password: string;
  /** What runs once to make it. */
  readonly job: Pod;
  readonly script: string;
  /** What the server is told to store of the password. */
  readonly verifier: string;
}

const job = "kubernetes:batch/v1:Job";
const parameterGroup = "aws:rds/parameterGroup:ParameterGroup";

const parameters = z.object({ parameters: z.array(z.object({ name: z.string(), value: z.string() })) });

/** What a stack tells its server, without what only RDS knows. */
export async function plannedParameters(stack: string): Promise<Readonly<Record<string, string>>> {
  const { resources } = await planned(stack);
  const given = resources.filter(({ type }) => type === parameterGroup).map(({ inputs }) => parameters.parse(inputs));
  const own = given.flatMap((one) => one.parameters).filter(({ name }) => !name.startsWith("rds."));
  return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}

/** How the programs of a stack log in, by database. */
function logins(secrets: Iterable<Readonly<Record<string, string>>>): ReadonlyMap<string, URL> {
  const addresses = [...secrets]
    .flatMap((values) => Object.values(values))
    .filter((one) => one.startsWith("postgresql:"));
  return new Map(addresses.map((one) => new URL(one)).map((url) => [url.pathname.slice(1), url]));
}

type Databases = ReadonlyMap<string, PlannedDatabase>;
const plans = new Map<string, Promise<Databases>>();

/**
 * Every database of a stack, by name. Planned once for all servers on which it is tried.
 *
 * @param rotate Another rotation than that of the stack file.
 */
export function plannedDatabases(stack: string, rotate?: string): Promise<Databases> {
  const which = JSON.stringify([stack, rotate]);
  const before = plans.get(which) ?? planDatabases(stack, rotate);
  plans.set(which, before);
  return before;
}

async function planDatabases(stack: string, rotate?: string): Promise<Databases> {
  const shipped = shippedSettings(stack);
  const settings = rotate === undefined ? shipped : changed(shipped, "rotate", rotate);
  const { resources } = await planned(stack, { settings });
  const byDatabase = logins(secretsOf(resources).values());
  const jobs = resources.filter(({ type, name }) => type === job && name.endsWith("-db-setup"));
  return new Map(
    jobs.map((resource) => {
      const pod = podOf(resources, resource);
      const { SCRIPT: script = "", LOGIN_VERIFIER: verifier = "" } = pod.containers.at(-1)?.env ?? {};
      const [, database = ""] = /^\\connect "(.+)"$/m.exec(script) ?? [];
      const url = byDatabase.get(database);
      if (url === undefined) throw new Error(`nobody in ${stack} logs in to the database "${database}"`);
      const { username: login, password } = url;
      return [database, { database, login, password, job: pod, script, verifier }];
    }),
  );
}
