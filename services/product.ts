import type { z } from "zod";
import type { Platform } from "../infra/platform";

/** How one part of a product is reached from outside. */
export interface Route {
  /** Label under the stack's domain; `@` is the domain itself. */
  readonly host: string;
  /** Port of the pods, which the load balancer must reach. */
  readonly port: number;
}

/** A product as one stack's settings chose it. */
export interface Chosen {
  readonly product: string;
  /** By name of the part. Known before anything is made, so that two products cannot claim one host. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Problems that only a whole stack shows, such as a GPU worker without a GPU pool. */
  readonly deploy: (platform: Platform) => Readonly<Record<string, unknown>>;
}

/** Something that runs on the platform: one folder under `services/`, found by its name. */
export interface Product {
  /** Turns the product's section of a stack file into a choice, or says what is wrong with it. */
  readonly schema: z.ZodType<Chosen>;
}
