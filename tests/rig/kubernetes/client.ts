import { type Access, Connection, Refused } from "./connection";
import { asObject, fields, type KubernetesObject, type Metadata, type Reference } from "./objects";

export interface WriteOptions {
  /** Judge it and answer as if it were written. @default false */
  readonly dryRun?: boolean;
}

type KindReference = Omit<Reference, "metadata">;

interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Who owns the fields we write: what an earlier version of an object had and the next one has not, goes. */
const fieldManager = "atelier-rig";

/**
 * A client for what the rig does with an API server. Every write is validated strictly: a field that the server does not
 * know is refused, where `kubectl` would warn and a careless client would lose it.
 */
export class Client {
  private readonly connection: Connection;
  private readonly known = new Map<string, Resource>();

  constructor(access: Access) {
    this.connection = new Connection(access);
  }

  /** What the server warned of, in order: what will be refused one day, or breaks a pod security standard. */
  get warnings(): readonly string[] {
    return this.connection.warnings;
  }

  close(): void {
    this.connection.close();
  }

  /** Whether everything the server starts with stands. @throws {Refused} when it does not */
  async ready(): Promise<boolean> {
    return (await this.connection.send("GET", "/readyz")) === "ok";
  }

  /** Server-side apply. @throws {Refused} */
  async apply(object: KubernetesObject, { dryRun = false }: WriteOptions = {}): Promise<KubernetesObject> {
    const query = { fieldManager, fieldValidation: "Strict", ...(dryRun && { dryRun: "All" }) };
    return asObject(
      await this.connection.send("PATCH", await this.path(object, query), object, "application/apply-patch+yaml"),
    );
  }

  /** Makes something new, under a name of the server's if it has `generateName`. @throws {Refused} */
  async create(object: KubernetesObject, { dryRun = false }: WriteOptions = {}): Promise<KubernetesObject> {
    const query = { fieldManager, fieldValidation: "Strict", ...(dryRun && { dryRun: "All" }) };
    const { name: _, ...unnamed } = object.metadata;
    return asObject(
      await this.connection.send("POST", await this.path({ ...object, metadata: unnamed }, query), object),
    );
  }

  /** Nothing, if there is no such object, or nothing of that kind. @throws {Refused} */
  async get(reference: Reference): Promise<KubernetesObject | undefined> {
    const found = await orNothing(async () => this.connection.send("GET", await this.path(reference)));
    return found === undefined ? undefined : asObject(found);
  }

  /** All objects of a kind, of every namespace. @throws {Refused} */
  async all({ apiVersion, kind }: KindReference): Promise<readonly KubernetesObject[]> {
    const { plural } = await this.resource({ apiVersion, kind });
    const { items } = fields(await this.connection.send("GET", `${root(apiVersion)}/${plural}`));
    // Members of a list come without what the list says of them all.
    return Array.isArray(items) ? items.map((item) => asObject({ apiVersion, kind, ...fields(item) })) : [];
  }

  /** Replaces all of an object, as somebody with an editor would. @throws {Refused} */
  async replace(object: KubernetesObject): Promise<KubernetesObject> {
    return asObject(await this.connection.send("PUT", await this.path(object), object));
  }

  /** Replaces what a controller writes. @throws {Refused} */
  async replaceStatus(object: KubernetesObject): Promise<KubernetesObject> {
    return asObject(await this.connection.send("PUT", await this.path(object, {}, "/status"), object));
  }

  /** Takes away what keeps a namespace from going. @throws {Refused} */
  async finalize(namespace: KubernetesObject): Promise<void> {
    const body = { ...namespace, spec: { ...fields(namespace.spec), finalizers: [] } };
    await this.connection.send("PUT", await this.path(namespace, {}, "/finalize"), body);
  }

  /** What is gone already is no fault. @throws {Refused} */
  async delete(reference: Reference): Promise<void> {
    await orNothing(async () =>
      this.connection.send("DELETE", await this.path(reference), {
        propagationPolicy: "Background",
        kind: "DeleteOptions",
      }),
    );
  }

  /** Deletes everything of a kind in a namespace. @throws {Refused} */
  async deleteAll({ apiVersion, kind, metadata: { namespace = "default" } }: Reference): Promise<void> {
    await this.connection.send("DELETE", await this.path({ apiVersion, kind, metadata: { namespace } }));
  }

  /** Whether objects of that kind can be made. @throws {Refused} */
  async serves(kind: KindReference): Promise<boolean> {
    return (await orNothing(() => this.resource(kind))) !== undefined;
  }

  /** Every kind of object that lives in a namespace and can be deleted. */
  async namespacedKinds(): Promise<readonly Reference[]> {
    const { versions: core } = fields(await this.connection.send("GET", "/api"));
    const { groups } = fields(await this.connection.send("GET", "/apis"));
    const preferred = (Array.isArray(groups) ? groups : []).map((group) => fields(fields(group).preferredVersion));
    const versions = [...(Array.isArray(core) ? core : []), ...preferred.map(({ groupVersion }) => groupVersion)];
    const kinds = await Promise.all(versions.map(async (version) => this.kindsOf(String(version))));
    return kinds.flat();
  }

  private async kindsOf(apiVersion: string): Promise<readonly Reference[]> {
    const described = await this.describe(apiVersion);
    return described
      .filter(({ namespaced }) => namespaced === true)
      .filter(({ name, verbs }) => String(verbs).includes("deletecollection") && !String(name).includes("/"))
      .map(({ kind }) => ({ apiVersion, kind: String(kind), metadata: {} }));
  }

  private async describe(apiVersion: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { resources } = fields(await orNothing(async () => this.connection.send("GET", root(apiVersion))));
    return Array.isArray(resources) ? resources.map(fields) : [];
  }

  private async resource({ apiVersion, kind }: KindReference): Promise<Resource> {
    const key = `${apiVersion} ${kind}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const described = await this.describe(apiVersion);
    const found = described.find((resource) => resource.kind === kind && !String(resource.name).includes("/"));
    if (found === undefined) throw new Refused(404, "NotFound", `no matches for kind "${kind}" in ${apiVersion}`, []);
    const resource = { plural: String(found.name), namespaced: found.namespaced === true };
    this.known.set(key, resource);
    return resource;
  }

  private async path(of: Reference, query: Readonly<Record<string, string>> = {}, sub = ""): Promise<string> {
    const { plural, namespaced } = await this.resource(of);
    const { namespace = "default", name }: Metadata = of.metadata;
    const parts = [
      root(of.apiVersion),
      ...(namespaced ? ["namespaces", namespace] : []),
      plural,
      ...(name === undefined ? [] : [name]),
    ];
    const asked = new URLSearchParams(query).toString();
    return `${parts.join("/")}${sub}${asked === "" ? "" : `?${asked}`}`;
  }
}

const root = (apiVersion: string): string => (apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

async function orNothing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}
