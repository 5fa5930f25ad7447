import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Mistake } from "../components/core/errors";

/**
 * Zones in which EKS refuses the interfaces of its control plane, by zone id: a zone's name means another place in each
 * account. (EKS user guide, "Subnet requirements and considerations".)
 */
const refusedByEks = ["use1-az3", "usw1-az2", "cac1-az3"];

/**
 * The first so many zones by id, so that a zone that AWS adds comes last.
 *
 * @throws {Mistake} when there are fewer.
 */
export function chooseZones(count: number, given: readonly string[]): readonly string[] {
  const usable = given.filter((id) => !refusedByEks.includes(id)).sort();
  if (usable.length >= count) return usable.slice(0, count);
  throw new Mistake(
    `zones: given ${count}, but EKS can use only ${usable.length} in this region (${usable.join(", ")}); ` +
      "plan fewer zones or choose another region",
  );
}

/**
 * The ids of the zones to use in the region of whoever asks. A zone in trouble is not left out: that would move every
 * subnet behind it to another zone.
 */
export function usableZones(count: number, opts: pulumi.InvokeOptions): pulumi.Output<readonly string[]> {
  return aws
    .getAvailabilityZonesOutput({ filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] }, opts)
    .zoneIds.apply((given) => chooseZones(count, given));
}
