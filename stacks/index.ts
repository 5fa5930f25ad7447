import * as pulumi from "@pulumi/pulumi";
import { prepare } from "./programs";
import { refuseDocumentationValues } from "./settings";

// What the Pulumi engine runs. A preview may look at values meant for reading; nothing is ever built from them.
const { build, raw, file } = prepare(pulumi.getStack());
if (!pulumi.runtime.isDryRun()) refuseDocumentationValues(raw, file);

export = build();
