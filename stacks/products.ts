import type { Platform } from "../infra/platform";
import type { Chosen } from "../services/product";

/** Runs the chosen products on a platform and gives what each has to tell, by its name. */
export const deploy = (products: readonly Chosen[], platform: Platform): Readonly<Record<string, unknown>> =>
  Object.fromEntries(products.map(({ product, deploy }) => [product, deploy(platform)]));
