import { type handleUnaryCall, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
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
  InvokeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Account } from "./account";
import { scopeOf } from "./scope";
import { hidesSomething, type Properties, received, receivedProperties, revealed, sent } from "./wire";

/** One request that changes something in the account. */
export interface Operation {
  readonly kind: "create" | "update" | "delete";
  readonly urn: string;
  readonly type: string;
  /** In clear: the account is AWS. What is deleted has those that it had. */
  readonly inputs: Properties;
  /** Ends the provider's process at once: the engine never hears an answer. */
  readonly die: () => void;
}

/** Stands between the engine and the account, where time passes and things go wrong. */
export type Gate = <T>(operation: Operation, act: () => T | Promise<T>) => Promise<T>;

/** Lets everything through at once. */
export const openGate: Gate = async (_, act) => act();

const { unknownValue } = pulumi.runtime;

export const plain = (values: Struct | undefined): Properties => values?.toJavaScript() ?? {};
// Through JSON: a message has no place for what is undefined.
export const struct = (values: Properties): Struct => Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));
export const hasUnknown = (values: Properties): boolean => JSON.stringify(values).includes(unknownValue);

/** In our terms. What is known only after the deployment becomes a text that nothing else is. */
const ours = (values: Properties): Properties =>
  receivedProperties(JSON.parse(JSON.stringify(values).replaceAll(unknownValue, "known after the deployment")));

/** Values of the account, in the engine's own words wherever they are the same: so that nothing seems to change. */
export function inWordsOf(state: Properties, values: Properties): Properties {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const before = state[name];
      const same = JSON.stringify(revealed({ value: received(before) })) === JSON.stringify(revealed({ value }));
      // What the engine keeps secret stays so; what the account calls secret, the engine may not know for one.
      const asHidden = hidesSomething(received(before)) || !hidesSomething(value);
      return [name, same && asHidden ? before : sent({ value }).value];
    }),
  );
}

const nameIn = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);
export const typeIn = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

type Answered<Request, Answer> = (request: Request) => Answer | Promise<Answer>;

/** What answers the engine's questions about the resources of one package. */
export interface Provider {
  readonly configure: Answered<ConfigureRequest, ConfigureResponse>;
  readonly check: Answered<CheckRequest, CheckResponse>;
  readonly diffConfig: Answered<DiffRequest, DiffResponse>;
  readonly diff: Answered<DiffRequest, DiffResponse>;
  readonly create: Answered<CreateRequest, CreateResponse>;
  readonly read: Answered<ReadRequest, ReadResponse>;
  readonly update: Answered<UpdateRequest, UpdateResponse>;
  readonly delete: Answered<DeleteRequest, Empty>;
  readonly invoke: Answered<InvokeRequest, InvokeResponse>;
}

/**
 * A provider as the engine talks to one. It knows its configuration; everything else it asks the account, which may
 * stand behind any number of providers.
 */
export class SandboxProvider implements Provider {
  private scope = scopeOf({}, "");

  constructor(
    private readonly account: Account,
    private readonly gate: Gate,
    private readonly die: () => void,
  ) {}

  configure(request: ConfigureRequest): ConfigureResponse {
    this.scope = scopeOf(revealed(ours(plain(request.getArgs()))), this.account.region);
    return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
  }

  /** The account judges when it is asked to act; inputs are taken as they come. */
  check(request: CheckRequest): CheckResponse {
    return new CheckResponse().setInputs(request.getNews());
  }

  /** A provider that is told something new is the same provider. */
  diffConfig(request: DiffRequest): DiffResponse {
    const changed = JSON.stringify(plain(request.getOldInputs())) !== JSON.stringify(plain(request.getNews()));
    return new DiffResponse().setChanges(changed ? 2 : 1);
  }

