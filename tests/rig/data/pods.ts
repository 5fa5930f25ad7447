import { z } from "zod";
import type { Recorded } from "../../../sandbox/record";
import { revealed } from "../../../sandbox/wire";

/** What runs in a container: its command and its environment, as the cluster would set it, secrets in clear. */
export interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What the cluster runs in it to know that it has started and that it works, where it asks by a command. */
  readonly probes: readonly (readonly string[])[];
}

export interface Pod {
  /** In the order in which they run: those that prepare, then those that stay. */
  readonly containers: readonly Container[];
  /** Who all of them run as. */
  readonly user: { readonly uid: number; readonly gid: number };
}

const variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) }).optional(),
});

const probe = z.object({ exec: z.object({ command: z.array(z.string()) }).optional() }).optional();

const container = z.object({
  name: z.string(),
  command: z.array(z.string()).default([]),
  args: z.array(z.string()).default([]),
  env: z.array(variable).default([]),
  startupProbe: probe,
  readinessProbe: probe,
  livenessProbe: probe,
});

const workload = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        initContainers: z.array(container).default([]),
        containers: z.array(container),
        securityContext: z.object({ runAsUser: z.number(), runAsGroup: z.number() }),
      }),
    }),
  }),
});

const secret = z.object({ metadata: z.object({ name: z.string() }), stringData: z.record(z.string(), z.string()) });

/** Every Kubernetes Secret of a plan, from its name to its content, in clear. */
export function secretsOf(resources: readonly Recorded[]): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const secrets = resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
  return new Map(
    secrets.map(({ inputs }) => {
      const { metadata, stringData } = secret.parse(revealed(inputs));
      return [metadata.name, stringData];
    }),
  );
}

/** The pod that a planned Job or Deployment makes. */
export function podOf(resources: readonly Recorded[], { inputs }: Recorded): Pod {
  const secrets = secretsOf(resources);
  const { spec } = workload.parse(revealed(inputs)).spec.template;
  const valueIn = ({ value, valueFrom }: z.infer<typeof variable>): string => {
    if (valueFrom === undefined) return value ?? "";
    const { name, key } = valueFrom.secretKeyRef;
    const found = secrets.get(name)?.[key];
    if (found === undefined) throw new Error(`the plan has no Secret "${name}" with a key "${key}"`);
    return found;
  };
  return {
    containers: [...spec.initContainers, ...spec.containers].map((one) => ({
      name: one.name,
      command: [...one.command, ...one.args],
      env: Object.fromEntries(one.env.map((each) => [each.name, valueIn(each)])),
      probes: [one.startupProbe, one.readinessProbe, one.livenessProbe].flatMap((asked) => {
        const command = asked?.exec?.command;
        return command === undefined ? [] : [command];
      }),
    })),
    user: { uid: spec.securityContext.runAsUser, gid: spec.securityContext.runAsGroup },
  };
}
