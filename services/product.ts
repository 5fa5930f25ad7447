import type { z } from "zod";
import type { PublicRoute } from "../infra/edge";
import type { Platform } from "../infra/platform";

/** A product as one stack's settings chose it. */
export interface Chosen {
  readonly product: string;
  /** Every host it claims, by name of the part. Known before anything is made, so that no two parts share one. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Those hosts that the load balancer answers. */
  readonly routes: readonly PublicRoute[];
  readonly deploy: (platform: Platform) => Readonly<Record<string, unknown>>;
}

/** Something that runs on the platform: one folder under `services/`, found by its name. */
export interface Product {
  /** Turns the product's section of a stack file into a choice, or says what is wrong with it. */
  readonly schema: z.ZodType<Chosen>;
}
