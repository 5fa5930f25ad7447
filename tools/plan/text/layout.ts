import { createColors } from "picocolors";

/** How a terminal is written to. */
export interface Layout {
  /** Characters a line. */
  readonly width: number;
  readonly colors: ReturnType<typeof createColors>;
}

/** The least that the tree needs, and the most that the eye follows. */
const [narrowest, widest, usual] = [60, 120, 80];

/** @param columns Of the terminal; absent when the result goes into a file or another program. */
export const layout = (color: boolean, columns?: number): Layout => ({
  width: Math.min(widest, Math.max(narrowest, columns ?? usual)),
  colors: createColors(color),
});

/** Breaks a list into lines, each with the margin in front; an entry longer than a line has one for itself. */
export function wrapped(entries: readonly string[], margin: string, width: number, separator = ", "): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [index, entry] of entries.entries()) {
    const piece = index === entries.length - 1 ? entry : `${entry}${separator.trimEnd()}`;
    if (line === "") line = piece;
    else if (margin.length + line.length + 1 + piece.length <= width) line += ` ${piece}`;
    else {
      lines.push(margin + line);
      line = piece;
    }
  }
  return line === "" ? lines : [...lines, margin + line];
}

/** `$1,234.50` */
export const dollars = (usd: number): string => `$${usd.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ",")}`;

/** `9m30s`, `45s`, `1h02m` */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  if (hours > 0) return `${hours}h${two(minutes)}m`;
  return minutes > 0 ? `${minutes}m${two(rest)}s` : `${rest}s`;
}
