import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type Access, access } from "./core/access";
import { Component } from "./core/component";
import { type DataClass, protection } from "./core/data-class";
import { refuse } from "./core/errors";
import type { EncryptionKey } from "./core/shapes";

export interface GeneratedSecretArgs {
  /** Encrypts the copy for people. */
  readonly key: EncryptionKey;
  /** What is lost when the secret is: a deleted copy can be had back for as long as this says. */
  readonly data: DataClass;
  /** Any new value makes the secret anew. */
  readonly rotate: string;
  /**
   * How hard it is to guess, in bits: 256 for a key that signs.
   *
   * @default - 190 bits, which are 32 letters and digits
   */
  readonly bits?: number;
}

const alphabet = 26 + 26 + 10;
// The longest password that every consumer takes: RDS and ElastiCache stop at 128.
const longest = 128;
const shortest = 32;

/** Letters and digits that hold so many bits, never fewer than 32 of them. */
export const secretLength = (bits: number): number => Math.max(shortest, Math.ceil(bits / Math.log2(alphabet)));

/**
 * A secret that nobody typed and nobody has to: letters and digits, which every consumer takes, with a copy in Secrets
 * Manager for people.
 */
export class GeneratedSecret extends Component {
  /** A Pulumi secret. */
  readonly value: pulumi.Output<string>;
  /** Name of the copy in Secrets Manager. */
  readonly secretName: pulumi.Output<string>;

  /** @throws {Mistake} when more bits are asked for than 128 characters hold. */
  constructor(name: string, args: GeneratedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    const { bits = 190 } = args;
    refuse(`generated secret "${name}"`, [
      !(bits > 0 && secretLength(bits) <= longest) &&
        `bits is ${bits}; allowed are 1 to ${Math.floor(longest * Math.log2(alphabet))}, what ${longest} characters hold; 256 is enough for any key`,
    ]);
    super("atelier:data:GeneratedSecret", name, opts);

    const password = new random.RandomPassword(
      this.child("value"),
      {
        length: secretLength(bits),
        special: false,
        // Some consumers count classes.
        minLower: 1,
        minUpper: 1,
        minNumeric: 1,
        keepers: { rotate: args.rotate },
      },
      this.within,
    );
    const copy = new aws.secretsmanager.Secret(
      this.child("copy"),
      {
        namePrefix: this.physical("secret"),
        description: `Made by Pulumi for programs; this copy is for people, and changing it changes nothing (${name})`,
        kmsKeyId: args.key.arn,
        recoveryWindowInDays: protection[args.data].secretRecoveryDays,
      },
      this.within,
    );
    new aws.secretsmanager.SecretVersion(
      this.child("copied"),
      { secretId: copy.id, secretString: password.result },
      this.within,
    );

    this.value = password.result;
    this.secretName = copy.name;
    this.registerOutputs({});
  }

  /** Know the secret, as this environment variable. */
  as(variable: string): Access {
    return access(`use ${this.called}`, { secrets: { [variable]: this.value } });
  }
}
