/** A value that must not be seen. It prints as `[secret]`, in JSON as anywhere else. */
export class Secret {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The value itself, for what has to compute with it. */
  reveal(): unknown {
    return this.#value;
  }

  toJSON(): string {
    return "[secret]";
  }

  toString(): string {
    return "[secret]";
  }
}

/** What a program asked for beside a resource's inputs. */
export interface RecordedOptions {
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deletedWith?: string;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  /** URNs, names or types under which the resource was known before. */
  readonly aliases: readonly string[];
  readonly customTimeouts: { readonly create?: string; readonly update?: string; readonly delete?: string };
  /** `urn::id` of the provider. Absent on components. */
  readonly provider?: string;
  readonly deleteBeforeReplace: boolean;
}

/** One resource as a program registered it and as the simulated account made it. */
export interface Recorded {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Absent on the stack itself. */
  readonly parent?: string;
  /** `false` for components, which exist only in the program. */
  readonly custom: boolean;
  readonly id?: string;
  /** Values are plain; what the program marked secret is a `Secret`, at any depth. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** URNs of everything that had to exist first, sorted. */
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly options: RecordedOptions;
}

/** What one run of a program made. */
export interface Run {
  /** In the order of registration. */
  readonly resources: readonly Recorded[];
  /** What the program exported. */
  readonly outputs: Readonly<Record<string, unknown>>;
}
