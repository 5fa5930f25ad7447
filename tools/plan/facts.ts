import type { Recorded } from "../../sandbox/record";
import { resources } from "../../sandbox/tables";
import type { Priced } from "./cost";
import type { Span } from "./timing";

/** How long the account takes to make something. */
export function spanOf(_resource: Recorded): Span {
  return { seconds: 1, assumed: true };
}

/** What the account says things cost in a region. */
export const priced =
  (_region: string) =>
  (_resource: Recorded): Priced => ({ lines: [], byUse: [] });

/** Inputs of a type that AWS cannot change on a thing that exists. */
export const fixedInputs = (type: string): readonly string[] => resources[type]?.replaces ?? [];
