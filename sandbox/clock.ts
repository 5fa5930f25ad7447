import type { Account } from "./account";
import type { Gate, Operation } from "./provider";
import { durationOf } from "./times";

/** Real milliseconds between two looks at whether anything has happened, and how many quiet looks are enough. */
const look = 25;
const quiet = 8;

interface Waiting {
  readonly until: number;
  readonly go: () => void;
}

function secondsOf({ kind, ...operation }: Operation): number {
  const { create, delete: remove } = durationOf(operation);
  return kind === "delete" ? remove : create;
}

/**
 * Lets every operation take as long as AWS takes, on the account's clock. The clock moves only when everybody waits
 * for it: when whoever asks has asked for nothing for a while, it jumps to the next moment at which something is done.
 */
export class Clock {
  private readonly waiting = new Set<Waiting>();
  private still = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly account: Account) {}

  readonly gate: Gate = async (operation, act) => {
    this.still = 0;
    const seconds = secondsOf(operation);
    if (seconds > 0) await this.pass(seconds);
    this.still = 0;
    return act();
  };

  private pass(seconds: number): Promise<void> {
    return new Promise((go) => {
      this.waiting.add({ until: this.account.clock + seconds, go });
      this.timer ??= setInterval(() => this.watch(), look);
    });
  }

  /** A look during which this process was busy counts as one, however long it took: others had no chance to ask. */
  private watch(): void {
    this.still += 1;
    if (this.still < quiet) return;
    this.still = 0;
    const next = Math.min(...[...this.waiting].map(({ until }) => until));
    this.account.wait(next - this.account.clock);
    for (const one of this.waiting) {
      if (one.until > next) continue;
      this.waiting.delete(one);
      one.go();
    }
    if (this.waiting.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
