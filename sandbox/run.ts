import * as pulumi from "@pulumi/pulumi";
import { type Cloud, Monitor } from "./monitor";
import type { Run } from "./record";

export interface RunOptions {
  readonly project: string;
  readonly stack: string;
  /** As the engine hands it over: `project:key`, structured values as JSON. @default {} */
  readonly config?: Readonly<Record<string, string>>;
  /** Where everything is made. */
  readonly account: Cloud;
  /**
   * Resources of AWS and Kubernetes may do without a provider, as components do when they are tried alone.
   * @default false
   */
  readonly defaultProviders?: boolean;
  /**
   * Keep stack traces. They cost more than everything else together, so ask for them when a run without has failed.
   * @default false
   */
  readonly traces?: boolean;
}

/** A program that asks for nothing for so long waits for something that will never come. */
const patience = 10_000;

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Waits until the program has had every chance to ask for more, so that one failure does not hide the others. */
async function quiet(monitor: Monitor): Promise<void> {
  let seen = -1;
  while (seen !== monitor.served) {
    seen = monitor.served;
    await nextTurn();
    await nextTurn();
  }
}

async function refusal(monitor: Monitor): Promise<never> {
  await quiet(monitor);
  const [first, ...others] = monitor.refused;
  if (first !== undefined && others.length === 0) throw first;
  throw new AggregateError(monitor.refused, monitor.refused.map(({ message }) => message).join("\n"));
}

/** Resolves only if nothing happens between two looks; what the program still had open is then named. */
function stalled(monitor: Monitor): { readonly never: Promise<never>; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<never>((_, reject) => {
    let seen = -1;
    timer = setInterval(() => {
      if (seen === monitor.served) {
        reject(new Error(`the program stopped asking after ${seen} requests: two resources may wait for each other`));
      }
      seen = monitor.served;
    }, patience);
  });
  return { never, stop: () => clearInterval(timer) };
}

/** The SDK takes a trace for each promise, and for each resource a whole one, past any limit: that one is left blank. */
function withoutTraces(): void {
  Error.stackTraceLimit = 0;
  Error.prepareStackTrace = (error) => String(error);
}

/**
 * Runs a program in this process against an account. Runs in one process must follow one another: the SDK keeps its
 * state in globals.
 *
 * @throws whatever the program throws, or what the account refuses; several refusals come as one `AggregateError`.
 */
export async function run(program: () => unknown, { project, stack, account, ...options }: RunOptions): Promise<Run> {
  const { stackTraceLimit: limit, prepareStackTrace: prepare } = Error;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const { defaultProviders = false } = options;
  const monitor: Monitor = new Monitor(account, project, stack, defaultProviders, () => {
    // The SDK complains at exit about promises that nobody settled, unless it knows that the run was broken off.
    pulumi.runtime.terminateRpcs();
    refusal(monitor).catch(fail);
  });
  const watch = stalled(monitor);

  // The SDK reports an error inside `apply` as a rejection that nobody handles.
  process.on("unhandledRejection", fail);
  if (options.traces !== true) withoutTraces();
  try {
    pulumi.runtime.setMockOptions(monitor, project, stack, false, "organization");
    pulumi.runtime.setAllConfig({ ...options.config });
    // What the program throws is kept from the SDK, which would reject a handful of promises that nobody watches.
    const finished = pulumi.runtime
      .runInPulumiStack(() => Promise.resolve().then(program).catch(fail))
      .then(() => pulumi.runtime.disconnect());
    await Promise.race([finished, failed, watch.never]);
  } finally {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = prepare;
    watch.stop();
    // One turn of the loop, so that the rejections of a failed run are all heard before we stop listening.
    await nextTurn();
    process.off("unhandledRejection", fail);
  }
  return { resources: [...monitor.recorded.values()], outputs: monitor.outputs() };
}
