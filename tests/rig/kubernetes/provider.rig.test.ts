import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { plain, struct } from "../../../sandbox/provider";
import { Secret } from "../../../sandbox/record";
import { type Properties, receivedProperties, sent } from "../../../sandbox/wire";
import { type ApiServer, startApiServer } from "./api-server";
import type { KubernetesObject } from "./objects";
import { KubernetesProvider } from "./provider";

let server: ApiServer;
let provider: KubernetesProvider;
beforeAll(async () => {
  server = await startApiServer();
  provider = new KubernetesProvider(server);
});
afterAll(async () => server.stop());

const namespace = "shop";
const urn = (type: string, name: string) => `urn:pulumi:test::atelier::kubernetes:${type}::${name}`;

/** A resource as the engine sees one: what it was given last, and what it was told. */
interface Known {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

async function create(type: string, inputs: Properties): Promise<Known> {
  const request = new CreateRequest().setUrn(urn(type, "it")).setProperties(struct(sent(inputs)));
  const made = await provider.create(request);
  return { urn: urn(type, "it"), id: made.getId(), inputs, outputs: receivedProperties(plain(made.getProperties())) };
}

async function diff({ urn: of, id, inputs }: Known, news: Properties, ignored: readonly string[] = []) {
  const response = await provider.diff(
    new DiffRequest()
      .setUrn(of)
      .setId(id)
      .setOldInputs(struct(sent(inputs)))
      .setNews(struct(sent(news)))
      .setIgnorechangesList([...ignored]),
  );
  return {
    changed: response.getChanges() === 2,
    diffs: response.getDiffsList(),
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

async function update({ urn: of, id, inputs }: Known, news: Properties, ignored: readonly string[] = []) {
  const response = await provider.update(
    new UpdateRequest()
      .setUrn(of)
      .setId(id)
      .setOldInputs(struct(sent(inputs)))
      .setNews(struct(sent(news)))
      .setIgnorechangesList([...ignored]),
  );
  return receivedProperties(plain(response.getProperties()));
}

async function read({ urn: of, id, inputs, outputs }: Known) {
  const response = await provider.read(
    new ReadRequest()
      .setUrn(of)
      .setId(id)
      .setInputs(struct(sent(inputs)))
      .setProperties(struct(sent(outputs))),
  );
  return { id: response.getId(), outputs: plain(response.getProperties()) };
}

const remove = ({ urn: of, id, inputs }: Known) =>
  provider.delete(
    new DeleteRequest()
      .setUrn(of)
      .setId(id)
      .setOldInputs(struct(sent(inputs))),
  );

const find = (apiVersion: string, kind: string, name: string): Promise<KubernetesObject | undefined> =>
  server.client.get({ apiVersion, kind, metadata: { name, namespace } });

const none = { changed: false, diffs: [], replaces: [], deleteBeforeReplace: false };
const home: Properties = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
const metadata = (name: string) => ({ name, namespace });

const deployment = (differences: { readonly image?: string; readonly app?: string } = {}): Properties => {
  const labels = { app: differences.app ?? "till" };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata("till"),
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: "till", image: differences.image ?? "till:1", resources: { requests: { cpu: "1000m" } } },
          ],
        },
      },
    },
  };
};

const secret = (word: string): Properties => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: metadata("keys"),
  immutable: true,
  stringData: { key: new Secret(word) },
});

let shop: Known;
beforeEach(async () => {
  shop = await create("core/v1:Namespace", home);
});
afterEach(async () => {
  await remove(shop);
});

