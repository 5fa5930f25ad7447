import type { Recorded, RecordedOptions } from "../../sandbox/record";

const noOptions: RecordedOptions = {
  protect: false,
  retainOnDelete: false,
  ignoreChanges: [],
  replaceOnChanges: [],
  aliases: [],
  customTimeouts: {},
  deleteBeforeReplace: false,
};

/** The URN of something in the stack `test`. */
export const urnOf = (type: string, name: string): string => `urn:pulumi:test::atelier::${type}::${name}`;

type Given = Partial<Omit<Recorded, "options">> & { readonly options?: Partial<RecordedOptions> };

/** A resource as a run records it. */
export const recorded = (type: string, name: string, given: Given = {}): Recorded => ({
  urn: urnOf(type, name),
  type,
  name,
  custom: !type.startsWith("atelier:") && type !== "pulumi:pulumi:Stack",
  inputs: {},
  outputs: {},
  dependencies: [],
  propertyDependencies: {},
  ...given,
  options: { ...noOptions, ...given.options },
});

export const stack = recorded("pulumi:pulumi:Stack", "atelier-test");
