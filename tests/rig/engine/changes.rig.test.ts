import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type * as nodePools from "../../../infra/node-pool";
import type { Run } from "../../../sandbox/record";
import { changed } from "../../support/stack-file";
import { type Outcome, outcomeOf } from "./engine";
import type { Platform } from "./platform";
import { generated, shownIn } from "./secrets";
import { filledIn } from "./settings";
import { stateFile, stateOf } from "./state";

/** Each step once, however many the engine takes to replace something: `replace core/v1:Secret automl-api-secret`. */
function lines({ steps }: Outcome): string[] {
  const said = steps.map(({ op, type, name }) => {
    const short = op.endsWith("replacement") || op.endsWith("replaced") ? "replace" : op;
    return `${short} ${type.split(":").slice(1).join(":")} ${name}`;
  });
  return [...new Set(said)].sort();
}

/** What holds data, or takes a quarter of an hour to come back. */
const stateful =
  /rds\/|elasticache\/(replicationGroup|userGroup:)|s3\/bucket:|kms\/key:|eks\/(cluster|nodeGroup):|ec2\/(vpc|subnet):|secretsmanager\/secret:/;

/** How many more nodes the GPU pool may have than the program says: that number stands in code, not in the settings. */
let moreGpus = 0;
jest.doMock("../../../infra/node-pool", () => {
  const { NodePool }: typeof nodePools = jest.requireActual("../../../infra/node-pool");
  return {
    NodePool: class extends NodePool {
      constructor(...[name, args, opts]: ConstructorParameters<typeof NodePool>) {
        const { min, max } = args.nodes;
        super(name, args.purpose === "gpu" ? { ...args, nodes: { min, max: max + moreGpus } } : args, opts);
      }
    },
  };
});

/** A graph as text: what each resource sits beneath and what it needs, by URN. */
interface Node {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
}
const graph = (nodes: readonly Node[]): string[] =>
  nodes
    .filter(
      ({ type, urn }) =>
        type !== "pulumi:pulumi:Stack" && !/^pulumi:providers:.*::default_/.test(urn.split("::").slice(2).join("::")),
    )
    .map(({ urn, parent = "", dependencies = [] }) => [urn, parent, ...[...dependencies].sort()].join("\n  "))
    .sort();

describe.each(["staging", "prod"])("%s, once it stands", (name) => {
  let plan: Run;
  let platform: Platform;
  let up: Outcome;
  const preview = () => outcomeOf((options) => platform.stack.preview(options));

  beforeAll(async () => {
    // Loaded only now, so that the programs are those with the GPU pool above.
    const { planned } = await import("../../support/stacks.ts");
    const { openPlatform } = await import("./platform.ts");
    plan = await planned(name, { settings: filledIn(name) });
    platform = await openPlatform(name);
    up = await outcomeOf((options) => platform.stack.up(options));
  });
  afterAll(() => platform.engine.close());

  test("was made by one command, from nothing", () => {
    expect(up.failure).toBeUndefined();
    expect(new Set(up.steps.map(({ op }) => op))).toEqual(new Set(["create"]));
  });

  test("has the graph that was planned in process, and exists once in the account", () => {
    const { resources } = stateOf(platform.engine, name);

    expect(graph(resources)).toEqual(graph(plan.resources));
    const ours = resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"));
    const keys = (things: readonly { readonly type: string; readonly id?: string }[]) =>
      things.map(({ type, id }) => `${type} ${id}`).sort();
    expect(keys(platform.account.remaining())).toEqual(keys(ours));
  });

  test("shows no generated value, neither while it is made nor in what the engine keeps", () => {
    expect(generated(platform.account).length).toBeGreaterThan(20);
    expect(shownIn(up.output, platform.account)).toEqual([]);
    expect(shownIn(stateFile(platform.engine, name), platform.account)).toEqual([]);
  });

  test("does not change when nothing has changed", async () => {
    const again = await preview();

    expect(again.failure).toBeUndefined();
    expect(lines(again)).toEqual([]);
  });

  test("is found as it is remembered", async () => {
    const refresh = await outcomeOf((options) => platform.stack.refresh(options));

    expect(refresh.failure).toBeUndefined();
    expect(lines(refresh)).toEqual([]);
  });

  test("is found changed when somebody has changed it", async () => {
    const { account } = platform;
    const [bucket] = account.all("aws:s3/bucketVersioning:BucketVersioning");
    if (bucket === undefined) throw new Error("no bucket is versioned");
    const asked = { type: bucket.type, id: bucket.id, urn: bucket.urn, name: "" };
    account.update({ ...asked, inputs: { ...bucket.inputs, versioningConfiguration: { status: "Suspended" } } });

    const refresh = await outcomeOf((options) => platform.stack.refresh({ ...options, previewOnly: true }));
    account.update({ ...asked, inputs: bucket.inputs });

    expect(refresh.steps.map(({ op, urn }) => [op, urn])).toEqual([["update", bucket.urn]]);
  });

  test.each([
    ["ui", ["update apps/v1:Deployment automl-ui-deployment"]],
    [
      "worker",
      [
        "update apps/v1:Deployment automl-cpu-worker-deployment",
        "update apps/v1:Deployment automl-gpu-worker-deployment",
        "update apps/v1:StatefulSet automl-scheduler-single",
      ],
    ],
  ])("a new image of %s rolls what runs it, and nothing else", async (part, rolled) => {
    const image = `222233334444.dkr.ecr.eu-central-1.amazonaws.com/automl-${part}@sha256:${"ab".repeat(32)}`;
    platform.settings = changed(filledIn(name), `products.automl.images.${part}`, image);
    const next = await preview();
    platform.settings = filledIn(name);

    expect(next.failure).toBeUndefined();
    expect(lines(next)).toEqual(rolled);
  });

  test("rotation replaces the secrets and their users, rolls the pods that read them, and touches nothing that holds data", async () => {
    platform.settings = changed(filledIn(name), "rotate", "2026-12");
    const next = await preview();
    platform.settings = filledIn(name);

    expect(next.failure).toBeUndefined();
    expect(lines(next).filter((line) => stateful.test(line))).toEqual([]);
    expect(lines(next)).toMatchSnapshot();
  });
  test("a GPU pool that may grow further changes where it is", async () => {
    moreGpus = 3;
    const next = await preview();
    moreGpus = 0;

    expect(next.failure).toBeUndefined();
    expect(lines(next)).toEqual([expect.stringMatching(/^update eks\/nodeGroup:NodeGroup gpu-/)]);
  });
});
