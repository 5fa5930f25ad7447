import { ec2 } from "./aws/ec2";
import { globals } from "./aws/global";
import { iam } from "./aws/iam";
import { kms } from "./aws/kms";
import { vpc } from "./aws/vpc";
import type { Functions, Table } from "./model";
import { providers } from "./providers";

/** Everything that the sandbox knows how to make. */
export const resources: Table = { ...providers, ...vpc, ...ec2, ...iam, ...kms };

/** Everything that it knows how to answer. */
export const functions: Functions = { ...globals };
