import { createHash } from "node:crypto";
import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Ten characters that stand for all names and values. */
export function contentHash(values: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 10);
}

/**
 * A Kubernetes Secret whose name carries the hash of its content. A changed value makes another Secret, so exactly the
 * pods that use it roll; it is made before they do and the old one goes after them, so there is no moment without a
 * valid one. `immutable` keeps a hand from changing what the name says.
 *
 * The name is not secret, although it comes from what is: nothing can be told of 32 random characters from ten of their
 * SHA-256. A word that a person made up does not belong here.
 */
export function hashedSecret(
  name: string,
  namespace: pulumi.Input<string>,
  labels: Readonly<Record<string, string>>,
  values: Readonly<Record<string, pulumi.Input<string>>>,
): kubernetes.core.v1.SecretArgs {
  const hash = pulumi.unsecret(pulumi.output(values).apply(contentHash));
  return {
    metadata: { name: pulumi.interpolate`${name}-${hash}`, namespace, labels: { ...labels } },
    immutable: true,
    stringData: { ...values },
  };
}
