import { seconds } from "../../sandbox/facts";
import type { Recorded } from "../../sandbox/record";
import { resources } from "../../sandbox/tables";
import type { Span } from "./timing";

/** How long AWS takes to make something. */
export function spanOf({ type, inputs }: Recorded): Span {
  const { create, assumed } = seconds(type, resources[type]?.variant?.(inputs));
  return { seconds: create, assumed };
}

/** Inputs of a type that AWS cannot change on a thing that exists. */
export const fixedInputs = (type: string): readonly string[] => resources[type]?.replaces ?? [];
