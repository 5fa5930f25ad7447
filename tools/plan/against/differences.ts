/** One place where two values differ. A side that has nothing there is `undefined`. */
export interface Difference {
  /** `vpcConfig.subnetIds[0]` */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (map: Record<string, unknown>, key: string): unknown => (Object.hasOwn(map, key) ? map[key] : undefined);

const joined = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

/** Everything in which two plain values differ, down to single texts and numbers. */
export function differences(before: unknown, after: unknown, path = ""): Difference[] {
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(own(before, key), own(after, key), joined(path, key)));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const longest = Math.max(before.length, after.length);
    return Array.from({ length: longest }, (_, index) =>
      differences(before[index], after[index], `${path}[${index}]`),
    ).flat();
  }
  return Object.is(before, after) ? [] : [{ path, before, after }];
}

/** The input at the root of a path: `vpcConfig` of `vpcConfig.subnetIds[0]`. */
export const inputOf = (path: string): string => /^[^.[]*/.exec(path)?.[0] ?? path;
