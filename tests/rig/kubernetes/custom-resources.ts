import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { Client } from "./client";
import { asObject, fields, type KubernetesObject } from "./objects";

/** Makes the kinds that these files define, and settles when the server serves them. */
export async function defineKinds(client: Client, files: readonly string[]): Promise<void> {
  const definitions = files.flatMap(definitionsIn);
  await Promise.all(definitions.map((definition) => client.apply(definition)));
  await Promise.all(definitions.flatMap(kindsOf).map((kind) => served(client, kind)));
}

const definitionsIn = (file: string): readonly KubernetesObject[] =>
  parseAllDocuments(readFileSync(file, "utf8"))
    .map((document): unknown => document.toJS())
    .filter((object) => object !== null)
    .map(asObject)
    // What generated it left an empty status, which is the server's to write.
    .map(({ status: _, ...definition }) => asObject(definition));

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

function kindsOf({ spec }: KubernetesObject): readonly Kind[] {
  const { group, names, versions } = fields(spec);
  const kind = String(fields(names).kind);
  return (Array.isArray(versions) ? versions : [])
    .map(fields)
    .filter((version) => version.served === true)
    .map(({ name }) => ({ apiVersion: `${group}/${name}`, kind }));
}

async function served(client: Client, kind: Kind): Promise<void> {
  while (!(await client.serves(kind))) await pause(20);
}
