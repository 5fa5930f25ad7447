import { closest } from "../components/core/closest";
import { Mistake } from "../components/core/errors";
import type { Need } from "../services/product";
import { bootstrap } from "./bootstrap";
import { platformNeeds } from "./needs";
import { prod } from "./prod";
import {
  type BootstrapSettings,
  bootstrapSettings,
  type Settings as PlatformSettings,
  platformSettings,
} from "./settings";
import { staging } from "./staging";

type Outputs = Readonly<Record<string, unknown>>;

/** A stack's program, with its settings found right. */
export interface Prepared {
  /** Makes the stack's resources and gives its outputs. */
  readonly build: () => Outputs;
  readonly account: string;
  readonly region: string;
  /** What the program takes for granted: somebody else made it. */
  readonly needs: readonly Need[];
}

interface Program<Settings> {
  readonly check: (raw: unknown, file: string) => Settings;
  readonly build: (settings: Settings) => Outputs;
  readonly needs: (settings: Settings) => readonly Need[];
}

/** Closes a program over its settings, so that nothing is made before everything is right. */
const after =
  <Settings extends BootstrapSettings | PlatformSettings>({ check, build, needs }: Program<Settings>) =>
  (raw: unknown, file: string): Prepared => {
    const settings = check(raw, file);
    return {
      build: () => build(settings),
      account: settings.account,
      region: settings.region,
      needs: needs(settings),
    };
  };

const platform = { check: platformSettings, needs: platformNeeds };

const programs = new Map([
  ["prod", after({ ...platform, build: prod })],
  ["staging", after({ ...platform, build: staging })],
  ["bootstrap", after({ check: bootstrapSettings, build: bootstrap, needs: () => [] })],
]);

/** Every stack there is a program for. */
export const stackNames: readonly string[] = [...programs.keys()];

/**
 * A stack's program for settings as their file has them.
 *
 * @throws {Mistake} when there is no program of that name, or with everything that is wrong with the settings.
 */
export function prepare(stack: string, raw: unknown, file: string): Prepared {
  const program = programs.get(stack);
  if (program === undefined) {
    const meant = closest(stack, stackNames);
    throw new Mistake(
      `no program for stack "${stack}"; allowed: ${stackNames.join(", ")}` +
        (meant === undefined ? "; choose one of them" : `; did you mean "${meant}"?`),
    );
  }
  return program(raw, file);
}
