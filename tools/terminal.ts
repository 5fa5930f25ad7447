import { codeOf } from "./system-error";

/**
 * Writes all of a text, and resolves when it is out: a process that ends sooner cuts a pipe short. A reader who has
 * gone (`| head`) has seen enough, which is no fault.
 */
export const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      if (!error || codeOf(error) === "EPIPE") resolve();
      else reject(error);
    };
    // Stays for good: the stream tells of a broken pipe once more after the write has failed.
    stream.on("error", settle);
    stream.write(text, settle);
  });

/** Whether to write in colour: to a person at a terminal who has not said no (https://no-color.org). */
export const wantsColor = ({ isTTY }: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean =>
  isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";

/** A person who waits longer than this wonders. */
const patience = 2000;

/** Does something, and says on the error stream that it is still at it when it takes long. */
export async function saying<T>(what: string, doing: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => process.stderr.write(`${what} ...\n`), patience);
  try {
    return await doing();
  } finally {
    clearTimeout(timer);
  }
}
