import { CommanderError } from "commander";
import { commandLine } from "./command-line";
import { type ExitCode, exitCodes } from "./exit-codes";
import { write } from "./terminal";

async function outcome(argv: readonly string[], original: (trace: string) => string): Promise<ExitCode> {
  try {
    await commandLine().parseAsync([...argv], { from: "user" });
    return exitCodes.fine;
  } catch (error) {
    // Help and version are answers, and commander has printed them.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.fine;
    const { failureOf } = await import("./failure.ts");
    const { code, text } = failureOf(error, original);
    await write(process.stderr, `${text}\n`);
    return code;
  }
}

/**
 * Runs the command line and ends the process.
 *
 * @param original Turns the positions of a stack trace into those of our source files.
 */
export async function main(argv: readonly string[], original: (trace: string) => string): Promise<void> {
  // Ends at once: what a failed program left open must not hold the process.
  process.exit(await outcome(argv, original));
}
