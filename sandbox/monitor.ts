import type {
  ReadResourceRequest,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  ResourceInvokeRequest,
  SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Scope } from "./model";
import { type Recorded, type RecordedOptions, Secret } from "./record";
import { type Properties, receivedProperties, sent } from "./wire";

/** Something to make a resource in. */
export interface Asked {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  /** `urn::id` of the provider, when the program chose one. */
  readonly provider?: string;
  /** What the provider was told, by an engine that tells it. @default - what the account knows of the provider */
  readonly scope?: Scope;
  /** Of something that exists already and is only looked up. */
  readonly id?: string;
}

/** What stands behind the monitor: it makes resources and answers questions. */
export interface Cloud {
  create(asked: Asked): { readonly id: string; readonly outputs: Properties };
  read(asked: Asked & { readonly id: string }): { readonly outputs: Properties };
  invoke(token: string, args: Properties, provider?: string): Properties;
}

type Callback<Answer> = (error: null, answer: Answer) => void;

/**
 * Packages whose resources must name their provider: what a default one of them does, nobody wrote down. Engines are
 * told so by `pulumi:disable-default-providers`.
 */
const explicit = ["aws", "kubernetes"];

const features = new Set(["secrets", "resourceReferences", "deletedWith", "replaceWith", "aliasSpecs"]);

/** Pulumi's own rule: the types of all parents, outermost first; the stack adds nothing. */
function urnOf(stack: string, project: string, parent: string, type: string, name: string): string {
  const parents = parent === "" ? "" : (parent.split("::")[2] ?? "");
  const qualified = parents === "" || parents === "pulumi:pulumi:Stack" ? type : `${parents}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

function optionsOf(request: RegisterResourceRequest): RecordedOptions {
  const timeouts = request.getCustomtimeouts();
  const spans = {
    create: timeouts?.getCreate() ?? "",
    update: timeouts?.getUpdate() ?? "",
    delete: timeouts?.getDelete() ?? "",
  };
  const provider = request.getProvider();
  const deletedWith = request.getDeletedwith();
  return {
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    aliases: request.getAliasesList().map((alias) => {
      const spec = alias.getSpec();
      return alias.getUrn() || spec?.getName() || spec?.getType() || "another parent";
    }),
    customTimeouts: Object.fromEntries(Object.entries(spans).filter(([, span]) => span !== "")),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    ...(deletedWith === "" ? {} : { deletedWith }),
    ...(provider === "" ? {} : { provider }),
  };
}

/** Wraps what the program asked to be kept secret beside what the provider already does. */
function hiding(outputs: Properties, names: readonly string[]): Properties {
  if (names.length === 0) return outputs;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      names.includes(name) && !(value instanceof Secret) ? new Secret(value) : value,
    ]),
  );
}

/** The part of the engine a program talks to, in this process: it records what was asked and has the cloud do it. */
export class Monitor {
  readonly recorded = new Map<string, Recorded>();
  /** What was refused, in order. */
  readonly refused: Error[] = [];
  /** Requests served; while it grows, the program is getting somewhere. */
  served = 0;

  constructor(
    private readonly cloud: Cloud,
    private readonly project: string,
    private readonly stack: string,
    private readonly defaultProviders: boolean,
    private readonly onRefusal: () => void,
  ) {}

  /** What the stack exported. */
  outputs(): Properties {
    return [...this.recorded.values()].find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  }

  registerResource(request: RegisterResourceRequest, callback: Callback<unknown>): void {
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    this.serve(callback, `${type} "${name}"`, () => {
      const urn = urnOf(this.stack, this.project, parent, type, name);
      if (this.recorded.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
      const custom = request.getCustom();
      const [pkg = ""] = type.split(":");
      if (custom && !this.defaultProviders && explicit.includes(pkg) && request.getProvider() === "") {
        throw new Error(`Default provider for '${pkg}' disabled. '${type}' must use an explicit provider.`);
      }
      const inputs = receivedProperties(request.getObject()?.toJavaScript() ?? {});
      const options = optionsOf(request);
      const provider = options.provider === undefined ? {} : { provider: options.provider };
      const imported = request.getImportid();
      const asked = { urn, type, name, inputs, ...provider, ...(imported === "" ? {} : { id: imported }) };
      const made = custom ? this.cloud.create(asked) : undefined;
      const outputs = hiding(made?.outputs ?? {}, request.getAdditionalsecretoutputsList());
      this.recorded.set(urn, {
        urn,
        type,
        name,
        ...(parent === "" ? {} : { parent }),
        custom,
        ...(made === undefined ? {} : { id: made.id }),
        inputs,
        outputs,
        dependencies: [...request.getDependenciesList()].sort(),
        propertyDependencies: Object.fromEntries(
          [...request.getPropertydependenciesMap().entries()].map(([key, urns]) => [
            key,
            [...urns.getUrnsList()].sort(),
          ]),
        ),
        options,
      });
      return {
        getUrn: () => urn,
        getId: () => made?.id ?? "",
        getObject: () => ({ toJavaScript: () => sent(outputs) }),
        getPropertydependenciesMap: () => undefined,
        getResult: () => 0,
      };
    });
  }

  registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback<unknown>): void {
    const urn = request.getUrn();
    this.serve(callback, urn, () => {
      const known = this.recorded.get(urn);
      if (known === undefined) throw new Error("outputs of a resource that was never registered");
      const outputs = receivedProperties(request.getOutputs()?.toJavaScript() ?? {});
      this.recorded.set(urn, { ...known, outputs: { ...known.outputs, ...outputs } });
      return {};
    });
  }

  readResource(request: ReadResourceRequest, callback: Callback<unknown>): void {
    const [type, name, id] = [request.getType(), request.getName(), request.getId()];
    this.serve(callback, `${type} "${name}"`, () => {
      const urn = urnOf(this.stack, this.project, request.getParent(), type, name);
      const inputs = receivedProperties(request.getProperties()?.toJavaScript() ?? {});
      const provider = request.getProvider();
      const { outputs } = this.cloud.read({ urn, type, name, id, inputs, ...(provider === "" ? {} : { provider }) });
      return { getUrn: () => urn, getProperties: () => ({ toJavaScript: () => sent(outputs) }) };
    });
  }

  invoke(request: ResourceInvokeRequest, callback: Callback<unknown>): void {
    const token = request.getTok();
    this.serve(callback, token, () => {
      const args = receivedProperties(request.getArgs()?.toJavaScript() ?? {});
      const answer = this.cloud.invoke(token, args, request.getProvider() || undefined);
      return { getFailuresList: () => [], getReturn: () => ({ toJavaScript: () => sent(answer) }) };
    });
  }

  supportsFeature(request: SupportsFeatureRequest, callback: Callback<{ getHassupport: () => boolean }>): void {
    const supported = features.has(request.getId());
    callback(null, { getHassupport: () => supported });
  }

  /**
   * A request that is refused is never answered, as by an engine that gives up: whatever waits for it goes on waiting,
   * where an answer would have the SDK reject a promise that nobody watches for each property of the resource.
   */
  private serve<Answer>(callback: Callback<Answer>, subject: string, answer: () => Answer): void {
    this.served += 1;
    let served: Answer;
    try {
      served = answer();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.refused.push(new Error(`${subject}: ${reason}`, { cause: error }));
      this.onRefusal();
      return;
    }
    callback(null, served);
  }
}
