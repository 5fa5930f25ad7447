import * as pulumi from "@pulumi/pulumi";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  type InvokeRequest,
  type InvokeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  type Gate,
  hasUnknown,
  inWordsOf,
  type Operation,
  openGate,
  type Provider,
  plain,
  struct,
  typeIn,
} from "../../../sandbox/provider";
import { type Properties, receivedProperties, revealed, sent } from "../../../sandbox/wire";
import type { ApiServer } from "./api-server";
import { defineKinds } from "./custom-resources";
import { difference, keeping } from "./difference";
import { hiding } from "./hiding";
import { manifest, releaseType } from "./manifest";
import { removeNamespace } from "./namespace";
import { fields, idOf, type KubernetesObject } from "./objects";
import { outputsOf } from "./outputs";

type Cluster = Pick<ApiServer, "client" | "charts">;

/**
 * The rig's `kubernetes` provider: every object of a program goes to a real API server, and the server judges it.
 *
 * The home of an account serves it to the engine in place of the account's own model of a cluster:
 *
 *     const cluster = await startApiServer();
 *     const home = await openHome(account, {
 *       kubernetes: (gate, die) => new KubernetesProvider(cluster, gate, die),
 *     });
 *
 * It needs no environment. The kubeconfig of a program's `Provider` resource is not used: its `exec` would ask AWS for a
 * token. One server stands for one cluster, so each stack has its own. Charts are not installed: a release is kept as
 * Helm keeps it, and the kinds that its chart defines are made with it, so that an object that does not wait for its
 * chart is refused. No controller runs: nothing becomes ready, and nobody waits for it.
 *
 * As with Pulumi's provider an object is made only where there was none, and changed by server-side apply.
 */
export class KubernetesProvider implements Provider {
  constructor(
    private readonly cluster: Cluster,
    private readonly gate: Gate = openGate,
    private readonly die: () => void = () => {},
  ) {}

