import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Thing } from "../../../sandbox/model";
import type { Engine } from "./engine";

/** A resource as the engine remembers it. */
export interface Remembered {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly provider?: string;
}

export interface State {
  readonly resources: readonly Remembered[];
  /** What was under way when the engine was ended. */
  readonly pending_operations?: readonly { readonly type: string; readonly resource: Remembered }[];
}

/** The file that the backend keeps of a stack, as it is. */
export const stateFile = ({ folder }: Engine, stack: string): string =>
  readFileSync(join(folder, "state", ".pulumi", "stacks", "atelier", `${stack}.json`), "utf8");

/** What the engine remembers of a stack. */
export function stateOf(engine: Engine, stack: string): State {
  const { checkpoint }: { readonly checkpoint: { readonly latest?: Partial<State> } } = JSON.parse(
    stateFile(engine, stack),
  );
  return { resources: [], ...checkpoint.latest };
}

type Named = Pick<Remembered, "type" | "id">;

/** Things by what makes each of them one of its kind. */
export const keysOf = (things: readonly Named[]): string[] => things.map(({ type, id }) => `${type} ${id}`).sort();

/** What the engine remembers to have made in the account. */
export const madeIn = (engine: Engine, stack: string): readonly Remembered[] =>
  stateOf(engine, stack).resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));

/** What exists and the engine does not remember: made in the moment in which it, or a provider, died. */
export function lostBy(engine: Engine, stack: string): readonly Thing[] {
  const known = new Set(keysOf(madeIn(engine, stack)));
  return engine.account.remaining().filter((thing) => !known.has(`${thing.type} ${thing.id}`));
}
