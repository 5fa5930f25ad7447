import { costByOwner } from "../cost";
import { billOf, caveats } from "../cost-lines";
import { shown } from "../document";
import type { Plan } from "../plan";
import { nameIn, plural } from "../short-names";
import { totalsOf } from "../totals";
import { owners, treeOf } from "../tree";
import { columns } from "./columns";
import { dollars, duration, type Layout, wrapped } from "./layout";
import { treeLines } from "./tree";

/** Lines of the bill that are shown one by one. */
const dearest = 10;

/** Seconds under which a step of the critical path is not worth a word. */
const quick = 5;

function price({ cost, region }: Plan, { width }: Layout): string[] {
  const bill = billOf(cost.lines);
  const rest = bill.slice(dearest);
  const rows = bill.slice(0, dearest).map(({ usd, sku, what }) => [dollars(usd), sku, what]);
  if (rest.length > 0) {
    const others = rest.reduce((sum, { usd }) => sum + usd, 0);
    rows.push([dollars(others), `${rest.length} smaller prices`, ""]);
  }
  const byUse = [...new Set(cost.byUse.map(({ sku }) => sku))].sort();
  const notes = [...(byUse.length === 0 ? [] : [`by use, not in it: ${byUse.join(", ")}`]), ...caveats(cost, region)];
  return [
    ...columns(rows, ["right", "left", "left"]),
    ...notes.flatMap((note) => wrapped(note.split(" "), "  ", width, " ")),
  ];
}

function time({ timing }: Plan, { width }: Layout): string[] {
  const slow = timing.criticalPath.filter(({ seconds }) => seconds >= quick);
  const rest = timing.criticalPath.length - slow.length;
  const chain = slow.map(({ urn, seconds }) => `${nameIn(urn)} ${duration(seconds)}`);
  return [
    ...wrapped(chain, "  ", width, " -> "),
    ...(rest === 0 ? [] : [`  and ${plural(rest, "step")} between them of less than ${quick} seconds each`]),
  ];
}

/** Values by path: a map is a line for each of its values. */
function flat(value: unknown, path: string): (readonly [path: string, value: string])[] {
  if (typeof value !== "object" || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path === "" ? key : `${path}.${key}`));
}

/** Names and values of what the program exports. What does not fit on a line is for other programs. */
function exported({ outputs }: Plan, { width }: Layout): string[] {
  return columns(flat(shown(outputs), ""), ["left", "left"]).map((line) =>
    line.length > width ? `${line.slice(0, width - 3)}...` : line,
  );
}

/** What the account must have, by sort. */
const required = ({ needs }: Plan): string[] =>
  columns(
    needs.map(({ kind, name, why }) => [kind, name, why]),
    ["left", "left", "left"],
  );

/** A plan as text, for a terminal. */
export function report(plan: Plan, style: Layout): string {
  const { resources, cost, timing } = plan;
  const { bold, yellow } = style.colors;
  const totals = totalsOf(resources);
  const sorts = totals.bySort.map(([sort, count]) => `${count} ${sort}`);
  const section = (title: string, summary: string, lines: readonly string[]): string[] => [
    "",
    `${bold(title)}${summary === "" ? "" : `  ${summary}`}`,
    ...lines,
  ];
  const [needs, outputs] = [required(plan), exported(plan, style)];
  return [
    `${bold(plan.stack)}  ${plan.region}`,
    "",
    ...treeLines(treeOf(resources), costByOwner(cost.lines, owners(resources)), style),
    ...section(
      "Resources",
      `${totals.resources} in ${plural(totals.components, "component")}`,
      wrapped(sorts, "  ", style.width),
    ),
    ...section(
      "Price",
      `${bold(dollars(cost.monthly))} a month, list prices, without what is used`,
      price(plan, style),
    ),
    ...section(
      "Deploy",
      `${bold(duration(timing.createSeconds))} simulated (one after the other: ${duration(timing.sumSeconds)})`,
      time(plan, style),
    ),
    ...(needs.length === 0 ? [] : section("Must be there before", "", needs)),
    ...(plan.notices.length === 0
      ? []
      : section(
          "Notices",
          "",
          plan.notices.flatMap((notice) => wrapped(notice.split(" "), "  ", style.width, " ")),
        ).map((line) => (line.startsWith("  ") ? yellow(line) : line))),
    ...(outputs.length === 0 ? [] : section("Outputs", "", outputs)),
  ].join("\n");
}
