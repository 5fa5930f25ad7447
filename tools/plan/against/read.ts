import { readFileSync } from "node:fs";
import { z } from "zod";
import { codeOf } from "../../system-error";
import { WrongInput } from "../../wrong-input";

/** As much of an earlier plan as a comparison reads. */
export type Before = z.infer<typeof shape>;

const values = z.record(z.string(), z.unknown()).readonly();

const shape = z.object({
  version: z.literal(1),
  stack: z.string(),
  resources: z
    .array(
      z.object({
        urn: z.string(),
        type: z.string(),
        name: z.string(),
        inputs: values,
        options: z.object({ protect: z.boolean(), retainOnDelete: z.boolean() }),
      }),
    )
    .readonly(),
  cost: z.object({
    monthly: z.number(),
    lines: z.array(z.object({ urn: z.string(), sku: z.string(), usd: z.number() })).readonly(),
  }),
  timing: z.object({ createSeconds: z.number() }),
});

const remedy = "make it with `atelier plan <stack> --json > plan.json`";

function parsed(path: string, shown: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = codeOf(error);
    const why =
      code === "ENOENT" ? "no such file" : code === "EISDIR" ? "this is a folder" : `cannot be read (${code})`;
    throw new WrongInput(`${shown}: ${why}; allowed: an earlier plan; ${remedy}`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new WrongInput(`${shown} is not JSON (${error instanceof Error ? error.message : error}); ${remedy}`);
  }
}

/**
 * Reads an earlier plan.
 *
 * @throws {WrongInput} when the file is none that this version of the command line understands.
 */
export function readPlan({ path, shown }: { readonly path: string; readonly shown: string }): Before {
  const given = parsed(path, shown);
  const version: unknown = typeof given === "object" && given !== null ? Reflect.get(given, "version") : undefined;
  if (version !== undefined && version !== 1) {
    throw new WrongInput(
      `${shown}: given a plan of version ${JSON.stringify(version)}; allowed: 1; plan the earlier commit again with this program`,
    );
  }
  const checked = shape.safeParse(given);
  if (checked.success) return checked.data;
  const [first] = checked.error.issues;
  const where = first === undefined || first.path.length === 0 ? "" : ` at ${first.path.join(".")}`;
  throw new WrongInput(`${shown} is not a plan (${first?.message ?? "unknown shape"}${where}); ${remedy}`);
}
