import type { CostLine } from "../../sandbox/prices";
import { type Recorded, Secret } from "../../sandbox/record";
import type { Plan } from "./plan";

/** One resource of the document. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Absent on the stack itself. */
  readonly parent?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly dependencies: readonly string[];
  readonly options: {
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    readonly deletedWith?: string;
    readonly ignoreChanges: readonly string[];
    readonly replaceOnChanges: readonly string[];
    readonly aliases: readonly string[];
    readonly customTimeouts: Readonly<Record<string, string>>;
    /** `urn::id`. Absent on components. */
    readonly provider?: string;
  };
}

/** What `--json` prints and `--against` reads: a contract with other programs, so a change of shape is a new version. */
export interface PlanDocument {
  readonly version: 1;
  readonly stack: string;
  /** Sorted by URN; the stack itself is one of them. */
  readonly resources: readonly PlannedResource[];
  /** Empty until policies are judged. */
  readonly policies: { readonly checked: number; readonly violations: readonly unknown[] };
  /** Empty until reachability is worked out. */
  readonly reachability: Readonly<Record<string, never>>;
  readonly cost: { readonly currency: "USD"; readonly monthly: number; readonly lines: readonly CostLine[] };
  readonly timing: { readonly createSeconds: number; readonly criticalPath: readonly string[] };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A value as it may be shown: what must not be seen replaced, keys in order. */
export function shown(value: unknown): unknown {
  if (value instanceof Secret) return value.toJSON();
  if (Array.isArray(value)) return value.map(shown);
  return typeof value === "object" && value !== null ? shownMap(value) : value;
}

const shownMap = (values: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values)
      .sort(([a], [b]) => compare(a, b))
      .map(([key, value]) => [key, shown(value)]),
  );

function planned({ urn, type, name, parent, inputs, outputs, dependencies, options }: Recorded): PlannedResource {
  const { protect, retainOnDelete, deletedWith, ignoreChanges, replaceOnChanges, aliases, provider } = options;
  return {
    urn,
    type,
    name,
    ...(parent === undefined ? {} : { parent }),
    inputs: shownMap(inputs),
    outputs: shownMap(outputs),
    dependencies,
    options: {
      protect,
      retainOnDelete,
      ...(deletedWith === undefined ? {} : { deletedWith }),
      ignoreChanges,
      replaceOnChanges,
      aliases,
      customTimeouts: { ...options.customTimeouts },
      ...(provider === undefined ? {} : { provider }),
    },
  };
}

/** A plan for other programs. The same program gives the same text, byte by byte. */
export function documentOf({ stack, resources, cost, timing }: Plan): PlanDocument {
  return {
    version: 1,
    stack,
    resources: resources.map(planned).sort((a, b) => compare(a.urn, b.urn)),
    policies: { checked: 0, violations: [] },
    reachability: {},
    cost: { currency: cost.currency, monthly: cost.monthly, lines: cost.lines },
    timing: { createSeconds: timing.createSeconds, criticalPath: timing.criticalPath.map(({ urn }) => urn) },
  };
}
