import { uuid } from "./aws/naming";
import type { Table } from "./model";

/** Pulumi's own: a provider is a resource too. */
export const providers: Table = Object.fromEntries(
  ["aws", "kubernetes", "random", "tls"].map((name) => [`pulumi:providers:${name}`, { id: uuid }]),
);
