import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { StackTags } from "../components/core/tags";

export interface AccountArgs {
  /** The one account this stack may touch. Credentials of another one end the run before anything is made. */
  readonly account: string;
  readonly region: string;
  /** Of everything that carries tags. Nodes and their disks are made by EC2, not by us: see `ClusterArgs.tags`. */
  readonly tags: StackTags;
}

/** Where a stack is made: the last argument of every component it makes. */
export type Here = pulumi.ComponentResourceOptions & { readonly providers: pulumi.ProviderResource[] };

/**
 * One account and region, as the options that put a component there. Pulumi's default providers are off, so what is
 * not put anywhere is refused rather than made in whatever account the shell happens to be signed in to.
 */
export function account(name: string, { account, region, tags }: AccountArgs): Here {
  const provider = new aws.Provider(name, {
    region,
    allowedAccountIds: [account],
    defaultTags: { tags: { ...tags } },
  });
  return { providers: [provider] };
}
