import { type Duration, seconds } from "./facts";
import { resources } from "./tables";
import type { Properties } from "./wire";

/** How long AWS takes for one resource, as its inputs have it: a database on standby takes longer than one alone. */
export const durationOf = ({ type, inputs }: { readonly type: string; readonly inputs: Properties }): Duration =>
  seconds(type, resources[type]?.variant?.(inputs));
