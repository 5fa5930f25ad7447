import { closest } from "../components/core/closest";
import { Mistake } from "../components/core/errors";
import { bootstrap } from "./bootstrap";
import { prod } from "./prod";
import { bootstrapSettings, platformSettings, readSettings } from "./settings";
import { staging } from "./staging";

type Outputs = Readonly<Record<string, unknown>>;

/** A stack's program with its settings read and found right. */
export interface Prepared {
  /** Makes the stack's resources and gives its outputs. */
  readonly build: () => Outputs;
  /** The settings as their file has them. */
  readonly raw: unknown;
  readonly file: string;
}

/** Checks settings and closes a program over them, so that nothing is made before everything is right. */
const after =
  <Settings>(check: (raw: unknown, file: string) => Settings, program: (settings: Settings) => Outputs) =>
  (raw: unknown, file: string): Prepared => {
    const settings = check(raw, file);
    return { build: () => program(settings), raw, file };
  };

const programs = new Map([
  ["prod", after(platformSettings, prod)],
  ["staging", after(platformSettings, staging)],
  ["bootstrap", after(bootstrapSettings, bootstrap)],
]);

/** Every stack there is a program for. */
export const stackNames: readonly string[] = [...programs.keys()];

/**
 * Reads a stack's settings from the configuration.
 *
 * @throws {Mistake} when there is no program of that name, or when its settings are wrong.
 */
export function prepare(stack: string): Prepared {
  const program = programs.get(stack);
  if (program === undefined) {
    const meant = closest(stack, stackNames);
    throw new Mistake(
      `no program for stack "${stack}"; allowed: ${stackNames.join(", ")}` +
        (meant === undefined ? "; choose one of them" : `; did you mean "${meant}"?`),
    );
  }
  const { raw, file } = readSettings();
  return program(raw, file);
}
