import type { Recorded } from "../../sandbox/record";
import { resources } from "../../sandbox/tables";
import { durationOf } from "../../sandbox/times";
import type { Span } from "./timing";

/** How long AWS takes to make something. */
export function spanOf(resource: Recorded): Span {
  const { create, assumed } = durationOf(resource);
  return { seconds: create, assumed };
}

/** Inputs of a type that AWS cannot change on a thing that exists. */
export const fixedInputs = (type: string): readonly string[] => resources[type]?.replaces ?? [];
