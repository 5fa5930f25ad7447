import { distance, closest as nearest } from "fastest-levenshtein";

/** The word that was probably meant, or nothing when none is near: at most a third of its letters differ. */
export function closest(given: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const best = nearest(given.toLowerCase(), allowed);
  return distance(given.toLowerCase(), best.toLowerCase()) <= Math.max(1, Math.floor(best.length / 3))
    ? best
    : undefined;
}