describe("an object", () => {
  test("is made, read as it is, found unchanged, changed, and deleted", async () => {
    const made = await create("apps/v1:Deployment", deployment());
    expect(made.id).toBe("shop/till");
    expect(made.outputs).toMatchObject({
      metadata: { name: "till", generation: 1 },
      spec: { revisionHistoryLimit: 10 },
    });
    expect(await read(made)).toEqual({ id: made.id, outputs: sent(made.outputs) });
    expect(await diff(made, deployment())).toEqual(none);

    const next = deployment({ image: "till:2" });
    expect(await diff(made, next)).toEqual({ ...none, changed: true, diffs: ["spec"] });
    expect(await update(made, next)).toMatchObject({ metadata: { generation: 2 } });
    expect(await diff(made, next)).toEqual(none);

    await remove(made);
    expect(await find("apps/v1", "Deployment", "till")).toBeUndefined();
    expect((await read(made)).id).toBe("");
    await expect(remove(made)).resolves.toBeDefined();
  });

  test("that is there already is not taken over", async () => {
    await create("apps/v1:Deployment", deployment());
    await expect(create("apps/v1:Deployment", deployment())).rejects.toThrow(
      'AlreadyExists: deployments.apps "till" already exists',
    );
  });

  test("loses the fields that the program no longer gives", async () => {
    const given = { ...deployment(), metadata: { ...metadata("till"), labels: { tier: "front" } } };
    const made = await create("apps/v1:Deployment", given);
    await update(made, deployment());
    const stored = await find("apps/v1", "Deployment", "till");
    expect(stored?.metadata.labels).toBeUndefined();
  });

  test("that somebody changed is found changed, in fields of ours only", async () => {
    const made = await create("apps/v1:Deployment", deployment());
    const stored = await find("apps/v1", "Deployment", "till");
    if (stored === undefined) throw new Error("it is gone");
    await server.client.replace({ ...stored, metadata: { ...stored.metadata, labels: { by: "hand" } } });
    expect(await diff(made, deployment())).toEqual(none);
    const changed = JSON.parse(JSON.stringify(await find("apps/v1", "Deployment", "till")).replace("till:1", "till:9"));
    await server.client.replace(changed);
    expect(await diff(made, deployment())).toEqual({ ...none, changed: true, diffs: ["spec"] });
  });

  test("that is gone is made again by an update", async () => {
    const made = await create("apps/v1:Deployment", deployment());
    await server.client.delete({ apiVersion: "apps/v1", kind: "Deployment", metadata: metadata("till") });
    expect((await diff(made, deployment())).changed).toBe(true);
    await update(made, deployment());
    expect(await find("apps/v1", "Deployment", "till")).toBeDefined();
  });

  test("keeps the number of pods that an autoscaler gave it, where the program ignores that", async () => {
    const made = await create("apps/v1:Deployment", deployment());
    const stored = await find("apps/v1", "Deployment", "till");
    await server.client.replace(JSON.parse(JSON.stringify(stored).replace('"replicas":1', '"replicas":7')));
    expect((await diff(made, deployment())).changed).toBe(true);
    expect(await diff(made, deployment(), ["spec.replicas"])).toEqual(none);
    await expect(update(made, deployment({ image: "till:2" }))).rejects.toThrow(/^Conflict: .*\.spec\.replicas/s);
    const after = await update(made, deployment({ image: "till:2" }), ["spec.replicas"]);
    expect(after).toMatchObject({ spec: { replicas: 7, template: { spec: { containers: [{ image: "till:2" }] } } } });
  });

  test("is replaced, the old one first, when the server says that a field cannot change", async () => {
    const made = await create("apps/v1:Deployment", deployment());
    expect(await diff(made, deployment({ app: "cash" }))).toEqual({
      changed: true,
      diffs: ["spec"],
      replaces: ["spec"],
      deleteBeforeReplace: true,
    });
  });

  const labels = { app: "till" };
  const template = {
    metadata: { labels },
    spec: { restartPolicy: "Never", containers: [{ name: "till", image: "t" }] },
  };
  const always = { ...template, spec: { ...template.spec, restartPolicy: "Always" } };
  const role = (name: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Role", name });
  const group = "rbac.authorization.k8s.io/v1";

  test.each<[string, Properties, Properties, string]>([
    ["batch/v1:Job", { spec: { template } }, { spec: { template: always } }, "spec"],
    [
      "apps/v1:StatefulSet",
      { spec: { selector: { matchLabels: labels }, template: always } },
      { spec: { selector: { matchLabels: labels }, template: always, podManagementPolicy: "Parallel" } },
      "spec",
    ],
    [
      "core/v1:Service",
      { spec: { ports: [{ port: 80 }], clusterIP: "10.96.7.7" } },
      { spec: { ports: [{ port: 80 }], clusterIP: "10.96.7.8" } },
      "spec",
    ],
    [`${group}:RoleBinding`, { roleRef: role("reader") }, { roleRef: role("writer") }, "roleRef"],
  ])("of type %s is replaced when the server would not change it", async (type, before, after, field) => {
    const [apiVersion = "", kind] = type.replace("core/", "").split(":");
    const whole = { apiVersion, kind, metadata: metadata("till") };
    const made = await create(type, { ...whole, ...before });
    expect(await diff(made, { ...whole, ...before })).toEqual(none);
    const found = await diff(made, { ...whole, ...after });
    expect(found).toMatchObject({ changed: true, replaces: [field], deleteBeforeReplace: true });
  });

  test("whose next version is wrong is not replaced for that", async () => {
    const made = await create("apps/v1:Deployment", deployment());
    const wrong = { ...deployment(), spec: { ...Object(deployment().spec), replicas: -1 } };
    expect(await diff(made, wrong)).toEqual({ ...none, changed: true, diffs: ["spec"] });
    await expect(update(made, wrong)).rejects.toThrow(
      "spec.replicas: Invalid value: -1: must be greater than or equal",
    );
  });

  test("is replaced beside the old one when its name changes, or will", async () => {
    const made = await create("apps/v1:Deployment", deployment());
    for (const name of ["cash", pulumi.runtime.unknownValue]) {
      expect(await diff(made, { ...deployment(), metadata: metadata(name) })).toEqual({
        changed: true,
        diffs: ["metadata"],
        replaces: ["metadata"],
        deleteBeforeReplace: false,
      });
    }
  });

  test("without a name is refused before anything is made", () => {
    const given = struct({ ...deployment(), metadata: { namespace } });
    const answer = provider.check(new CheckRequest().setUrn(urn("apps/v1:Deployment", "it")).setNews(given));
    expect(answer.getFailuresList().map((failure) => failure.getProperty())).toEqual(["metadata.name"]);
  });
});

describe("a refusal", () => {
  test("is in the server's words", async () => {
    const wrong = { ...deployment(), spec: { ...Object(deployment().spec), replicaz: 2 } };
    await expect(create("apps/v1:Deployment", wrong)).rejects.toThrow(
      'strict decoding error: unknown field "spec.replicaz"',
    );
    expect(await find("apps/v1", "Deployment", "till")).toBeUndefined();
  });

  test("of an update is seen in the preview", async () => {
    const made = await create("apps/v1:Deployment", deployment());
    const wrong = { ...deployment(), spec: { ...Object(deployment().spec), replicaz: 2 } };
    const request = new UpdateRequest().setUrn(made.urn).setId(made.id).setNews(struct(wrong)).setPreview(true);
    await expect(provider.update(request)).rejects.toThrow(".spec.replicaz: field not declared in schema");
  });

  test("does not repeat a secret, although the server does", async () => {
    const labels = { word: new Secret("not a valid label, and a secret") };
    const wrong = { ...deployment(), metadata: { ...metadata("till"), labels } };
    await expect(create("apps/v1:Deployment", wrong)).rejects.toThrow('Invalid value: "[secret]"');
  });
});

describe("a Secret", () => {
  test("is stored in base64 and handed back as a secret", async () => {
    const made = await create("core/v1:Secret", secret("open sesame"));
    expect(made.outputs.data).toBeInstanceOf(Secret);
    expect(await find("v1", "Secret", "keys")).toMatchObject({
      data: { key: Buffer.from("open sesame").toString("base64") },
    });
    expect(await diff(made, secret("open sesame"))).toEqual(none);
    expect(JSON.stringify(made.outputs)).not.toContain("sesame");
  });

  test("that is immutable is replaced when its value changes, or will", async () => {
    const made = await create("core/v1:Secret", secret("open sesame"));
    const replaced = { changed: true, diffs: ["data"], replaces: ["data"], deleteBeforeReplace: true };
    expect(await diff(made, secret("shut sesame"))).toEqual(replaced);
    expect(await diff(made, { ...secret(""), stringData: pulumi.runtime.unknownValue })).toMatchObject({
      changed: true,
    });
    expect(await diff(made, { ...secret(""), stringData: { key: pulumi.runtime.unknownValue } })).toEqual(replaced);
  });
});

describe("a chart", () => {
  const release = (version: string): Properties => ({
    name: "keda",
    namespace,
    chart: "keda",
    version,
    values: { key: new Secret("open sesame"), replicas: 2 },
  });
  const login: Properties = {
    apiVersion: "keda.sh/v1alpha1",
    kind: "TriggerAuthentication",
    metadata: metadata("login"),
    spec: { secretTargetRef: [{ parameter: "password", name: "keys", key: "key" }] },
  };

  test("is kept as Helm keeps it, and brings the kinds that others are made of", async () => {
    await expect(create("keda.sh/v1alpha1:TriggerAuthentication", login)).rejects.toThrow(
      'NotFound: no matches for kind "TriggerAuthentication" in keda.sh/v1alpha1',
    );
    const made = await create("helm.sh/v3:Release", release("2.20.1"));
    expect(made.id).toBe("shop/keda");
    expect(made.outputs).toMatchObject({ status: { status: "deployed", version: "2.20.1" } });
    expect(await find("v1", "Secret", "sh.helm.release.v1.keda.v1")).toMatchObject({ type: "helm.sh/release.v1" });
    await expect(create("keda.sh/v1alpha1:TriggerAuthentication", login)).resolves.toMatchObject({ id: "shop/login" });

    expect(await diff(made, release("2.20.1"))).toEqual(none);
    expect(await diff(made, release("2.20.2"))).toMatchObject({ changed: true, replaces: [] });
    expect(await update(made, release("2.20.2"))).toMatchObject({ status: { version: "2.20.2" } });
    expect(await diff(made, release("2.20.2"))).toEqual(none);
    await remove(made);
    expect(await find("v1", "Secret", "sh.helm.release.v1.keda.v1")).toBeUndefined();
  });
});

test("a namespace goes with everything in it", async () => {
  await create("apps/v1:Deployment", deployment());
  await create("core/v1:Secret", secret("open sesame"));
  await remove(shop);
  expect(await find("v1", "Namespace", namespace)).toBeUndefined();
  shop = await create("core/v1:Namespace", home);
  expect(await find("apps/v1", "Deployment", "till")).toBeUndefined();
  expect(await find("v1", "Secret", "keys")).toBeUndefined();
});
