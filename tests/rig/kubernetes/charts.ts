import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type GoModule, goModule } from "../support";

/** Where a chart's custom resource definitions stand in the Go module of the program that it installs. */
interface Definitions {
  readonly module: GoModule;
  readonly folder: string;
}

const definitions: Readonly<Record<string, Definitions>> = {
  keda: {
    // What is generated; the chart narrows two bounds of it further (stabilization windows of 0 to 3600 seconds).
    module: { path: "github.com/kedacore/keda/v2", version: "v2.20.1" },
    folder: "config/crd/bases",
  },
  "aws-load-balancer-controller": {
    // The controller's releases carry no version that Go accepts, so this is the newest commit that others require.
    // What we write of a TargetGroupBinding means the same in 3.4: since then fields were added and none was narrowed.
    module: { path: "sigs.k8s.io/aws-load-balancer-controller", version: "v0.0.0-20221203001353-edeb4f1c1312" },
    folder: "config/crd/bases",
  },
};

/** By chart, the files with the definitions that it brings. */
export type ChartFiles = Readonly<Record<string, readonly string[]>>;

/** The definitions of all charts that bring some, taken from their programs' own packages. */
export async function chartFiles(): Promise<ChartFiles> {
  const found: Record<string, readonly string[]> = {};
  for (const [chart, { module, folder }] of Object.entries(definitions)) {
    const path = join(await goModule(module), folder);
    found[chart] = readdirSync(path).map((file) => join(path, file));
  }
  return found;
}
