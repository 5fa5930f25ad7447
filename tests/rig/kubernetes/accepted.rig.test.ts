import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type ApiServer, startApiServer } from "./api-server";
import { defineKinds } from "./custom-resources";
import { idOf, type KubernetesObject } from "./objects";
import { holdQuotas, used } from "./quotas";
import { applyAll, mostPods, ofKind, podOf, refusals, stackObjects, workloadsIn } from "./stack-objects";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
  await defineKinds(server.client, Object.values(server.charts).flat());
});
afterAll(async () => server.stop());

describe.each(["staging", "prod"])("%s", (stack) => {
  let objects: readonly KubernetesObject[];
  beforeAll(async () => {
    objects = await stackObjects(stack);
    const refused = await applyAll(server.client, ofKind(objects, "Namespace"));
    expect(refused).toEqual([]);
  });

  test("the API server would take every object as it is", async () => {
    const refused = await refusals(objects, (object) => server.client.apply(object, { dryRun: true }));
    expect(refused).toEqual([]);
    const stored = await server.client.get(objects.find(({ kind }) => kind === "Deployment") ?? namespace(objects));
    expect(stored).toBeUndefined();
  });

  test("the API server takes every object, and has nothing to warn of", async () => {
    expect(await applyAll(server.client, objects)).toEqual([]);
    const stored = await Promise.all(objects.map((object) => server.client.get(object)));
    expect(stored.filter((object) => object === undefined)).toEqual([]);
    expect(objects.length).toBeGreaterThan(60);
    expect(server.client.warnings).toEqual([]);
  });

  test("the API server keeps each object as it was written, field by field", async () => {
    for (const object of objects) expect(await server.client.get(object)).toMatchObject(object);
  });

  test("writing an object again changes nothing", async () => {
    const versions = async () =>
      Promise.all(objects.map(async (object) => (await server.client.get(object))?.metadata.resourceVersion));
    const before = await versions();
    expect(await applyAll(server.client, objects)).toEqual([]);
    expect(await versions()).toEqual(before);
  });

  test("all pods that autoscalers may ask for are admitted, beside those they replace, and not many more", async () => {
    const quotas = ofKind(objects, "ResourceQuota");
    await holdQuotas(server.client, quotas);
    const pods = workloadsIn(objects).flatMap((workload) => {
      // Only a Deployment starts a pod before the one it replaces has gone.
      const times = workload.kind === "Deployment" ? 2 : 1;
      return Array<KubernetesObject>(mostPods(workload, objects) * times).fill(podOf(workload));
    });
    const submit = (pod: KubernetesObject) => server.client.create(pod);

    expect(await refusals(pods, submit)).toEqual([]);
    const taken = await Promise.all(quotas.map((quota) => used(server.client, quota)));
    expect(taken.reduce((sum, { pods: count }) => sum + Number(count), 0)).toBe(pods.length);
    expect(server.client.warnings).toEqual([]);

    const tooMany = await refusals(pods, submit);
    expect(tooMany.length).toBeGreaterThan(pods.length / 2);
    for (const words of tooMany) expect(words).toContain("is forbidden: exceeded quota: quota");
  });
});

function namespace(objects: readonly KubernetesObject[]): KubernetesObject {
  const [found] = ofKind(objects, "Namespace");
  if (found === undefined) throw new Error(`no namespace among ${objects.map(idOf).join(", ")}`);
  return found;
}
