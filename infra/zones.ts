import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Mistake } from "../components/core/errors";

/**
 * Zones in which EKS refuses the interfaces of its control plane, by zone id: a zone's name means another place in each
 * account. (EKS user guide, "Subnet requirements and considerations".)
 */
const refusedByEks = ["use1-az3", "usw1-az2", "cac1-az3"];

/**
 * The ids of the first so many zones of the region that EKS can use, in the order of their ids: a zone that AWS adds
 * comes last. A zone in trouble is not left out, because that would move every subnet behind it to another zone.
 *
 * @throws {Mistake} when the region has fewer.
 */
export function usableZones(count: number, opts: pulumi.InvokeOptions): readonly pulumi.Output<string>[] {
  const { zoneIds } = aws.getAvailabilityZonesOutput(
    { excludeZoneIds: refusedByEks, filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
    opts,
  );
  const pick = (given: readonly string[], index: number): string => {
    const usable = [...given].sort();
    const id = usable[index];
    if (id !== undefined) return id;
    throw new Mistake(
      `zones: given ${count}, but EKS can use only ${usable.length} in this region (${usable.join(", ")}); ` +
        "plan fewer zones or choose another region",
    );
  };
  return Array.from({ length: count }, (_, index) => zoneIds.apply((given) => pick(given, index)));
}
