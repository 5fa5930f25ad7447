import * as pulumi from "@pulumi/pulumi";
import { stackTags } from "../components/core/tags";
import { Key } from "../components/key";
import { Registry } from "../components/registry";
import { account } from "../infra/account";
import type { BootstrapSettings } from "./settings";

/** Once an account, before any platform: where the images of the products are pushed, so that a first `up` finds them. */
export function bootstrap(settings: BootstrapSettings) {
  const here = account("account", { ...settings, tags: stackTags(pulumi.getStack(), "account", settings) });

  const key = new Key("images-key", { data: "kept" }, here);
  const registry = new Registry("images", { repositories: settings.repositories, key, data: "kept" }, here);

  return { repositories: registry.urls };
}
