import * as pulumi from "@pulumi/pulumi";
import { prepare } from "./programs";
import { readSettings, refuseDocumentationValues } from "./settings";

// What the Pulumi engine runs. A preview may look at values meant for reading; nothing is ever built from them.
const { raw, file } = readSettings();
const { build } = prepare(pulumi.getStack(), raw, file);
if (!pulumi.runtime.isDryRun()) refuseDocumentationValues(raw, file);

export = build();
