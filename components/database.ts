import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Access, access } from "./core/access";
import { Component } from "./core/component";
import type { DataClass } from "./core/data-class";
import { refuse } from "./core/errors";
import { labels } from "./core/labels";
import { shortHash } from "./core/names";
import type { DatabaseServer, EncryptionKey, Namespace } from "./core/shapes";
import { databaseJob } from "./database-job";
import { databaseNameProblem, databaseNames, databaseScript, verifierVariable } from "./database-sql";
import { GeneratedSecret } from "./generated-secret";
import { hashedSecret } from "./hashed-secret";
import { networkPolicy } from "./network-policy";
import { scramVerifier } from "./scram";
import { WorkloadIdentity } from "./workload-identity";

export interface DatabaseArgs {
  readonly server: DatabaseServer;
  /** Where the Job runs that makes the database: the product's own namespace. */
  readonly namespace: Namespace;
  /** What PostgreSQL calls it, unique on the server: `automl`. */
  readonly database: string;
  /** Encrypts the copy of the password for people. */
  readonly key: EncryptionKey;
  /** What is lost when the password is. The data itself is as safe as its server. */
  readonly data: DataClass;
  /** Any new value makes another login, and shuts the old one a day later. */
  readonly rotate: string;
  /** What the Job runs: the AWS CLI and psql, by digest. The second also has perl, as Debian's images do. */
  readonly images: { readonly awsCli: string; readonly postgres: string };
}

/** One product's database on a server, with a login that can do what the product needs and nothing else. */
export class Database extends Component {
  /** Stands when the database and the login do; what connects waits for it. */
  readonly ready: pulumi.Resource;
  /** What PostgreSQL calls it. */
  readonly name: string;
  private readonly connection: Access;

  /** @throws {Mistake} when PostgreSQL or RDS does not take the name. */
  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`database "${name}"`, [databaseNameProblem(args.database)]);
    super("atelier:data:Database", name, opts);
    const { server, key, data, rotate } = args;
    const names = databaseNames(args.database, rotate);

    const password = new GeneratedSecret(this.child("password"), { key, data, rotate }, this.within);

    this.ready = this.setUp(
      args,
      databaseScript(names),
      password.value.apply((value) => scramVerifier(names.login, value)),
    );
    // Known once the Job has made it, so that whatever connects waits without being told to.
    const login = this.ready.urn.apply(() => names.login);
    this.name = names.database;
    const { host, port, cidrs } = server;
    this.connection = access(`use database ${args.database}`, {
      env: { POSTGRES_HOST: host, POSTGRES_PORT: String(port), POSTGRES_DB: names.database, POSTGRES_USER: login },
      secrets: {
        POSTGRES_PASSWORD: password.value,
        // No character needs escaping: names have letters, digits and _, the password letters and digits.
        DATABASE_URL: pulumi.interpolate`postgresql://${login}:${password.value}@${host}:${port}/${names.database}?sslmode=require`,
      },
      reach: [{ to: "addresses", what: "database", cidrs, port }],
    });
    this.registerOutputs({});
  }

  /** Use the database. The login changes with every rotation; everything it makes belongs to the product. */
  connect(): Access {
    return this.connection;
  }

  /** Makes the database and its roles, by a Job that may read the master user's password and reach the server. */
  private setUp(args: DatabaseArgs, script: string, verifier: pulumi.Output<string>): pulumi.Resource {
    const { server, namespace, images } = args;
    const { cluster } = namespace;
    const within = { ...this.within, provider: cluster.provider, deletedWith: cluster.resource };
    const app = this.child("setup");
    const own = labels(app, namespace.product);
    const asMaster = [master(server)];

    const identity = new WorkloadIdentity(app, { cluster, namespace: namespace.name, access: asMaster }, this.within);
    const policy = new kubernetes.networking.v1.NetworkPolicy(
      this.child("setup-policy"),
      {
        metadata: { name: app, namespace: namespace.name, labels: own },
        spec: networkPolicy(app, namespace.network, { access: asMaster }),
      },
      within,
    );
    const secret = new kubernetes.core.v1.Secret(
      this.child("setup-secret"),
      hashedSecret(app, namespace.name, own, { [verifierVariable]: verifier }),
      within,
    );
    return new kubernetes.batch.v1.Job(
      this.child("setup"),
      {
        metadata: {
          // A Job never runs twice. Another script, which another rotation makes too, is another Job.
          name: `${app}-${shortHash(JSON.stringify([script, images]))}`,
          namespace: namespace.name,
          labels: own,
          // One that failed is made again by the next `up`, instead of being waited for once more.
          annotations: { "pulumi.com/replaceUnready": "true" },
        },
        spec: databaseJob({
          labels: own,
          serviceAccountName: identity.serviceAccountName,
          script,
          host: server.host,
          port: server.port,
          masterSecretArn: server.masterSecretArn,
          region: server.masterSecretArn.apply((arn) => arn.split(":")[3] ?? ""),
          verifierSecret: secret.metadata.name,
          images,
        }),
      },
      { ...within, dependsOn: [policy, ...identity.ready, ...cluster.ready], customTimeouts: { create: "15m" } },
    );
  }
}

/** Log in as the master user: its secret, the key of that secret for that secret only, and the server. */
const master = (server: DatabaseServer): Access =>
  access("log in as the server's master user", {
    statements: [
      { actions: ["secretsmanager:GetSecretValue"], resources: [server.masterSecretArn] },
      {
        actions: ["kms:Decrypt"],
        resources: [server.keyArn],
        conditions: { StringEquals: { "kms:EncryptionContext:SecretARN": server.masterSecretArn } },
      },
    ],
    reach: [{ to: "aws" }, { to: "addresses", what: "database", cidrs: server.cidrs, port: server.port }],
  });
