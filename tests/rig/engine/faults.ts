import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "../../../sandbox/account";
import type { FaultKind } from "../../../sandbox/faults";
import { type Gate, type Operation, openGate } from "../../../sandbox/provider";
import type { Engine } from "./engine";

/** What goes wrong at one operation: AWS refuses it, or the provider's process dies before or after AWS has done it. */
export type Mishap = Exclude<FaultKind, "crash"> | "death before" | "death after";

/** Counts what passes, and is told of each. */
export function counting(tell: (operation: Operation, nth: number) => void): Gate {
  let count = 0;
  return async (operation, act) => {
    count += 1;
    tell(operation, count);
    return act();
  };
}

const never = new Promise<never>(() => {});

const packageOf = ({ type }: Operation): string => type.slice(0, type.indexOf(":"));

/** Lets the provider's process die at the nth operation. What it has answered by then has arrived. */
function deadly(nth: number, when: "before" | "after"): Gate {
  let count = 0;
  let dying: string | undefined;
  return async (operation, act) => {
    count += 1;
    if (dying === packageOf(operation)) return never;
    if (count !== nth) return act();
    dying = packageOf(operation);
    if (when === "after") act();
    await pause(50);
    operation.die();
    return never;
  };
}

/** Runs a command in which the nth operation goes wrong, and nothing after that. */
export async function amid<T>(
  { home, account }: Pick<Engine, "home"> & { readonly account: Account },
  nth: number,
  mishap: Mishap,
  command: () => Promise<T>,
): Promise<T> {
  if (mishap === "death before" || mishap === "death after") {
    home.gate = deadly(nth, mishap === "death after" ? "after" : "before");
  } else {
    account.befall([{ at: nth, kind: mishap }]);
  }
  try {
    return await command();
  } finally {
    home.gate = openGate;
    account.befall([]);
  }
}