  readonly configure = (_: ConfigureRequest): ConfigureResponse =>
    new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);

  /** The server judges. Only names are never its own: one that changed by itself would replace what it names. */
  readonly check = (request: CheckRequest): CheckResponse => {
    const news = plain(request.getNews());
    const type = typeIn(request.getUrn());
    const name = type === releaseType ? news.name : fields(news.metadata).name;
    const failure = new CheckFailure().setProperty("metadata.name").setReason("is missing: say what it is called");
    // The engine asks about the provider's own configuration, too.
    const nameless = type.startsWith("kubernetes:") && name === undefined;
    return new CheckResponse().setInputs(request.getNews()).setFailuresList(nameless ? [failure] : []);
  };

  /** A cluster with another address or certificate is the same cluster, which has what is in it. */
  readonly diffConfig = (request: DiffRequest): DiffResponse => {
    const [before, after] = [plain(request.getOldInputs()), plain(request.getNews())];
    const identifier = "clusterIdentifier";
    return new DiffResponse()
      .setChanges(JSON.stringify(before) === JSON.stringify(after) ? 1 : 2)
      .setReplacesList(before[identifier] === after[identifier] ? [] : [identifier]);
  };

  readonly diff = async (request: DiffRequest): Promise<DiffResponse> => {
    const { client } = this.cluster;
    const { object, id } = wanted(request.getUrn(), request.getNews());
    if (id !== request.getId()) {
      return new DiffResponse().setChanges(2).setDiffsList(["metadata"]).setReplacesList(["metadata"]);
    }
    const stored = await client.get(object);
    const next = keeping(object, stored, request.getIgnorechangesList());
    const { changes, replaces } = await difference(client, stored, next);
    return (
      new DiffResponse()
        .setChanges(changes.length > 0 ? 2 : 1)
        .setDiffsList([...changes])
        .setReplacesList([...replaces])
        // Its name does not change, so the new one has no room beside the old one.
        .setDeletebeforereplace(replaces.length > 0)
    );
  };

  readonly create = async (request: CreateRequest): Promise<CreateResponse> => {
    const urn = request.getUrn();
    const news = plain(request.getProperties());
    if (request.getPreview()) return new CreateResponse().setProperties(struct(news));
    const { object, inputs, id } = wanted(urn, request.getProperties());
    const made = await this.pass("create", urn, inputs, async () => {
      // Server-side apply would take over what is there, and the deletion of the one would delete the other.
      await this.cluster.client.create(object, { dryRun: true });
      return this.apply(urn, inputs, object);
    });
    return new CreateResponse().setId(id).setProperties(struct(sent(outputsOf(typeIn(urn), inputs, made))));
  };

  readonly update = async (request: UpdateRequest): Promise<UpdateResponse> => {
    const urn = request.getUrn();
    const news = plain(request.getNews());
    if (request.getPreview() && hasUnknown(news)) {
      return new UpdateResponse().setProperties(struct({ ...plain(request.getOlds()), ...news }));
    }
    const { object, inputs } = wanted(urn, request.getNews());
    const stored = await this.cluster.client.get(object);
    const next = keeping(object, stored, request.getIgnorechangesList());
    const made = request.getPreview()
      ? await hiding(inputs, () => this.cluster.client.apply(next, { dryRun: true }))
      : await this.pass("update", urn, inputs, () => this.apply(urn, inputs, next));
    return new UpdateResponse().setProperties(struct(sent(outputsOf(typeIn(urn), inputs, made))));
  };

  readonly delete = async (request: DeleteRequest): Promise<Empty> => {
    const urn = request.getUrn();
    const { client } = this.cluster;
    const { object, inputs } = wanted(urn, request.getOldInputs());
    await this.pass("delete", urn, inputs, () =>
      object.kind === "Namespace" ? removeNamespace(client, object) : client.delete(object),
    );
    return new Empty();
  };

  /** What is gone has no id. */
  readonly read = async (request: ReadRequest): Promise<ReadResponse> => {
    const urn = request.getUrn();
    const { object, inputs } = wanted(urn, request.getInputs());
    const stored = await this.cluster.client.get(object);
    if (stored === undefined) return new ReadResponse();
    return new ReadResponse()
      .setId(request.getId())
      .setInputs(request.getInputs())
      .setProperties(struct(inWordsOf(plain(request.getProperties()), outputsOf(typeIn(urn), inputs, stored))));
  };

  readonly invoke = (request: InvokeRequest): InvokeResponse => {
    throw new Error(`the rig's kubernetes provider answers no function, such as ${request.getTok()}`);
  };

  private async apply(urn: string, inputs: Properties, object: KubernetesObject): Promise<KubernetesObject> {
    if (typeIn(urn) === releaseType) {
      await defineKinds(this.cluster.client, this.cluster.charts[String(inputs.chart)] ?? []);
    }
    return this.cluster.client.apply(object);
  }

  private pass<T>(kind: Operation["kind"], urn: string, inputs: Properties, act: () => Promise<T>): Promise<T> {
    const operation = { kind, urn, type: typeIn(urn), inputs: revealed(inputs), die: this.die };
    return hiding(inputs, () => this.gate(operation, act));
  }
}

interface Wanted {
  /** With secrets told apart. */
  readonly inputs: Properties;
  readonly object: KubernetesObject;
  readonly id: string;
}

/** Reads as a name wherever one is needed, so that the server can judge the rest of an object before it is known. */
const notYetKnown = "known-after-the-deployment";

function wanted(urn: string, values: Struct | undefined): Wanted {
  const known = JSON.stringify(plain(values)).replaceAll(pulumi.runtime.unknownValue, notYetKnown);
  const inputs = receivedProperties(JSON.parse(known));
  const clear = revealed(inputs);
  const type = typeIn(urn);
  const object = manifest(type, clear);
  return { inputs, object, id: type === releaseType ? `${clear.namespace}/${clear.name}` : idOf(object) };
}
