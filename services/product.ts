import type { z } from "zod";
import type { PublicRoute } from "../infra/edge";
import type { Platform } from "../infra/platform";

/** Something in the account that a stack points at and somebody else made. */
export interface Need {
  /** `hosted zone`, `IAM role`, `secret`. */
  readonly kind: string;
  /** Its id, ARN or name, as the settings have it. */
  readonly name: string;
  readonly why: string;
}

/** A product as one stack's settings chose it. */
export interface Chosen {
  readonly product: string;
  /** Every host it claims, by name of the part. Known before anything is made, so that no two parts share one. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Those hosts that the load balancer answers. */
  readonly routes: readonly PublicRoute[];
  /** What it points at and does not make. */
  readonly needs: readonly Need[];
  readonly deploy: (platform: Platform) => Readonly<Record<string, unknown>>;
}

/** Something that runs on the platform: one folder under `services/`, found by its name. */
export interface Product {
  /** Turns the product's section of a stack file into a choice, or says what is wrong with it. */
  readonly schema: z.ZodType<Chosen>;
}
