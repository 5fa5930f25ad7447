import { createHash } from "node:crypto";
import { type Fault, faultAt } from "./faults";
import type { Claim, Functions, Given, Handle, Model, Problem, Reference, Scope, Table, Thing, View } from "./model";
import { Refusal } from "./model";
import type { Asked, Cloud } from "./monitor";
import { Secret } from "./record";
import { scopeOf } from "./scope";
import { functions, resources } from "./tables";
import { at, record, text } from "./values";
import { hidesSomething, type Properties, revealed, secretTexts } from "./wire";

export interface AccountOptions {
  /** @default "111122223333" */
  readonly id?: string;
  /** Of whatever no provider says otherwise about. @default "eu-central-1" */
  readonly region?: string;
  /** What goes wrong. @default - nothing */
  readonly faults?: readonly Fault[];
  /**
   * Ids, ARNs and names of what others made. `"anything"`: whatever the account does not know is taken for that, so
   * that a component can be tried on stand-ins.
   * @default - what the program points at, it must have made
   */
  readonly outside?: "anything" | readonly string[];
}

interface Entry {
  thing: Thing;
  /** What its id and whatever else is random about it comes from. */
  readonly seed: string;
  readonly claims: readonly Claim[];
  /** Keys of what it points at and AWS will therefore not delete. */
  readonly holds: readonly string[];
  readonly heldBy: Set<string>;
}

/** Something that exists, and the provider that says in which cluster. */
export type Existing = Pick<Asked, "type" | "provider" | "scope"> & { readonly id: string };

const handles: readonly Handle[] = ["id", "arn", "name"];

export interface Difference {
  /** Names of the inputs whose value differs. */
  readonly changes: readonly string[];
  /** Paths of what differs and needs a new thing. */
  readonly replaces: readonly string[];
  /** The new thing claims what the old one has: a name, a port. The old one must go first. */
  readonly collides: boolean;
}

/**
 * The simulated account: everything that exists, and AWS's judgement on what is asked. What it knows of each type
 * stands in the tables; it depends on no particular way of being reached.
 */
export class Account implements Cloud, View {
  readonly id: string;
  /** Seconds since the account was opened. Only `wait` moves it. */
  clock = 0;
  private operations = 0;
  /** How often something was made for each URN. */
  private readonly made = new Map<string, number>();
  readonly isOutside: (value: string) => boolean;
  readonly region: string;
  private faults: readonly Fault[];
  private readonly entries = new Map<string, Entry>();
  /** Keys of entries, by type, handle and value. */
  private readonly index = new Map<string, string>();
  private readonly types = new Map<string, Set<string>>();
  /** Who has it and, once deleted, how long it stays taken. */
  private readonly claimed = new Map<string, { readonly by: string; readonly until?: number; readonly code: string }>();

  constructor(
    options: AccountOptions = {},
    private readonly tables: { readonly resources: Table; readonly functions: Functions } = { resources, functions },
  ) {
    this.id = options.id ?? "111122223333";
    this.region = options.region ?? "eu-central-1";
    this.faults = options.faults ?? [];
    const { outside = [] } = options;
    this.isOutside = (value) => outside === "anything" || outside.includes(value);
  }

  /** What goes wrong from here on, counted from the next operation. */
  befall(faults: readonly Fault[]): void {
    this.faults = faults;
    this.operations = 0;
  }

  /** @throws {Refusal} with every reason AWS would give. */
  create(asked: Asked): { readonly id: string; readonly outputs: Properties } {
    const model = this.model(asked.type);
    const fault = this.fault();
    const seed = this.seedOf(asked.urn);
    const given = this.given(asked, seed);
    const claims = model.claims?.(given) ?? [];
    refuse([...this.missing(model, given), ...judged(model, given), ...claims.map((claim) => this.taken(claim))]);

    const id = asked.id ?? model.id(given);
    const made = model.outputs?.(given, id) ?? {};
    const outputs = { ...given.inputs, ...tagsAll(model, given), ...made };
    const { urn, type } = asked;
    this.keep({ type, id, urn, inputs: given.inputs, outputs, scope: given.scope, full: false }, claims, seed);
    this.made.set(urn, (this.made.get(urn) ?? 0) + 1);
    if (fault !== undefined) throw new Refusal(fault.message);
    return { id, outputs: hidden(model, asked.inputs, outputs) };
  }

