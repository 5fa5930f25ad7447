import { stackTags } from "../../../components/core/tags";
import { GeneratedSecret } from "../../../components/generated-secret";
import { Key } from "../../../components/key";
import { ObjectStore } from "../../../components/object-store";
import { account } from "../../../infra/account";

const owner = { owner: "ml-platform", costCenter: "rig" };

/** A stack that is made in a second: a key, and beneath it a store and a secret that nobody may see. */
export async function small(): Promise<void> {
  const tags = stackTags("small", "rig", owner);
  const here = account("aws", { account: "222233334444", region: "eu-central-1", tags });
  const data = "rebuildable";
  const key = new Key("key", { data }, here);
  new ObjectStore("models", { key, data }, here);
  new GeneratedSecret("secret", { key, data, rotate: "2026-11" }, here);
}
