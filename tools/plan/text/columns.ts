import Table from "cli-table3";

const none = "";
const noBorders = {
  top: none,
  "top-mid": none,
  "top-left": none,
  "top-right": none,
  bottom: none,
  "bottom-mid": none,
  "bottom-left": none,
  "bottom-right": none,
  left: "  ",
  "left-mid": none,
  mid: none,
  "mid-mid": none,
  right: none,
  "right-mid": none,
  middle: "  ",
};

/** Rows of cells as lines: names to the left, figures to the right, two spaces between. */
export function columns(rows: readonly (readonly string[])[], aligned: readonly ("left" | "right")[]): string[] {
  if (rows.length === 0) return [];
  const table = new Table({
    chars: noBorders,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colAligns: [...aligned],
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}
