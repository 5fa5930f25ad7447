import * as pulumi from "@pulumi/pulumi";
import { type NameKind, physicalName } from "./names";

/**
 * Base of every component here. Children carry their parent's name and sit beneath it, so a
 * resource's URN says which line of code made it.
 */
export abstract class Component extends pulumi.ComponentResource {
  /** Options of every child: it sits beneath this component and inherits its providers. */
  protected readonly within: pulumi.CustomResourceOptions = { parent: this };

  /** @param type Part of every child's URN: once deployed, changing it replaces them all. */
  constructor(
    type: `atelier:${string}:${string}`,
    protected readonly called: string,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    // An empty record, because the SDK sends a component's arguments to the engine, and so to the state.
    super(type, called, {}, opts);
  }

  /** Names a child by the part it plays: `child("key")` inside `models` is `models-key`. */
  protected child(part: string): string {
    return `${this.called}-${part}`;
  }

  /**
   * What AWS calls that child, within the limits of its kind.
   *
   * @param version Whatever forces a replacement, so that the new one can stand beside the old.
   */
  protected physical(kind: NameKind, part?: string, version?: string): string {
    return physicalName(kind, part ? this.child(part) : this.called, version === undefined ? {} : { version });
  }
}
