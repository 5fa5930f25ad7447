import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./core/component";
import { type DataClass, protection } from "./core/data-class";
import { refuse } from "./core/errors";
import type { EncryptionKey } from "./core/shapes";
import { here } from "./here";
import { type KeyUser, keyPolicy } from "./key-policy";

export interface KeyArgs {
  /** What the key protects, for the person who meets it in the console. */
  readonly description: string;
  /** What that data is worth. A deleted key makes everything it encrypted unreadable, backups and snapshots too. */
  readonly data: DataClass;
  /**
   * Services that use the key by themselves.
   *
   * @default - only whom IAM allows
   */
  readonly usedBy?: readonly KeyUser[];
}

/** A symmetric key of our own in KMS, rotated every year. */
export class Key extends Component implements EncryptionKey {
  readonly arn: pulumi.Output<string>;

  /** @throws {Mistake} when the description is empty or longer than KMS's 8,192 characters. */
  constructor(name: string, args: KeyArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`key "${name}"`, [
      (args.description.trim() === "" || args.description.length > 8192) &&
        `description has ${args.description.length} characters; KMS allows 1 to 8192: say what the key protects`,
    ]);
    super("atelier:data:Key", name, opts);
    const { protect, keyDeletionDays } = protection[args.data];

    const key = new aws.kms.Key(
      this.child("key"),
      {
        description: args.description,
        enableKeyRotation: true,
        deletionWindowInDays: keyDeletionDays,
        policy: here(this).apply((where) => JSON.stringify(keyPolicy(where, args.usedBy ?? []))),
      },
      { ...this.within, protect },
    );
    new aws.kms.Alias(this.child("alias"), { name: this.physical("kms alias"), targetKeyId: key.keyId }, this.within);

    this.arn = key.arn;
    this.registerOutputs({});
  }
}
