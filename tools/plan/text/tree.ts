import type { Recorded } from "../../../sandbox/record";
import { shortType } from "../short-names";
import type { Branch } from "../tree";
import { dollars, type Layout, wrapped } from "./layout";

/** Types of resources, each with its count, in the order in which they first came. */
export function counted(leaves: readonly Recorded[]): string[] {
  const counts = new Map<string, number>();
  for (const { type } of leaves) counts.set(shortType(type), (counts.get(shortType(type)) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${type} x${count}`));
}

/** The same for components that a reader need not see twice. */
const shapeOf = (branch: Branch): string =>
  JSON.stringify([branch.kind, counted(branch.leaves), branch.branches.map((child) => [child.name, shapeOf(child)])]);

/** Components of one shape become one entry with all their names. */
function folded(branches: readonly Branch[]): (readonly Branch[])[] {
  const groups = new Map<string, Branch[]>();
  for (const branch of branches) {
    const shape = shapeOf(branch);
    groups.set(shape, [...(groups.get(shape) ?? []), branch]);
  }
  return [...groups.values()];
}

/** Dollars a month by the URN of a component. */
type Prices = ReadonlyMap<string, number>;

const countWidth = 6;
const priceWidth = 12;
const figuresWidth = countWidth + priceWidth;

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

/** One entry: all figures are of everything in it together. */
function entry(alike: readonly Branch[], margin: string, prices: Prices, style: Layout): string[] {
  const { width, colors } = style;
  const classes = [...new Set(alike.map(({ kind }) => kind))].join(", ");
  const kind = alike.length === 1 ? classes : `${classes} x${alike.length}`;
  const usd = sum(alike.map(({ urn }) => prices.get(urn) ?? 0));
  const figures = `${String(sum(alike.map(({ count }) => count))).padStart(countWidth)}${(usd === 0 ? "" : dollars(usd)).padStart(priceWidth)}`;
  const names = [...new Set(alike.map(({ name }) => name).filter((name) => name !== ""))];
  const called = wrapped(names, "", width - margin.length - kind.length - figuresWidth - 3);
  const last = called.pop() ?? "";
  const label = last === "" ? "" : `${last}  `;
  const gap = " ".repeat(Math.max(1, width - margin.length - label.length - kind.length - figuresWidth));
  const inner = `${margin}  `;
  return [
    ...called.map((line) => margin + colors.bold(line)),
    `${margin}${colors.bold(label)}${colors.cyan(kind)}${gap}${figures}`.trimEnd(),
    ...own(
      alike.flatMap(({ leaves }) => leaves),
      `${inner}  `,
      style,
    ),
    ...folded(alike.flatMap(({ branches }) => branches)).flatMap((group) => entry(group, inner, prices, style)),
  ];
}

/** What components made themselves. */
const own = (leaves: readonly Recorded[], margin: string, { width, colors }: Layout): string[] =>
  wrapped(counted(leaves), margin, width).map((line) => colors.dim(line));

/** The stack by component: name, class, resources in it and their price a month; beneath, what it made itself. */
export function treeLines(root: Branch, prices: Prices, style: Layout): string[] {
  const heading = `${"".padEnd(style.width - figuresWidth - 3)}resources${"a month".padStart(priceWidth)}`;
  return [
    style.colors.dim(heading),
    ...folded(root.branches).flatMap((group) => entry(group, "", prices, style)),
    ...own(root.leaves, "", style),
  ];
}