  /** @throws {Refusal} when there is no such thing. */
  read(existing: Existing): { readonly inputs: Properties; readonly outputs: Properties } {
    const { inputs, outputs } = this.entry(existing).thing;
    const model = this.model(existing.type);
    return { inputs: hidden(model, {}, inputs), outputs: hidden(model, {}, outputs) };
  }

  /**
   * What it would take to make it as wanted.
   *
   * @param known What whoever asks believes it to be. @default - what it is
   * @throws {Refusal} when there is no such thing.
   */
  diff(existing: Existing, inputs: Properties, known?: Properties): Difference {
    const { thing, claims } = this.entry(existing);
    const model = this.model(thing.type);
    const before = known === undefined ? thing.inputs : revealed(known);
    const wanted = revealed(inputs);
    const names = new Set([...Object.keys(before), ...Object.keys(wanted)]);
    const changes = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(wanted[name]));
    const differs = (path: string) => JSON.stringify(at(before, path)) !== JSON.stringify(at(wanted, path));
    const replaces = (model.replaces ?? []).filter(differs);
    if (replaces.length === 0) return { changes, replaces, collides: false };

    const { urn } = thing;
    const asked = { ...existing, urn, name: urn.slice(urn.lastIndexOf("::") + 2), inputs };
    const next = model.claims?.(this.given(asked, this.seedOf(urn))) ?? [];
    return { changes, replaces, collides: next.some(({ key }) => claims.some((claim) => claim.key === key)) };
  }

  /** What an update would give back; nothing is changed or judged. @throws {Refusal} when there is no such thing. */
  foresee(asked: Asked & { readonly id: string }): { readonly outputs: Properties } {
    const model = this.model(asked.type);
    const entry = this.entry(asked);
    return { outputs: hidden(model, asked.inputs, updated(model, entry.thing, this.given(asked, entry.seed))) };
  }

  /** @throws {Refusal} with every reason AWS would give, a change that needs a new thing among them. */
  update(asked: Asked & { readonly id: string }): { readonly outputs: Properties } {
    const { type, id, inputs } = asked;
    const model = this.model(type);
    const entry = this.entry(asked);
    const { replaces } = this.diff(asked, inputs);
    const fault = this.fault();

    // What it has it may keep: its own name does not stand in its way.
    this.drop(entry);
    const given = this.given(asked, entry.seed);
    const claims = model.claims?.(given) ?? [];
    try {
      refuse([
        replaces.length > 0 && `InvalidParameterCombination: ${replaces.join(", ")} cannot change on ${type} ${id}`,
        ...this.missing(model, given),
        ...judged(model, given),
        ...claims.map((claim) => this.taken(claim)),
      ]);
    } catch (error) {
      this.keep(entry.thing, entry.claims, entry.seed, entry.heldBy);
      throw error;
    }
    const outputs = updated(model, entry.thing, given);
    this.keep({ ...entry.thing, inputs: given.inputs, outputs, scope: given.scope }, claims, entry.seed, entry.heldBy);
    if (fault !== undefined) throw new Refusal(fault.message);
    return { outputs: hidden(model, inputs, outputs) };
  }

  /** Deleting what is gone already is no fault. @throws {Refusal} when it is protected, full or in use. */
  delete(existing: Existing): void {
    const entry = this.entries.get(this.keyOf(existing));
    if (entry === undefined) return;
    const { thing, claims } = entry;
    const model = this.model(thing.type);
    const fault = this.fault();
    const users = [...entry.heldBy].filter((key) => this.entries.has(key));
    const inUse = `${model.inUse ?? "DependencyViolation"}: ${thing.type} ${thing.id} is in use by ${users.join(", ")}`;
    refuse([model.keeps?.(thing, this), users.length > 0 && inUse]);

    const left = model.leaves?.(thing, this);
    const ghost = model.ghost?.(thing);
    this.drop(entry);
    for (const other of [...this.entries.values()]) if (model.takes?.(thing, other.thing)) this.drop(other);
    if (ghost !== undefined && ghost.seconds > 0) {
      const until = this.clock + ghost.seconds;
      for (const { key } of claims) this.claimed.set(key, { by: thing.id, until, code: ghost.code });
    }
    if (left !== undefined) this.keep({ ...left, urn: thing.urn, scope: thing.scope, full: false }, [], entry.seed);
    if (fault !== undefined) throw new Refusal(fault.message);
  }

  /** @throws {Refusal} when nothing here answers such a question, or the answer is that there is no such thing. */
  invoke(token: string, args: Properties, provider?: string, scope?: Scope): Properties {
    const answer = this.tables.functions[token];
    if (answer === undefined)
      throw new Error(`the sandbox knows no function "${token}": add it to its service's table`);
    return answer({ args: revealed(args), scope: scope ?? this.scope(provider), account: this });
  }

  find(type: string, by: Handle, value: string, cluster = ""): Thing | undefined {
    const key = this.index.get(indexKey(type, by, value, cluster));
    return key === undefined ? undefined : this.entries.get(key)?.thing;
  }

  all(type: string): readonly Thing[] {
    return [...(this.types.get(type) ?? [])].flatMap((key) => this.entries.get(key)?.thing ?? []);
  }

  /** Everything that exists, in the order it was made. */
  remaining(): readonly Thing[] {
    return [...this.entries.values()].map(({ thing }) => thing);
  }

  /** Lets time pass. */
  wait(seconds: number): void {
    this.clock += seconds;
  }

  /** Something is put into a bucket or repository, from outside of the program. */
  fill(existing: Existing): void {
    const entry = this.entry(existing);
    entry.thing = { ...entry.thing, full: true };
  }

  /** Somebody empties it. */
  empty(existing: Existing): void {
    const entry = this.entry(existing);
    entry.thing = { ...entry.thing, full: false };
  }

  /** Counts an operation. What goes wrong before it goes wrong here; what goes wrong after it is handed back. */
  private fault() {
    this.operations += 1;
    const fault = faultAt(this.faults, this.operations);
    if (fault?.when === "before") throw new Refusal(fault.message);
    return fault;
  }

  private model(type: string): Model {
    const model = this.tables.resources[type];
    if (model === undefined) throw new Error(`the sandbox knows no type "${type}": add it to its service's table`);
    return model;
  }

  private keyOf({ type, id, provider, scope }: Existing): string {
    return keyOf(type, id, (scope ?? this.scope(provider)).cluster);
  }

  /** What replaces a thing is made for the same URN, and is another thing. */
  private seedOf(urn: string): string {
    const before = this.made.get(urn) ?? 0;
    return before === 0 ? urn : `${urn}\n${before}`;
  }

  private entry(existing: Existing): Entry {
    const entry = this.entries.get(this.keyOf(existing));
    if (entry === undefined)
      throw new Refusal(`ResourceNotFoundException: there is no ${existing.type} ${existing.id}`);
    return entry;
  }

  private given({ urn, type, name, inputs, provider, scope: told }: Asked, seed: string): Given {
    const digits = createHash("sha512").update(`${this.id}\n${seed}`).digest("hex");
    const hex = (length: number) => digits.slice(0, length);
    const clear = revealed(inputs);
    const scope = told ?? this.scope(provider);
    // Every resource of AWS that lives in a region may name another than its provider's.
    const region = type.startsWith("aws:") && text(clear.region) !== "" ? text(clear.region) : scope.region;
    return { urn, type, name, inputs: clear, scope: { ...scope, region }, account: this, hex };
  }

  private scope(provider: string | undefined): Scope {
    const id = provider?.slice(provider.lastIndexOf("::") + 2) ?? "";
    const type = `pulumi:providers:${provider?.match(/pulumi:providers:(\w+)/)?.[1] ?? ""}`;
    return scopeOf(this.find(type, "id", id)?.inputs ?? {}, this.region);
  }

  private missing(model: Model, { inputs }: Given): readonly Problem[] {
    return this.pointed(model, inputs)
      .filter(({ to, value, found }) => found === undefined && !to.given?.test(value) && !this.isOutside(value))
      .map(
        ({ path, value, to }) => `${to.code}: ${path} is ${value}, which nothing in the account has as its ${to.by}`,
      );
  }

  private pointed(model: Model, inputs: Properties) {
    return (model.refers ?? []).flatMap((reference: Reference) =>
      at(inputs, reference.path)
        .filter((value): value is string => typeof value === "string" && value !== "")
        .map((value) => {
          const { by, types } = reference.to;
          const found = types.map((type) => this.find(type, by, value)).find((thing) => thing !== undefined);
          return { ...reference, value, found };
        }),
    );
  }

  private taken({ key, code }: Claim): Problem {
    const holder = this.claimed.get(key);
    if (holder === undefined) return false;
    if (holder.until === undefined) return `${code}: ${key} is taken by ${holder.by}`;
    return this.clock < holder.until && `${holder.code}: ${key} stays taken for ${holder.until - this.clock} s more`;
  }

  private keep(thing: Thing, claims: readonly Claim[], seed: string, heldBy = new Set<string>()): void {
    const { type, id, scope } = thing;
    const key = keyOf(type, id, scope.cluster);
    if (this.entries.has(key)) throw new Refusal(`ResourceAlreadyExistsException: there is a ${type} ${id} already`);
    const holds: string[] = [];
    for (const { found, loose, fills } of this.pointed(this.model(type), thing.inputs)) {
      const target = found && this.entries.get(keyOf(found.type, found.id, found.scope.cluster));
      if (target === undefined || found === undefined) continue;
      if (fills) target.thing = { ...target.thing, full: true };
      if (!loose) holds.push(keyOf(found.type, found.id, found.scope.cluster));
    }
    this.entries.set(key, { thing, seed, claims, holds, heldBy });
    for (const held of holds) this.entries.get(held)?.heldBy.add(key);
    for (const claim of claims) this.claimed.set(claim.key, { by: id, code: claim.code });
    for (const by of handles) this.index.set(indexKey(type, by, handleOf(thing, by), scope.cluster), key);
    const siblings = this.types.get(type) ?? new Set();
    this.types.set(type, siblings.add(key));
  }

  private drop({ thing, claims, holds }: Entry): void {
    const { type, id, scope } = thing;
    const key = keyOf(type, id, scope.cluster);
    this.entries.delete(key);
    for (const held of holds) this.entries.get(held)?.heldBy.delete(key);
    for (const claim of claims) this.claimed.delete(claim.key);
    for (const by of handles) this.index.delete(indexKey(type, by, handleOf(thing, by), scope.cluster));
    this.types.get(type)?.delete(key);
  }
}

