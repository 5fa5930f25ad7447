import type { AutoMlSettings, SignIn } from "./settings";

type Variables = Readonly<Record<string, string>>;

/** The parts of the product that run our contract's variables. */
export type Part = "api" | "ui" | "cpuWorker" | "gpuWorker" | "scheduler";

/** Where the product is found from outside. */
export interface Urls {
  readonly landing: string;
  readonly api: string;
  readonly app: string;
  readonly mlflow: string;
}

export function urlsOf(hosts: Readonly<Record<keyof Urls, string>>, domain: string): Urls {
  const url = (host: string) => `https://${host === "@" ? domain : `${host}.${domain}`}`;
  return { landing: url(hosts.landing), api: url(hosts.api), app: url(hosts.app), mlflow: url(hosts.mlflow) };
}

/** Who logs in to MLflow: people and programs alike, since the contract has one user. */
export const mlflowUser = "automl";

/** Ports of the pods. */
export const ports = { api: 8000, ui: 8501, mlflow: 5000, redisExporter: 9121, postgresExporter: 9187 } as const;

/** Celery's own default queue, and the one whose tasks need a GPU. */
export const queues = { cpu: "celery", gpu: "gpu" } as const;

const main = (environment: string): Variables => ({
  ENVIRONMENT: environment,
  AUTOML_MODE: "saas",
  AUTOML_EXPERT_MODE: "false",
  LOG_LEVEL: "INFO",
});

const api = (urls: Urls): Variables => ({
  API_HOST: "0.0.0.0",
  API_PORT: String(ports.api),
  API_WORKERS: "4",
  JWT_ALGORITHM: "HS256",
  JWT_EXPIRATION_HOURS: "24",
  // Strict: the two origins that serve the UI, and no other.
  CORS_ORIGINS: `${urls.app},${urls.landing}`,
  RATE_LIMIT_ENABLED: "true",
  DEFAULT_RATE_LIMIT: "100",
});

const ui = (urls: Urls): Variables => ({
  UI_PORT: String(ports.ui),
  UI_FRAMEWORK: "streamlit",
  UI_TITLE: "AutoML Platform",
  UI_THEME: "light",
  MAX_UPLOAD_SIZE: "1000",
  PUBLIC_API_URL: urls.api,
  PUBLIC_UI_URL: urls.app,
  ENABLE_AUTO_ML: "true",
  ENABLE_EXPERT_MODE: "false",
  ENABLE_COLLABORATION: "true",
  DEFAULT_LANGUAGE: "fr",
});

const tenants: Variables = {
  MULTI_TENANT_ENABLED: "true",
  DEFAULT_TENANT_PLAN: "trial",
  TRIAL_DURATION_DAYS: "14",
  DEFAULT_MAX_WORKERS: "2",
  DEFAULT_MAX_CONCURRENT_JOBS: "2",
  DEFAULT_STORAGE_QUOTA_GB: "10",
  DEFAULT_MONTHLY_COMPUTE_MINUTES: "1000",
};

/** @param kept There is a bucket to back up into. */
const backup = (kept: boolean): Variables =>
  kept
    ? { BACKUP_ENABLED: "true", BACKUP_SCHEDULE: "0 2 * * *", BACKUP_RETENTION_DAYS: "30" }
    : { BACKUP_ENABLED: "false" };

/** Concurrency and memory of one worker; a GPU worker runs one training at a time, because it has one GPU. */
const worker = (gpu: boolean): Variables => ({
  CPU_WORKER_CONCURRENCY: gpu ? "1" : "4",
  WORKER_MAX_MEMORY_GB: "8",
  // CUDA's way to see no device at all is -1: an empty value is taken as "not set" by some libraries.
  CUDA_VISIBLE_DEVICES: gpu ? "0" : "-1",
});

const assistant = ({ openai, anthropic }: AutoMlSettings["assistant"]): Variables => {
  const enabled = String(openai !== undefined || anthropic !== undefined);
  return { ENABLE_AI_ASSISTANT: enabled, ENABLE_CHAT_ASSISTANT: enabled };
};

/** Code written for MinIO finds S3 here. It gets no key pair: long-lived keys are never made, the pod's identity serves. */
const minio = (region: string): Variables => ({ MINIO_ENDPOINT: `s3.${region}.amazonaws.com`, MINIO_SECURE: "true" });

/** The prefix of a provider's variables. Keycloak's has its own names, below. */
const federated = { auth0: "AUTH0", okta: "OKTA", entra: "ENTRA" } as const;

/** Which identity provider the product signs people in with; exactly one, or none, is enabled. */
export function signInVariables(signIn: SignIn): Variables {
  const off = { SSO_ENABLED: String(signIn.kind !== "none"), KEYCLOAK_ENABLED: "false" };
  switch (signIn.kind) {
    case "none":
      return off;
    case "keycloak":
      return {
        ...off,
        KEYCLOAK_ENABLED: "true",
        KEYCLOAK_URL: `https://${signIn.domain}`,
        KEYCLOAK_REALM: "automl",
        KEYCLOAK_CLIENT_ID: "automl-platform",
      };
    case "auth0":
    case "okta":
    case "entra": {
      const prefix = federated[signIn.kind];
      return {
        ...off,
        [`${prefix}_ENABLED`]: "true",
        [`${prefix}_DOMAIN`]: signIn.domain,
        [`${prefix}_CLIENT_ID`]: signIn.clientId,
      };
    }
  }
}

/** The variable that holds the client's secret at the identity provider. */
export const clientSecretVariable = (kind: Exclude<SignIn["kind"], "none">): string =>
  kind === "keycloak" ? "KEYCLOAK_CLIENT_SECRET" : `${federated[kind]}_CLIENT_SECRET`;

/** What one part of the product is told in plain text. Secrets, addresses of stores and permissions come with `access`. */
export function contract(
  part: Part,
  stack: { readonly environment: string; readonly region: string; readonly urls: Urls },
  settings: Pick<AutoMlSettings, "storage" | "signIn" | "assistant">,
): Variables {
  const everyone = main(stack.environment);
  const s3 = settings.storage === "s3";
  const storage = s3 ? minio(stack.region) : {};
  switch (part) {
    case "api":
      return {
        ...everyone,
        ...storage,
        ...api(stack.urls),
        ...signInVariables(settings.signIn),
        ...assistant(settings.assistant),
        ...tenants,
        ...backup(s3),
      };
    case "ui":
      return { ...everyone, ...ui(stack.urls), ...signInVariables(settings.signIn), ...assistant(settings.assistant) };
    case "cpuWorker":
    case "gpuWorker":
      return { ...everyone, ...storage, ...worker(part === "gpuWorker"), ...tenants, ...backup(s3) };
    case "scheduler":
      return { ...everyone, ...backup(s3) };
  }
}
