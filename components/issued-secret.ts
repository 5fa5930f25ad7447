import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Access, access } from "./core/access";

/**
 * A secret that somebody else issues, such as the key of a model provider: a person puts it into Secrets Manager, and
 * the stack file holds its name. Whoever knows it also calls whom it is for.
 *
 * @param secretName Name or ARN in Secrets Manager, in the stack's account and region.
 * @param variable Which environment variable holds the secret.
 * @param within Of the component that needs it: gives the account and region to look in.
 */
export function issuedSecret(secretName: string, variable: string, within: pulumi.InvokeOutputOptions): Access {
  const { secretString } = aws.secretsmanager.getSecretVersionOutput({ secretId: secretName }, within);
  return access(`use ${secretName}`, {
    secrets: { [variable]: pulumi.secret(secretString) },
    reach: [{ to: "internet", what: secretName }],
  });
}