const keyOf = (type: string, id: string, cluster: string): string => [type, id, cluster].join(" ").trimEnd();
const indexKey = (...parts: readonly string[]): string => parts.join(" ");
const handleOf = ({ id, outputs }: Thing, by: Handle): string => (by === "id" ? id : String(outputs[by] ?? ""));

function refuse(problems: readonly Problem[]): void {
  const found = problems.filter((problem) => typeof problem === "string");
  if (found.length > 0) throw new Refusal(found.join("; "));
}

const judged = (model: Model, given: Given): readonly Problem[] =>
  (model.checks ?? []).flatMap((check) => check(given));

const tagsAll = (model: Model, { inputs, scope }: Given): Properties =>
  model.tagged ? { tagsAll: { ...scope.tags, ...record(inputs.tags) } } : {};

/** What a thing gives back once it is as wanted. What only its creation decided stays; what is no longer given goes. */
const updated = (model: Model, { id, inputs, outputs }: Thing, given: Given): Properties => ({
  ...Object.fromEntries(Object.entries(outputs).filter(([name]) => !(name in inputs))),
  ...given.inputs,
  ...tagsAll(model, given),
  ...model.outputs?.(given, id),
});

/** What came in as a secret goes out as one, and so do what the provider calls one and whatever repeats one. */
function hidden(model: Model, inputs: Properties, outputs: Properties): Properties {
  const words = secretTexts(inputs);
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(outputs)) {
    const told = model.secrets?.includes(name) || hidesSomething(inputs[name]);
    const repeats = words.length > 0 && words.some((word) => JSON.stringify(value)?.includes(word));
    result[name] = value !== undefined && (told || repeats) ? new Secret(value) : value;
  }
  return result;
}
