import { Netmask } from "netmask";

/** An IPv4 range, or nothing when the text is none or has bits beyond its mask. */
export function range(cidr: string): Netmask | undefined {
  try {
    const parsed = new Netmask(cidr);
    return cidr === `${parsed.base}/${parsed.bitmask}` ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export const within = (inner: Netmask, outer: Netmask): boolean =>
  outer.contains(inner.base) && inner.bitmask >= outer.bitmask;

export const overlap = (one: Netmask, other: Netmask): boolean => one.contains(other.base) || other.contains(one.base);
