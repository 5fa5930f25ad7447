import { z } from "zod";
import { revealed } from "../../../sandbox/wire";
import { planned } from "../../support/stacks";
import { type Container, podOf } from "./pods";

/** A user of a planned cache. */
export interface CacheLogin {
  readonly name: string;
  readonly password: string;
  /** What it may do, as ElastiCache is told and as the server reads it. */
  readonly rules: string;
}

/** A stack's cache, and the programs that work with it. */
export interface PlannedCache {
  readonly users: readonly CacheLogin[];
  /** The product's own user, and the one who gives no name. */
  readonly product: CacheLogin;
  readonly parameters: Readonly<Record<string, string>>;
  /** The Celery programs, by the name of their workload. */
  readonly programs: ReadonlyMap<string, Container>;
  /** What KEDA measures, by the name of the workload it scales. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

const user = z.object({
  userName: z.string(),
  accessString: z.string(),
  authenticationMode: z.object({ passwords: z.array(z.string()).length(1) }),
});
const parameters = z.object({ parameters: z.array(z.object({ name: z.string(), value: z.string() })) });
const scaled = z.object({
  spec: z.object({
    scaleTargetRef: z.object({ name: z.string() }),
    triggers: z.array(z.object({ metadata: z.object({ listName: z.string() }) })),
  }),
});

export async function plannedCache(stack: string): Promise<PlannedCache> {
  const { resources } = await planned(stack);
  const inputsOf = (type: string) => resources.filter((one) => one.type === type).map(({ inputs }) => revealed(inputs));

  const users = inputsOf("aws:elasticache/user:User").map((inputs) => {
    const { userName, accessString, authenticationMode } = user.parse(inputs);
    return { name: userName, password: authenticationMode.passwords[0] ?? "", rules: accessString };
  });
  const [product, ...others] = users.filter(({ name }) => name !== "default");
  if (product === undefined || others.length > 0)
    throw new Error(`${stack} has ${others.length} products at its cache`);
  const given = inputsOf("aws:elasticache/parameterGroup:ParameterGroup").map((inputs) => parameters.parse(inputs));
  const workloads = resources.filter(({ type }) => /^kubernetes:apps\/v1:(Deployment|StatefulSet)$/.test(type));
  const programs = workloads.flatMap((workload): [string, Container][] => {
    const [container] = podOf(resources, workload).containers;
    return container?.command[0] === "celery" ? [[container.name, container]] : [];
  });
  const keys = inputsOf("kubernetes:keda.sh/v1alpha1:ScaledObject").map((inputs): [string, string[]] => {
    const { scaleTargetRef, triggers } = scaled.parse(inputs).spec;
    return [scaleTargetRef.name, triggers.map(({ metadata }) => metadata.listName)];
  });
  return {
    users,
    product,
    parameters: Object.fromEntries(given.flatMap((one) => one.parameters).map(({ name, value }) => [name, value])),
    programs: new Map(programs),
    keys: new Map(keys),
  };
}
