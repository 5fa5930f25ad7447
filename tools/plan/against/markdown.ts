import type { CostLine } from "../../../sandbox/prices";
import type { Plan } from "../plan";
import { kindOf, nameIn, plural, shortType } from "../short-names";
import { dollars, duration } from "../text/layout";
import { type Change, type Comparison, compare, type Fixed } from "./compare";
import type { Difference } from "./differences";
import type { Before } from "./read";

/** A longer list is folded away, and of a longer value only the beginning is shown. */
const [mostOpen, mostDifferences, mostCharacters] = [12, 4, 60];

/** A value as code: on one line, short, and with a fence that it does not contain itself. */
function code(value: unknown): string {
  const text = (typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing")).replace(/\s+/g, " ");
  const short = text.length > mostCharacters ? `${text.slice(0, mostCharacters - 3)}...` : text;
  if (short === "") return '`""`';
  const longest = Math.max(0, ...(short.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${short}\`` : `${fence} ${short} ${fence}`;
}

const called = ({ type, name }: { readonly type: string; readonly name: string }): string =>
  `${code(name)} (${type.startsWith("atelier:") ? kindOf(type) : shortType(type)})`;

const said = ({ path, before, after }: Difference): string => {
  if (before === undefined) return `${code(path)} is now ${code(after)}`;
  if (after === undefined) return `${code(path)} is gone (was ${code(before)})`;
  return `${code(path)} ${code(before)} → ${code(after)}`;
};

function details(found: readonly Difference[]): string {
  const rest = found.length - mostDifferences;
  return [...found.slice(0, mostDifferences).map(said), ...(rest > 0 ? [`${rest} more`] : [])].join("; ");
}

function changed({ after, differences, renamedFrom }: Change): string {
  const renamed = renamedFrom === undefined ? [] : [`was called ${code(renamedFrom)}`];
  const what = differences.length === 0 ? [] : [details(differences)];
  return `- ${called(after)}: ${[...renamed, ...what].join("; ")}`;
}

function replaced({ after, differences, forcedBy, follows }: Change): string {
  const because = follows.map((urn) => `${code(nameIn(urn))} is replaced`);
  const what = differences.length === 0 ? [] : [details(differences)];
  return `- ${called(after)}: forced by ${forcedBy.map(code).join(", ")}; ${[...because, ...what].join("; ")}`;
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  if (lines.length <= mostOpen) return ["", `**${title}**`, "", ...lines];
  return ["", `<details><summary><b>${title}</b> (${lines.length})</summary>`, "", ...lines, "", "</details>"];
}

const signed = (usd: number): string => `${usd < 0 ? "-" : "+"}${dollars(Math.abs(usd))}`;

type Line = Pick<CostLine, "urn" | "sku" | "usd">;

/** Resources whose price differs, by the amount. */
function priceLines(before: readonly Line[], after: readonly Line[]): string[] {
  const sums = new Map<string, number>();
  const add = (lines: readonly Line[], sign: 1 | -1): void => {
    for (const { urn, usd } of lines) sums.set(urn, (sums.get(urn) ?? 0) + sign * usd);
  };
  add(before, -1);
  add(after, 1);
  return [...sums]
    .filter(([, usd]) => Math.abs(usd) >= 0.005)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([urn, usd]) => `- ${signed(usd)} ${code(nameIn(urn))}`);
}

function summary({ added, removed, replaced: anew, changed: other }: Comparison): string {
  const parts = [
    anew.length > 0 && `**${anew.length} replaced**`,
    removed.length > 0 && `${removed.length} removed`,
    added.length > 0 && `${added.length} added`,
    other.length > 0 && `${other.length} changed`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "no changes" : parts.join(", ");
}

/** What changes between two plans of one stack, as Markdown for a pull request. */
export function changes(before: Before, plan: Plan, fixed: Fixed): string {
  const found = compare(before, plan.resources, fixed);
  const by = plan.cost.monthly - before.cost.monthly;
  const price =
    Math.abs(by) < 0.005
      ? `${dollars(plan.cost.monthly)} a month, as before`
      : `${dollars(before.cost.monthly)} → ${dollars(plan.cost.monthly)} a month (**${signed(by)}**)`;
  const [then, now] = [before.timing.createSeconds, plan.timing.createSeconds].map(duration);
  return [
    `### Plan of ${code(plan.stack)}: ${summary(found)}`,
    "",
    `Price: ${price}. A deploy from nothing: ${then === now ? now : `${then} → ${now}`} (simulated).`,
    ...section("Replaced", found.replaced.map(replaced)),
    ...section(
      "Removed",
      found.removed.map((resource) => `- ${called(resource)}${resource.options.protect ? ": it is protected" : ""}`),
    ),
    ...section("Changed", found.changed.map(changed)),
    ...section(
      "Added",
      found.added.map((resource) => `- ${called(resource)}`),
    ),
    ...section("Price by resource", priceLines(before.cost.lines, plan.cost.lines)),
    "",
    `${plural(plan.resources.length - 1, "resource")} and components in all. Secret values are not compared.`,
  ].join("\n");
}
