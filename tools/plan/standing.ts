import { Account } from "../../sandbox/account";
import type { Prepared } from "../../stacks/programs";

const secret = "aws:secretsmanager/secret:Secret";
const version = "aws:secretsmanager/secretVersion:SecretVersion";

/** Puts a secret where somebody else has put it in a real account. What it says, nobody here knows. */
function putSecret(account: Account, name: string): void {
  const there = { urn: `standing ${name}`, name };
  const { id } = account.create({ ...there, type: secret, inputs: { name } });
  account.create({ ...there, type: version, inputs: { secretId: id, secretString: "issued by somebody else" } });
}

/**
 * A fresh account as a stack's first `up` may find it: with the secrets that the stack only reads. The account takes
 * zones and roles that it has never heard of for somebody else's.
 */
export function standingAccount({ account: id, region, needs }: Prepared): Account {
  const account = new Account({ id, region });
  for (const name of new Set(needs.filter(({ kind }) => kind === "secret").map((need) => need.name))) {
    putSecret(account, name);
  }
  return account;
}
