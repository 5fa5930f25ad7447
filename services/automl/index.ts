import type { Product } from "../product";
import { AutoMl } from "./automl";
import { ports } from "./contract";
import { issuedSecrets } from "./issued";
import { automlSettings } from "./settings";

export const product: Product = {
  schema: automlSettings.transform((settings) => ({
    product: "automl",
    hosts: settings.hosts,
    routes: [
      { host: settings.hosts.landing, port: ports.ui },
      { host: settings.hosts.app, port: ports.ui },
      { host: settings.hosts.api, port: ports.api, requestsPerMinute: 100 },
      { host: settings.hosts.mlflow, port: ports.mlflow },
    ],
    needs: issuedSecrets(settings).map((name) => ({ kind: "secret", name, why: "is issued by somebody else" })),
    deploy: (platform) => new AutoMl("automl", { platform, settings }, platform.here).urls,
  })),
};
