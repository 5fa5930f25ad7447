import type { Recorded } from "../../sandbox/record";

/** How long AWS takes to make one resource. */
export interface Span {
  readonly seconds: number;
  /** No source states it. */
  readonly assumed: boolean;
}

export interface Step {
  readonly urn: string;
  /** Seconds from the beginning of the deployment. */
  readonly start: number;
  readonly seconds: number;
  readonly assumed: boolean;
}

export interface Timing {
  /** When the last resource stands, everything being made as soon as what it needs is there. */
  readonly createSeconds: number;
  /** Were everything made one after the other. */
  readonly sumSeconds: number;
  /** The chain that takes so long, first to last; what takes no time is left out. */
  readonly criticalPath: readonly Step[];
}

/** What must stand before a resource is made: what it uses, what it sits beneath, and its provider. */
function before({ parent, dependencies, options }: Recorded): string[] {
  const provider = options.provider?.split("::").slice(0, -1).join("::");
  return [...dependencies, ...(parent === undefined ? [] : [parent]), ...(provider === undefined ? [] : [provider])];
}

/**
 * The critical path of a deployment. Resources come in the order of registration, so whatever one needs stands before
 * it in the list.
 */
export function timingOf(resources: readonly Recorded[], spanOf: (resource: Recorded) => Span): Timing {
  const steps = new Map<string, Step & { readonly after?: string }>();
  const endOf = (urn: string | undefined): number => {
    const step = urn === undefined ? undefined : steps.get(urn);
    return step === undefined ? 0 : step.start + step.seconds;
  };
  let sumSeconds = 0;
  let last: string | undefined;
  for (const resource of resources) {
    const span = resource.custom ? spanOf(resource) : { seconds: 0, assumed: false };
    let after: string | undefined;
    for (const urn of before(resource)) if (endOf(urn) > endOf(after)) after = urn;
    steps.set(resource.urn, {
      urn: resource.urn,
      start: endOf(after),
      ...span,
      ...(after === undefined ? {} : { after }),
    });
    sumSeconds += span.seconds;
    if (endOf(resource.urn) > endOf(last)) last = resource.urn;
  }
  const criticalPath: Step[] = [];
  for (let at = last; at !== undefined; ) {
    const step = steps.get(at);
    if (step === undefined) break;
    const { after, ...rest } = step;
    if (rest.seconds > 0) criticalPath.unshift(rest);
    at = after;
  }
  return { createSeconds: endOf(last), sumSeconds, criticalPath };
}
