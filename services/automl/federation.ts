import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Federation } from "../../components/core/access";

/** What Google's libraries need of the file, and we of it: who is asked, and where the pod's token is expected. */
const configuration = z.looseObject({
  type: z.literal("external_account"),
  audience: z.string().regex(/^\/\/iam\.googleapis\.com\//),
  credential_source: z.looseObject({ file: z.string().regex(/^\/[\w./-]+\/[\w.-]+$/) }),
});

const remedy = 'make one with "gcloud iam workload-identity-pools create-cred-config --credential-source-file=…"';

/**
 * Reads a credential configuration for workload identity federation. A service-account key would be a key without end;
 * this file only says where to exchange a token, and so holds no secret.
 *
 * @returns what is wrong with the file, when something is.
 */
export function federation(path: string): Federation | string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return `which is not a file that can be read; allowed: a credential configuration; ${remedy}`;
  }
  const given = configuration.safeParse(parsed(text));
  if (!given.success) {
    return `which is not of type "external_account" with an audience and a credential_source.file; long-lived keys are not taken; ${remedy}`;
  }
  return {
    configuration: text,
    // Google takes the provider's full name, with a scheme, for the audience of its tokens unless told otherwise.
    audience: `https:${given.data.audience}`,
    tokenFile: given.data.credential_source.file,
    variable: "GOOGLE_APPLICATION_CREDENTIALS",
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
