import * as pulumi from "@pulumi/pulumi";
import { type Access, access } from "../../components/core/access";
import { Component } from "../../components/core/component";
import { ObjectStore } from "../../components/object-store";
import type { Platform } from "../../infra/platform";
import { Reports } from "../../infra/reports";
import type { AutoMlSettings, GoogleStorage } from "./settings";

/** Where each part of the product keeps things, as what it may do there. */
export interface Storage {
  readonly api: readonly Access[];
  readonly worker: readonly Access[];
  readonly mlflow: readonly Access[];
  /** What of it is public. */
  readonly urls: { readonly reports?: string };
}

export interface StorageArgs {
  readonly platform: Platform;
  readonly settings: Pick<AutoMlSettings, "storage" | "hosts">;
}

/** Where MLflow puts what is logged with it: clients send to MLflow, and only MLflow writes. */
const destination = (url: pulumi.Input<string>): Access =>
  access("keep artifacts", { env: { MLFLOW_ARTIFACTS_DESTINATION: url } });

/** Nothing is kept, and nothing is granted: artifacts go the way of their pod. */
const nothing: Storage = { api: [], worker: [], mlflow: [destination("/tmp/artifacts")], urls: {} };

/** The storage that a stack's settings chose. */
export function storage(
  name: string,
  { platform, settings }: StorageArgs,
  opts: pulumi.ComponentResourceOptions,
): Storage {
  if (settings.storage === "none") return nothing;
  if (settings.storage === "s3") return new Stores(name, { platform, reportsHost: settings.hosts.reports }, opts);
  return elsewhere(settings.storage.gcs);
}

/** Buckets at Google: their names, and a token of the pod that Google exchanges for a short-lived one of its own. */
function elsewhere({ models, datasets, artifacts, reports, credentials }: GoogleStorage): Storage {
  const all = access("use the buckets at Google", {
    env: {
      S3_BUCKET_MODELS: models,
      S3_BUCKET_DATASETS: datasets,
      S3_BUCKET_ARTIFACTS: artifacts,
      S3_BUCKET_REPORTS: reports,
    },
    reach: [{ to: "internet", what: "Google Cloud Storage" }],
    federation: credentials,
  });
  return { api: [all], worker: [all], mlflow: [all, destination(`gs://${artifacts}`)], urls: {} };
}

/** The product's buckets: models, datasets, artifacts, reports and backups. */
class Stores extends Component implements Storage {
  readonly api: readonly Access[];
  readonly worker: readonly Access[];
  readonly mlflow: readonly Access[];
  readonly urls: Storage["urls"];

  constructor(
    name: string,
    { platform, reportsHost }: { readonly platform: Platform; readonly reportsHost: string },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("atelier:automl:Stores", name, opts);
    const { key, data, edge, accessLogs } = platform;
    const store = (part: string, sharedWith?: "cloudfront") =>
      new ObjectStore(
        this.child(part),
        { key, data, accessLogsTo: accessLogs, ...(sharedWith && { sharedWith }) },
        this.within,
      );

    const models = store("models");
    const datasets = store("datasets");
    const artifacts = store("artifacts");
    const backups = store("backups");
    const reports = store("reports", "cloudfront");

    this.api = [
      datasets.use("S3_BUCKET_DATASETS"),
      models.read("S3_BUCKET_MODELS"),
      artifacts.read("S3_BUCKET_ARTIFACTS"),
      reports.read("S3_BUCKET_REPORTS"),
      backups.write("BACKUP_S3_BUCKET"),
    ];
    this.worker = [
      datasets.read("S3_BUCKET_DATASETS"),
      models.write("S3_BUCKET_MODELS"),
      artifacts.write("S3_BUCKET_ARTIFACTS"),
      reports.write("S3_BUCKET_REPORTS"),
      backups.write("BACKUP_S3_BUCKET"),
    ];
    this.mlflow = [artifacts.use("S3_BUCKET_ARTIFACTS"), destination(pulumi.interpolate`s3://${artifacts.bucket}`)];
    // A distribution takes longer to go than a review stack to live, and nobody outside reads a review's reports.
    this.urls =
      platform.environment === "ephemeral"
        ? {}
        : {
            reports: new Reports(this.child("public"), { store: reports, front: edge, host: reportsHost }, this.within)
              .url,
          };
    this.registerOutputs({});
  }
}
