import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { Thing } from "../../../sandbox/model";

/**
 * A program that takes over what it has made without remembering it, by the option `import` of each of the resources:
 * what a person writes into the program for one run, once the ids are found.
 */
export function adopting(things: readonly Thing[], program: PulumiFn): PulumiFn {
  return async () => {
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
      const found = things.find(({ urn }) => urn.endsWith(`${type}::${name}`));
      return found && { props, opts: { ...opts, import: found.id } };
    });
    return program();
  };
}
