import type * as pulumi from "@pulumi/pulumi";

/** Something that pods need before they can run: nodes, add-ons, controllers. */
export interface Part {
  /** What to wait for. */
  readonly ready: readonly pulumi.Resource[];
}
