import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Product } from "./product";

/** The products in the box: one folder each. Adding one is adding its folder. */
export const productNames: readonly string[] = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

const isProduct = (value: unknown): value is { readonly product: Product } =>
  typeof value === "object" && value !== null && "product" in value;

/**
 * Loads a product only when a stack chooses it, so that a stack pays for what it runs.
 *
 * @throws {Error} when the folder's `index.ts` does not export `product`: our own fault, not a stack file's.
 */
export function product(name: string): Product {
  const loaded: unknown = require(join(__dirname, name));
  if (!isProduct(loaded)) throw new Error(`services/${name}/index.ts must export "product"`);
  return loaded.product;
}
