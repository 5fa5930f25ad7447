import { z } from "zod";
import { host, image, label, secretName, text, whole } from "../../components/core/fields";
import { federation } from "./federation";

const issuerHost = text(
  /^([a-z0-9-]+\.)+[a-z]{2,}$/,
  "the identity provider's host name, such as login.atelier.example",
);
const clientId = text(/^[\w.-]{1,128}$/, "the id of this application at the identity provider");

const provider = (kind: "auth0" | "okta" | "entra") =>
  z.strictObject({ kind: z.literal(kind), domain: issuerHost, clientId, clientSecret: secretName });

const signIn = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({ kind: z.literal("keycloak"), domain: issuerHost, clientSecret: secretName }),
    provider("auth0"),
    provider("okta"),
    provider("entra"),
  ],
  {
    error: "a map with kind: none, keycloak, auth0, okta or entra, and that provider's domain, clientId, clientSecret",
  },
);

const bucketName = text(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/, "the name of a bucket that exists");

const credentialsFile = z
  .string({ error: "the path of a credential configuration for workload identity federation" })
  .transform((path, context) => {
    const read = federation(path);
    if (typeof read !== "string") return read;
    context.addIssue({ code: "custom", message: `given "${path}", ${read}.` });
    return z.NEVER;
  });

const storage = z.union(
  [
    z.enum(["s3", "none"]),
    z.strictObject({
      gcs: z.strictObject({
        models: bucketName,
        datasets: bucketName,
        artifacts: bucketName,
        reports: bucketName,
        credentials: credentialsFile,
      }),
    }),
  ],
  { error: "s3 (our buckets), none (nothing is kept) or gcs with four bucket names and a credentials file" },
);

const imagesAllowed = "a map of images: api, ui, worker, mlflow, redisExporter, postgresExporter";

/** The product's section of a stack file: `products.automl`. */
export const automlSettings = z.strictObject(
  {
    images: z.strictObject(
      { api: image, ui: image, worker: image, mlflow: image, redisExporter: image, postgresExporter: image },
      { error: imagesAllowed },
    ),
    /** Labels under the stack's domain. */
    hosts: z.strictObject(
      { landing: host, api: host, app: host, mlflow: host, reports: label },
      { error: 'a map of hosts: landing ("@" is the domain itself), api, app, mlflow and reports' },
    ),
    storage,
    signIn,
    /** Names of secrets that hold the key of a model provider; an assistant without a key is switched off. */
    assistant: z.strictObject(
      { openai: secretName.optional(), anthropic: secretName.optional() },
      { error: "a map with the names of the secrets openai and anthropic, or {} for no assistant" },
    ),
    /** Python path of the Celery application in the worker's image. */
    celeryApp: text(
      /^[A-Za-z_][\w.]*(:[A-Za-z_]\w*)?$/,
      "the Celery application in the worker's image, such as automl.worker",
    ),
    /** No training runs longer: what stops a worker waits this long for it. */
    longestTrainingHours: whole(1, 72, "hours"),
  },
  { error: "a map with images, hosts, storage, signIn, assistant, celeryApp and longestTrainingHours" },
);

export type AutoMlSettings = z.infer<typeof automlSettings>;
export type SignIn = AutoMlSettings["signIn"];
export type GoogleStorage = Extract<AutoMlSettings["storage"], { readonly gcs: unknown }>["gcs"];
