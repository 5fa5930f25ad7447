import { join } from "node:path";
import { run } from "../../sandbox/run";
import { product } from "../../services";
import { AutoMl } from "../../services/automl/automl";
import { automlSettings } from "../../services/automl/settings";
import type { Chosen } from "../../services/product";
import { prod } from "../../stacks/prod";
import { prepare } from "../../stacks/programs";
import { platformSettings, type Settings } from "../../stacks/settings";
import { planOf } from "../plan/plan";
import { readStackFile } from "../plan/stack-file";
import { standingAccount } from "../plan/standing";
import { layout } from "../plan/text/layout";
import { report } from "../plan/text/report";
import { root } from "../root";
import { write } from "../terminal";

const stack = "prod";
const file = `Pulumi.${stack}.yaml`;

interface Raw {
  readonly products: { readonly automl: { readonly hosts: Readonly<Record<string, string>> } };
}

const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && "products" in value;

/** The product of a stack file once more, under another name and other hosts. */
function copy({ products: { automl } }: Raw, name: string): Chosen {
  const hosts = Object.fromEntries(Object.keys(automl.hosts).map((part) => [part, `${part}-${name}`]));
  const given = { ...automl, hosts };
  const settings = automlSettings.parse(given);
  return {
    ...product("automl").schema.parse(given),
    product: name,
    deploy: (platform) => new AutoMl(name, { platform, settings }, platform.here).urls,
  };
}

/** Plans production with so many copies of its product, and prints the plan. */
export async function main(count: number): Promise<void> {
  const raw: unknown = JSON.parse(readStackFile(join(root, file), file)["atelier:settings"] ?? "null");
  if (!isRaw(raw)) throw new Error(`${file} has no products`);
  const products = Array.from({ length: count }, (_, index) => copy(raw, `automl-${index + 1}`));
  const settings: Settings = { ...platformSettings(raw, file), products };
  const prepared = prepare(stack, raw, file);
  const ran = await run(() => prod(settings), { project: "atelier", stack, account: standingAccount(prepared) });
  const about = { stack, region: prepared.region, needs: prepared.needs, notices: [] };
  await write(process.stdout, `${report(planOf(ran, about), layout(false))}\n`);
  process.exit(0);
}
