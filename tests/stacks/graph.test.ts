import { expect, test } from "@jest/globals";
import { planned } from "../support/stacks";

/** What a URN is made of: renaming any of it replaces the resource, and a replaced database is a lost one. */
test.each(["prod", "staging", "bootstrap"])(
  "the graph of %s is what it was, by type, name and parent",
  async (stack) => {
    const { resources } = await planned(stack);
    const names = new Map(resources.map(({ urn, name }) => [urn, name]));

    const graph = resources
      .filter(({ type }) => type !== "pulumi:pulumi:Stack")
      .map(({ type, name, parent = "" }) => `${names.get(parent) ?? ""} > ${type} ${name}`)
      .sort();

    expect(graph.join("\n")).toMatchSnapshot();
  },
);
