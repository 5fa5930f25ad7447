import { RunError } from "@pulumi/pulumi";
import { Refusal } from "../sandbox/model";
import { type ExitCode, exitCodes } from "./exit-codes";
import { WrongInput } from "./wrong-input";

/** What a failed command says, and how it ends. */
export interface Failure {
  readonly code: ExitCode;
  readonly text: string;
}

/** Several errors that came together are judged one by one. */
const parts = (error: unknown): readonly unknown[] => (error instanceof AggregateError ? error.errors : [error]);

const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && (error instanceof Refusal || error.cause instanceof Refusal);

const isWrongInput = (error: unknown): error is Error => error instanceof WrongInput || error instanceof RunError;

/** Nobody foresaw it, so where it happened matters. */
export const isOurBug = (error: unknown): boolean =>
  parts(error).some((part) => !isRefusal(part) && !isWrongInput(part));

/** Where it happened: of an error that tells of another, where the other did. */
function trace(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}\n${cause.stack}` : (error.stack ?? String(error));
}

function refused(found: readonly Error[]): string {
  const one = found.length === 1;
  return [
    `The simulated account refuses ${one ? "a resource" : `${found.length} resources`}, as AWS would:`,
    ...found.map(({ message }) => `  - ${message}`),
    `Nothing was made. Change the program or the setting that ${one ? "it comes" : "they come"} from, and plan again.`,
  ].join("\n");
}

/**
 * Says an error so that its reader can act on it. Only a fault of our own shows where in the code it happened.
 *
 * @param original Turns the positions of a stack trace into those of our source files.
 */
export function failureOf(error: unknown, original: (trace: string) => string): Failure {
  if (isOurBug(error)) {
    const found = parts(error).filter((part) => !isRefusal(part) && !isWrongInput(part));
    const text = [
      "This is a fault of Atelier itself, not of your settings:",
      "",
      ...found.map((part) => original(trace(part))),
      "",
      "Please report it with this text, the command and the stack file (settings hold no secrets).",
    ].join("\n");
    return { code: exitCodes.ourBug, text };
  }
  const wrong = parts(error).filter(isWrongInput);
  if (wrong.length > 0) return { code: exitCodes.wrongInput, text: wrong.map(({ message }) => message).join("\n") };
  return { code: exitCodes.stackAtFault, text: refused(parts(error).filter(isRefusal)) };
}
