import { describe, expect, test } from "@jest/globals";
import { clientSecretVariable, contract, type Part, signInVariables } from "../../../services/automl/contract";

const urls = {
  landing: "https://ml.atelier.example",
  api: "https://api.ml.atelier.example",
  app: "https://app.ml.atelier.example",
  mlflow: "https://mlflow.ml.atelier.example",
};
const stack = { environment: "production", region: "eu-central-1", urls };
const plain = { storage: "s3", signIn: { kind: "none" }, assistant: {} } as const;
const parts: readonly Part[] = ["api", "ui", "cpuWorker", "gpuWorker", "scheduler"];

test.each(parts)("the %s is told which environment it runs in", (part) => {
  expect(contract(part, stack, plain)).toMatchObject({
    ENVIRONMENT: "production",
    AUTOML_MODE: "saas",
    AUTOML_EXPERT_MODE: "false",
    LOG_LEVEL: "INFO",
  });
});

test("the API hears only its own browsers, and knows its limits", () => {
  expect(contract("api", stack, plain)).toMatchObject({
    API_HOST: "0.0.0.0",
    API_PORT: "8000",
    API_WORKERS: "4",
    JWT_ALGORITHM: "HS256",
    JWT_EXPIRATION_HOURS: "24",
    CORS_ORIGINS: "https://app.ml.atelier.example,https://ml.atelier.example",
    RATE_LIMIT_ENABLED: "true",
    DEFAULT_RATE_LIMIT: "100",
    MULTI_TENANT_ENABLED: "true",
    DEFAULT_TENANT_PLAN: "trial",
    TRIAL_DURATION_DAYS: "14",
    DEFAULT_MAX_WORKERS: "2",
    DEFAULT_MAX_CONCURRENT_JOBS: "2",
    DEFAULT_STORAGE_QUOTA_GB: "10",
    DEFAULT_MONTHLY_COMPUTE_MINUTES: "1000",
  });
});

test("the UI speaks French, takes uploads of 1000 MB and sends browsers to the public addresses", () => {
  expect(contract("ui", stack, plain)).toMatchObject({
    UI_PORT: "8501",
    UI_FRAMEWORK: "streamlit",
    MAX_UPLOAD_SIZE: "1000",
    DEFAULT_LANGUAGE: "fr",
    PUBLIC_API_URL: "https://api.ml.atelier.example",
    PUBLIC_UI_URL: "https://app.ml.atelier.example",
    ENABLE_AUTO_ML: "true",
    ENABLE_EXPERT_MODE: "false",
    ENABLE_COLLABORATION: "true",
  });
});

test("a CPU worker sees no GPU and runs four tasks, a GPU worker sees its one and runs one", () => {
  expect(contract("cpuWorker", stack, plain)).toMatchObject({
    CUDA_VISIBLE_DEVICES: "-1",
    CPU_WORKER_CONCURRENCY: "4",
  });
  expect(contract("gpuWorker", stack, plain)).toMatchObject({ CUDA_VISIBLE_DEVICES: "0", CPU_WORKER_CONCURRENCY: "1" });
});

describe("storage", () => {
  test.each<Part>(["api", "cpuWorker"])("the %s finds S3 where it looks for MinIO, and no keys", (part) => {
    const variables = contract(part, stack, plain);

    expect(variables).toMatchObject({ MINIO_ENDPOINT: "s3.eu-central-1.amazonaws.com", MINIO_SECURE: "true" });
    expect(Object.keys(variables)).not.toContain("MINIO_ACCESS_KEY");
    expect(Object.keys(variables)).not.toContain("MINIO_SECRET_KEY");
  });

  test("none keeps nothing: no endpoint and no backup", () => {
    const variables = contract("api", stack, { ...plain, storage: "none" });

    expect(Object.keys(variables).filter((name) => /MINIO|S3_/.test(name))).toEqual([]);
    expect(variables).toMatchObject({ BACKUP_ENABLED: "false" });
  });

  test("s3 is backed up at two in the morning and kept for thirty days", () => {
    expect(contract("scheduler", stack, plain)).toMatchObject({
      BACKUP_ENABLED: "true",
      BACKUP_SCHEDULE: "0 2 * * *",
      BACKUP_RETENTION_DAYS: "30",
    });
  });
});

describe("sign-in", () => {
  test("nobody is asked when there is no provider", () => {
    expect(signInVariables({ kind: "none" })).toEqual({ SSO_ENABLED: "false", KEYCLOAK_ENABLED: "false" });
  });

  test("Keycloak has the realm and the client of the contract", () => {
    expect(
      signInVariables({ kind: "keycloak", domain: "login.atelier.example", clientSecret: "automl/keycloak" }),
    ).toEqual({
      SSO_ENABLED: "true",
      KEYCLOAK_ENABLED: "true",
      KEYCLOAK_URL: "https://login.atelier.example",
      KEYCLOAK_REALM: "automl",
      KEYCLOAK_CLIENT_ID: "automl-platform",
    });
  });

  test.each([
    ["auth0", "AUTH0"],
    ["okta", "OKTA"],
    ["entra", "ENTRA"],
  ] as const)("%s is told to the product as %s_*, and no other provider is on", (kind, prefix) => {
    const given = { kind, domain: "login.atelier.example", clientId: "automl", clientSecret: "automl/client" };

    expect(signInVariables(given)).toEqual({
      SSO_ENABLED: "true",
      KEYCLOAK_ENABLED: "false",
      [`${prefix}_ENABLED`]: "true",
      [`${prefix}_DOMAIN`]: "login.atelier.example",
      [`${prefix}_CLIENT_ID`]: "automl",
    });
    expect(clientSecretVariable(kind)).toBe(`${prefix}_CLIENT_SECRET`);
  });
});

test.each([
  [{}, "false"],
  [{ openai: "automl/openai" }, "true"],
  [{ anthropic: "automl/anthropic" }, "true"],
])("with keys %j the assistants are on: %s", (assistant, enabled) => {
  expect(contract("ui", stack, { ...plain, assistant })).toMatchObject({
    ENABLE_AI_ASSISTANT: enabled,
    ENABLE_CHAT_ASSISTANT: enabled,
  });
});