  diff(request: DiffRequest): DiffResponse {
    const existing = { type: typeIn(request.getUrn()), id: request.getId(), scope: this.scope };
    const { changes, replaces, collides } = this.account.diff(
      existing,
      ours(plain(request.getNews())),
      ours(plain(request.getOldInputs())),
    );
    return new DiffResponse()
      .setChanges(changes.length > 0 ? 2 : 1)
      .setDiffsList([...changes])
      .setReplacesList([...new Set(replaces.map((path) => path.replace(/[.[].*/, "")))])
      .setDeletebeforereplace(collides);
  }

  async create(request: CreateRequest): Promise<CreateResponse> {
    const news = plain(request.getProperties());
    if (request.getPreview()) return new CreateResponse().setProperties(struct(news));
    const urn = request.getUrn();
    const asked = { urn, type: typeIn(urn), name: nameIn(urn), inputs: receivedProperties(news), scope: this.scope };
    const { id, outputs } = await this.pass("create", urn, asked.inputs, () => this.account.create(asked));
    return new CreateResponse().setId(id).setProperties(struct(sent(outputs)));
  }

  async update(request: UpdateRequest): Promise<UpdateResponse> {
    const [urn, id, news] = [request.getUrn(), request.getId(), plain(request.getNews())];
    const asked = { urn, id, type: typeIn(urn), name: nameIn(urn), scope: this.scope };
    if (request.getPreview() && hasUnknown(news)) {
      return new UpdateResponse().setProperties(struct({ ...plain(request.getOlds()), ...news }));
    }
    const inputs = receivedProperties(news);
    const { outputs } = request.getPreview()
      ? this.account.foresee({ ...asked, inputs })
      : await this.pass("update", urn, inputs, () => this.account.update({ ...asked, inputs }));
    return new UpdateResponse().setProperties(struct(sent(outputs)));
  }

  async delete(request: DeleteRequest): Promise<Empty> {
    const urn = request.getUrn();
    const existing = { type: typeIn(urn), id: request.getId(), scope: this.scope };
    const inputs = ours(plain(request.getOldInputs()));
    await this.pass("delete", urn, inputs, () => this.account.delete(existing));
    return new Empty();
  }

  /** What is gone has no id. */
  read(request: ReadRequest): ReadResponse {
    const [id, type] = [request.getId(), typeIn(request.getUrn())];
    if (this.account.find(type, "id", id, this.scope.cluster) === undefined) return new ReadResponse();
    const { inputs, outputs } = this.account.read({ type, id, scope: this.scope });
    return new ReadResponse()
      .setId(id)
      .setInputs(struct(inWordsOf(plain(request.getInputs()), inputs)))
      .setProperties(struct(inWordsOf(plain(request.getProperties()), outputs)));
  }

  invoke(request: InvokeRequest): InvokeResponse {
    const answer = this.account.invoke(
      request.getTok(),
      receivedProperties(plain(request.getArgs())),
      undefined,
      this.scope,
    );
    return new InvokeResponse().setReturn(struct(sent(answer)));
  }

  private pass<T>(kind: Operation["kind"], urn: string, inputs: Properties, act: () => T): Promise<T> {
    return this.gate({ kind, urn, type: typeIn(urn), inputs: revealed(inputs), die: this.die }, act);
  }
}

/** One of the engine's questions, and our answer. What we refuse, it prints. */
function answering<Request, Answer>(answer: Answered<Request, Answer>): handleUnaryCall<Request, Answer> {
  return ({ request }, callback) => {
    Promise.resolve()
      .then(() => answer(request))
      .then(
        (given) => callback(null, given),
        (error: unknown) =>
          callback({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

/** What a server serves to be a provider; the rest of the protocol answers that it is not there. */
export const serviceOf = (provider: Provider, version: string): UntypedServiceImplementation => ({
  getPluginInfo: answering(() => new PluginInfo().setVersion(version)),
  checkConfig: answering((request: CheckRequest) => provider.check(request)),
  diffConfig: answering((request: DiffRequest) => provider.diffConfig(request)),
  configure: answering((request: ConfigureRequest) => provider.configure(request)),
  check: answering((request: CheckRequest) => provider.check(request)),
  diff: answering((request: DiffRequest) => provider.diff(request)),
  create: answering((request: CreateRequest) => provider.create(request)),
  read: answering((request: ReadRequest) => provider.read(request)),
  update: answering((request: UpdateRequest) => provider.update(request)),
  delete: answering((request: DeleteRequest) => provider.delete(request)),
  invoke: answering((request: InvokeRequest) => provider.invoke(request)),
  cancel: answering((request: Empty) => request),
});
