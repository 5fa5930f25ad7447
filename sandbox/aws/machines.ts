/**
 * Instance families on sale in autumn 2026, as far as a platform like this one would choose from them. A typing error
 * in a class should fail here and not after twenty minutes of a deploy.
 */
const families = {
  general: ["m5", "m6a", "m6i", "m7a", "m7i", "m7i-flex", "m8i", "t3", "t3a"],
  compute: ["c5", "c6a", "c6i", "c7a", "c7i", "c7i-flex", "c8i"],
  memory: ["r5", "r6a", "r6i", "r7a", "r7i", "r8i"],
  arm: ["c6g", "c7g", "c8g", "m6g", "m7g", "m8g", "r6g", "r7g", "r8g", "t4g"],
  nvidia: ["g4dn", "g5", "g6", "g6e", "g7e", "gr6", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300"],
  nvidiaOnArm: ["g5g"],
} as const;

const sizes = /^(nano|micro|small|medium|large|xlarge|\d{1,2}xlarge|metal|metal-\d{1,2}xl)$/;
const databaseFamilies = [
  "t3",
  "t4g",
  "m5",
  "m6g",
  "m6gd",
  "m6i",
  "m7g",
  "m7i",
  "m8g",
  "r5",
  "r6g",
  "r6gd",
  "r6i",
  "r7g",
  "r7i",
  "r8g",
];
const cacheFamilies = ["t3", "t4g", "m5", "m6g", "m7g", "r5", "r6g", "r6gd", "r7g", "c7gn"];

const split = (type: string): readonly [string, string] => {
  const dot = type.indexOf(".");
  return [type.slice(0, dot), type.slice(dot + 1)];
};

const known = (type: string, allowed: readonly string[]): boolean => {
  const [family, size] = split(type);
  return allowed.includes(family) && sizes.test(size);
};

export type Architecture = "x86_64" | "ARM_64";

/** Of an EC2 instance type, or nothing when there is no such type. */
export function architecture(type: string): Architecture | undefined {
  if (!known(type, Object.values(families).flat())) return undefined;
  return known(type, [...families.arm, ...families.nvidiaOnArm]) ? "ARM_64" : "x86_64";
}

export const isDatabaseClass = (type: string): boolean =>
  type.startsWith("db.") && known(type.slice(3), databaseFamilies);
export const isCacheType = (type: string): boolean => type.startsWith("cache.") && known(type.slice(6), cacheFamilies);
