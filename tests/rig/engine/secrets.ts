import type { Account } from "../../../sandbox/account";

/** What makes values that nobody may see, and which of its outputs they are. */
const makers: Readonly<Record<string, readonly string[]>> = {
  "random:index/randomPassword:RandomPassword": ["result"],
  "tls:index/privateKey:PrivateKey": ["privateKeyPem"],
};

/** Every generated value of an account, as it may stand in a text: as it is, in JSON, or in base64 as Kubernetes has it. */
export function generated(account: Account): readonly string[] {
  return Object.entries(makers)
    .flatMap(([type, outputs]) =>
      account.all(type).flatMap((thing) => outputs.map((name) => String(thing.outputs[name]))),
    )
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), Buffer.from(value).toString("base64")]);
}

/** The values of an account that stand in a text in clear. */
export const shownIn = (text: string, account: Account): readonly string[] =>
  generated(account).filter((value) => text.includes(value));
