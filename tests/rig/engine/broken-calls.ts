import { runInThisContext } from "node:vm";
import { status } from "@grpc/grpc-js";

type Listener = NodeJS.UnhandledRejectionListener;

const code = (reason: unknown): unknown =>
  typeof reason === "object" && reason !== null && "code" in reason ? reason.code : undefined;

/**
 * An engine that gives up leaves calls of the program open, whose failures nobody waits for any more; jest would take
 * the first for the test's own. They are let go by until the returned function is called; all others are passed on.
 */
export function ignoreBrokenCalls(): () => void {
  // Jest gives tests a process of their own making; rejections come to the real one.
  const real: NodeJS.Process = runInThisContext("process");
  const before: readonly Listener[] = real.listeners("unhandledRejection");
  const listener: Listener = (reason, promise) => {
    if (code(reason) !== status.UNAVAILABLE) for (const other of before) other(reason, promise);
  };
  real.removeAllListeners("unhandledRejection");
  real.on("unhandledRejection", listener);
  return () => {
    real.removeAllListeners("unhandledRejection");
    for (const other of before) real.on("unhandledRejection", other);
  };
}
