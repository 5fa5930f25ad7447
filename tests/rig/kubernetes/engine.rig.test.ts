import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Operation } from "../../../sandbox/provider";
import { changed } from "../../support/stack-file";
import { outcomeOf } from "../engine/engine";
import { openPlatform, type Platform } from "../engine/platform";
import { type ApiServer, startApiServer } from "./api-server";
import { fields, type KubernetesObject } from "./objects";
import { KubernetesProvider } from "./provider";

let server: ApiServer;
let platform: Platform;
const open = async (name: string) => {
  server = await startApiServer();
  platform = await openPlatform(name, { kubernetes: (gate, die) => new KubernetesProvider(server, gate, die) });
};
const close = async () => {
  await server.stop();
  await platform.engine.close();
};

const up = () => outcomeOf((options) => platform.stack.up(options));
const preview = () => outcomeOf((options) => platform.stack.preview(options));
const refresh = () => outcomeOf((options) => platform.stack.refresh(options));
const destroy = () => outcomeOf((options) => platform.stack.destroy(options));

async function comesUp(): Promise<void> {
  const made = await up();
  expect(made.failure).toBeUndefined();
  const objects = made.steps.filter(({ op, type }) => op === "create" && type.startsWith("kubernetes:"));
  expect(objects.length).toBeGreaterThan(60);
  expect(server.client.warnings).toEqual([]);
  for (const again of [await preview(), await refresh()]) {
    expect(again.failure).toBeUndefined();
    expect(again.steps).toEqual([]);
  }
}

async function deployment(): Promise<KubernetesObject> {
  const stored = await server.client.all({ apiVersion: "apps/v1", kind: "Deployment" });
  const found = stored.find(({ metadata }) => metadata.name === "automl-api");
  if (found === undefined) throw new Error(`there is no automl-api among ${stored.length} deployments`);
  return found;
}

describe("staging, with its objects in a real API server", () => {
  beforeAll(() => open("staging"));
  afterAll(close);

  test("comes up from nothing, and is then as its program says", comesUp);

  test("sees what a hand changed, and puts it right", async () => {
    const before = await deployment();
    await server.client.replace(JSON.parse(JSON.stringify(before).replace('"readOnlyRootFilesystem":true,', "")));
    expect((await preview()).steps).toMatchObject([{ op: "update", name: "automl-api-deployment" }]);

    expect((await up()).failure).toBeUndefined();
    expect((await deployment()).spec).toEqual(before.spec);
    expect((await preview()).steps).toEqual([]);
  });

  test("changes one workload for one image", async () => {
    const image = `222233334444.dkr.ecr.eu-central-1.amazonaws.com/automl-ui@sha256:${"ab".repeat(32)}`;
    platform.settings = changed(platform.settings, "products.automl.images.ui", image);
    expect((await up()).steps).toMatchObject([{ op: "update", name: "automl-ui-deployment" }]);
  });

  test("rotates its secrets by new ones, beside the old ones, and the pods name the new ones", async () => {
    platform.settings = changed(platform.settings, "rotate", "2026-12");
    const rotated = await up();
    expect(rotated.failure).toBeUndefined();
    const replaced = rotated.steps.filter(({ op, type }) => op === "replace" && type.startsWith("kubernetes:"));
    const types = new Set(replaced.map(({ type }) => type));
    expect(types).toEqual(new Set(["kubernetes:core/v1:Secret", "kubernetes:batch/v1:Job"]));
    expect((await preview()).steps).toEqual([]);

    const secrets = await server.client.all({ apiVersion: "v1", kind: "Secret" });
    const [ours, ...others] = secrets.filter(({ metadata }) => metadata.name?.startsWith("automl-api-"));
    expect(others).toEqual([]);
    expect(JSON.stringify(fields((await deployment()).spec).template)).toContain(`"${ours?.metadata.name}"`);
  });

  test("goes without a question to its cluster, whose objects go with it", async () => {
    const asked: Operation[] = [];
    platform.engine.home.gate = async (operation, act) => {
      asked.push(operation);
      return act();
    };
    expect((await destroy()).failure).toBeUndefined();
    expect(asked.filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
    expect(asked.filter(({ kind }) => kind === "delete").length).toBeGreaterThan(150);
  });
});

describe("prod, with its objects in a real API server", () => {
  beforeAll(() => open("prod"));
  afterAll(close);

  test("comes up from nothing, and is then as its program says", comesUp);
});
