import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "./core/component";
import { type DataClass, protection } from "./core/data-class";
import type { EncryptionKey } from "./core/shapes";
import { here } from "./here";
import { type KeyUser, keyPolicy } from "./key-policy";

export interface KeyArgs {
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

  constructor(name: string, args: KeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:data:Key", name, opts);
    const { protect, keyDeletionDays } = protection[args.data];

    const key = new aws.kms.Key(
      this.child("key"),
      {
        description: `${name} of ${pulumi.getStack()}`,
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
