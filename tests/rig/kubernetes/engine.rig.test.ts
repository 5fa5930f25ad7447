import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { changed } from "../../support/stack-file";
import { outcomeOf, type Step } from "../engine/engine";
import { openPlatform, type Platform } from "../engine/platform";
import { type ApiServer, startApiServer } from "./api-server";
import { fields, type KubernetesObject } from "./objects";
import { KubernetesProvider } from "./provider";

const stacks = ["staging", "prod"] as const;

describe.each(stacks)("%s, with its objects in a real API server", (name) => {
  let server: ApiServer;
  let platform: Platform;
  beforeAll(async () => {
    server = await startApiServer();
    platform = await openPlatform(name, { kubernetes: (gate, die) => new KubernetesProvider(server, gate, die) });
  });
  afterAll(async () => {
    await platform.engine.close();
    await server.stop();
  });

  const preview = () => outcomeOf((options) => platform.stack.preview(options));
  const inCluster = (steps: readonly Step[]) =>
    steps.filter(({ type }) => type.startsWith("kubernetes:")).map(({ op, name: step }) => `${op} ${step}`);
  const deployment = async (): Promise<KubernetesObject> => {
    const stored = await server.client.all({ apiVersion: "apps/v1", kind: "Deployment" });
    const found = stored.find(({ metadata }) => metadata.name === "automl-api");
    if (found === undefined) throw new Error(`there is no automl-api among ${stored.length} deployments`);
    return found;
  };

  test("comes up from nothing, and is then as its program says", async () => {
    const up = await outcomeOf((options) => platform.stack.up(options));
    expect(up.failure).toBeUndefined();
    expect(inCluster(up.steps).length).toBeGreaterThan(60);
    expect(server.client.warnings).toEqual([]);

    expect(await preview()).toMatchObject({ steps: [] });
    expect(await outcomeOf((options) => platform.stack.refresh(options))).toMatchObject({ steps: [] });
  });

  test("sees what a hand changed, and puts it right", async () => {
    const before = await deployment();
    await server.client.replace(JSON.parse(JSON.stringify(before).replace('"readOnlyRootFilesystem":true,', "")));
    expect((await preview()).steps).toMatchObject([{ op: "update", name: "automl-api-deployment" }]);

    await outcomeOf((options) => platform.stack.up(options));
    expect((await deployment()).spec).toEqual(before.spec);
    expect((await preview()).steps).toEqual([]);
  });

  test("changes one workload for one image", async () => {
    platform.settings = changed(
      platform.settings,
      "products.automl.images.ui",
      `222233334444.dkr.ecr.eu-central-1.amazonaws.com/automl-ui@sha256:${"ab".repeat(32)}`,
    );
    const up = await outcomeOf((options) => platform.stack.up(options));
    expect(up.failure).toBeUndefined();
    expect(up.steps.map(({ op, name: step }) => `${op} ${step}`)).toEqual(["update automl-ui-deployment"]);
  });

  test("rotates its secrets by new ones beside the old ones, and no object that holds anything is replaced", async () => {
    platform.settings = changed(platform.settings, "rotate", "2026-12");
    const up = await outcomeOf((options) => platform.stack.up(options));
    expect(up.failure).toBeUndefined();
    const replaced = up.steps.filter(({ op, type }) => op === "replace" && type.startsWith("kubernetes:"));
    expect(new Set(replaced.map(({ type }) => type))).toEqual(
      new Set(["kubernetes:core/v1:Secret", "kubernetes:batch/v1:Job"]),
    );
    expect((await preview()).steps).toEqual([]);

    const secrets = await server.client.all({ apiVersion: "v1", kind: "Secret" });
    const { template } = fields((await deployment()).spec);
    const ours = secrets.filter(({ metadata }) => metadata.name?.startsWith("automl-api-"));
    expect(ours).toHaveLength(1);
    expect(JSON.stringify(template)).toContain(`"${ours[0]?.metadata.name}"`);
  });
});
