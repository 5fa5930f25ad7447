import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { productAcl } from "./cache-acl";
import { type Access, access } from "./core/access";
import { Component } from "./core/component";
import type { DataClass } from "./core/data-class";
import type { CacheServer, EncryptionKey } from "./core/shapes";
import { GeneratedSecret } from "./generated-secret";

export interface CacheUserArgs {
  readonly cache: CacheServer;
  /** Encrypts the copy of the password for people. */
  readonly key: EncryptionKey;
  /** What is lost when the password is. */
  readonly data: DataClass;
  /** Any new value makes another user, and takes the old one away when everything that used it has rolled. */
  readonly rotate: string;
}

/** Which of the cache's numbered databases holds what, so that no key of one meets a key of another. */
export const cacheDatabases = { broker: 0, results: 1, application: 2 } as const;

/**
 * One product's user of a cache, with no more rights than its application and Celery need. Keys are not divided by
 * user: two products that run Celery want a cache each, or their queues meet.
 */
export class CacheUser extends Component {
  /** Who logs in, known once it may. */
  readonly username: pulumi.Output<string>;
  /** A Pulumi secret. */
  readonly password: pulumi.Output<string>;
  private readonly connection: Access;

  constructor(name: string, { cache, key, data, rotate }: CacheUserArgs, opts?: pulumi.ComponentResourceOptions) {
    super("atelier:data:CacheUser", name, opts);

    const password = new GeneratedSecret(this.child("password"), { key, data, rotate }, this.within);
    // The rotation is in the name, so a new user joins beside the old. Pulumi deletes what it replaced last, after the
    // pods have rolled: at no moment is there no valid password.
    const userId = this.physical("cache user", undefined, rotate);
    const user = new aws.elasticache.User(
      this.child("user"),
      {
        userId,
        userName: userId,
        engine: "valkey",
        accessString: productAcl,
        authenticationMode: { type: "password", passwords: [password.value] },
      },
      this.within,
    );
    const joined = new aws.elasticache.UserGroupAssociation(
      this.child("member"),
      { userGroupId: cache.userGroupId, userId: user.userId },
      this.within,
    );

    this.username = joined.userId;
    this.password = password.value;
    this.connection = connection(name, cache, this.username, this.password);
    this.registerOutputs({});
  }

  /**
   * Use the cache, under the names that Celery and the product's applications read. A program that logs in with
   * `REDIS_PASSWORD` needs `REDIS_USERNAME` beside it: without a user name it is `default`, who may do nothing.
   */
  connect(): Access {
    return this.connection;
  }
}

function connection(
  name: string,
  { host, port, cidrs }: CacheServer,
  username: pulumi.Output<string>,
  password: pulumi.Output<string>,
): Access {
  // No character needs escaping: user names have letters, digits and hyphens, passwords letters and digits.
  const url = (database: number) =>
    pulumi.interpolate`rediss://${username}:${password}@${host}:${port}/${database}?ssl_cert_reqs=required`;
  return access(`use cache as ${name}`, {
    env: { REDIS_HOST: host, REDIS_PORT: String(port), REDIS_USERNAME: username },
    secrets: {
      REDIS_PASSWORD: password,
      REDIS_URL: url(cacheDatabases.application),
      CELERY_BROKER_URL: url(cacheDatabases.broker),
      CELERY_RESULT_BACKEND: url(cacheDatabases.results),
    },
    reach: [{ to: "addresses", what: "cache", cidrs, port }],
  });
}
