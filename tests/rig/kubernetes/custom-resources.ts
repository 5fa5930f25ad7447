import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { Client } from "./client";
import { asObject, fields, type KubernetesObject, type Reference } from "./objects";

/** Makes the kinds that these files define, and settles when the server serves them. */
export async function defineKinds(client: Client, files: readonly string[]): Promise<void> {
  const defined = await Promise.all(files.flatMap(definitionsIn).map((definition) => client.apply(definition)));
  await Promise.all(defined.map((definition) => established(client, definition)));
}

const definitionsIn = (file: string): readonly KubernetesObject[] =>
  parseAllDocuments(readFileSync(file, "utf8"))
    .map((document): unknown => document.toJS())
    .filter((object) => object !== null)
    .map(asObject)
    // What generated it left an empty status, which is the server's to write.
    .map(({ status: _, ...definition }) => asObject(definition));

async function established(client: Client, definition: Reference): Promise<void> {
  while (!isEstablished(await client.get(definition))) await pause(20);
}

function isEstablished(definition: KubernetesObject | undefined): boolean {
  const { conditions } = fields(definition?.status);
  return (
    Array.isArray(conditions) &&
    conditions.map(fields).some(({ type, status }) => type === "Established" && status === "True")
  );
}
