import { Account } from "../../sandbox/account";
import type { Prepared } from "../../stacks/programs";

/** A fresh account as a stack's first `up` finds it: with nothing in it but what the stack takes for granted. */
export const standingAccount = ({ account: id, region, needs }: Prepared): Account =>
  new Account({ id, region, outside: needs.map(({ name }) => name) });
