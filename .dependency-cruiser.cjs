/** One rule a layer: what it must not import. Layers point down; tools meet everything and nothing meets tools. */
const mustNot = (from, to, why) => ({
  name: `${from.replace("/", "-")}-must-not-import`,
  comment: why,
  severity: "error",
  from: { path: `^${from}/` },
  to: { path: `^(${to.join("|")})/` },
});

module.exports = {
  forbidden: [
    mustNot(
      "components/core",
      ["components/(?!core/)", "infra", "services", "stacks", "policies", "sandbox", "tools"],
      "core is vocabulary: it knows no resource",
    ),
    mustNot("components", ["infra", "services", "stacks", "policies", "sandbox", "tools"], "layers point down"),
    mustNot("infra", ["services", "stacks", "policies", "sandbox", "tools"], "layers point down"),
    mustNot("services", ["stacks", "policies", "sandbox", "tools"], "layers point down"),
    mustNot("stacks", ["policies", "sandbox", "tools"], "the program does not know where it runs"),
    mustNot(
      "policies",
      ["components", "infra", "services", "stacks", "sandbox", "tools"],
      "a rule that shares code with what it judges shares its faults",
    ),
    mustNot(
      "sandbox",
      ["components", "infra", "services", "stacks", "policies", "tools"],
      "the simulated account must not learn from the program what AWS does",
    ),
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "nothing-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "nothing-forgotten",
      comment: "a module nobody imports is dead",
      severity: "error",
      from: { orphan: true, pathNot: "(^tests/|\\.test\\.ts$|\\.cjs$|\\.d\\.ts$)" },
      to: {},
    },
    {
      name: "no-undeclared-packages",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "products-are-separate",
      comment: "a product is one folder that touches no other",
      severity: "error",
      from: { path: "^services/([^/]+)/" },
      to: { path: "^services/([^/]+)/", pathNot: "^services/$1/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^node_modules/" },
  },
};
