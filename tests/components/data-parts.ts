import * as pulumi from "@pulumi/pulumi";
import type { CacheServer, DatabaseServer, EncryptionKey, PrivateNetwork } from "../../components/core/shapes";
import { Secret } from "../../sandbox/record";
import { network as pods, ref } from "./workload-parts";

/** What data stands on, by name only: its own tests are about the data. */
export const key: EncryptionKey = {
  arn: pulumi.output("arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001"),
};
export const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";

export const clients = pulumi.output("sg-0000000000000000a");

export const network = (): PrivateNetwork => ({
  ...pods(),
  dataSubnets: [ref("subnet-0000000000000000e", "10.20.2.0/24"), ref("subnet-0000000000000000f", "10.20.3.0/24")],
});

export const masterSecretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds!db-0001-AbCdEf";

export const databaseServer: DatabaseServer = {
  host: pulumi.output("db.atelier.example"),
  port: 5432,
  masterSecretArn: pulumi.output(masterSecretArn),
  keyArn: key.arn,
  cidrs: ["10.20.2.0/24", "10.20.3.0/24"],
};

export const cacheServer: CacheServer = {
  host: pulumi.output("cache.atelier.example"),
  port: 6379,
  userGroupId: pulumi.output("cache-users"),
  cidrs: ["10.20.2.0/24", "10.20.3.0/24"],
};

export const json = (text: unknown): unknown => JSON.parse(String(text));

/** What a secret hides; anything else is a leak, and fails. */
export function hidden(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  throw new Error(`expected a secret, found ${JSON.stringify(value)}`);
}
