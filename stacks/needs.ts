import type { Need } from "../services/product";
import type { Settings } from "./settings";

/** What must be in the account before a platform's first `up`; everything else the stack makes itself. */
export function platformNeeds({ hostedZone, kubernetes, products }: Settings): readonly Need[] {
  const zone =
    "parent" in hostedZone
      ? { kind: "hosted zone", name: hostedZone.parent, why: "delegates the stack's domain" }
      : { kind: "hosted zone", name: hostedZone.existing, why: "holds the stack's names" };
  const roles = [...new Set([...kubernetes.administrators, ...kubernetes.viewers])];
  return [
    zone,
    ...roles.map((name) => ({ kind: "IAM role", name, why: "is let into the cluster" })),
    ...products.flatMap(({ needs }) => needs),
  ];
}
