import type { Recorded } from "../../../sandbox/record";
import { costByOwner } from "../cost";
import { shown } from "../document";
import type { Plan } from "../plan";
import { shortType } from "../short-names";
import { dollars } from "../text/layout";
import { type Branch, owners, treeOf } from "../tree";
import { html, type Markup } from "./markup";

const leaf = ({ name, type, inputs }: Recorded): Markup => html`
<li data-text="${`${name} ${shortType(type)}`.toLowerCase()}"><details><summary>${name} <code class="kind">${shortType(type)}</code></summary><pre>${JSON.stringify(
  shown(inputs),
  undefined,
  2,
)}</pre></details></li>`;

function branch({ name, kind, count, urn, branches, leaves }: Branch, prices: ReadonlyMap<string, number>): Markup {
  const usd = prices.get(urn) ?? 0;
  return html`
<details class="branch"><summary><b>${name}</b> <span class="kind">${kind}</span> <span class="tail">${count}${
    usd === 0 ? "" : ` · ${dollars(usd)}`
  }</span></summary>
${branches.map((one) => branch(one, prices))}
<ul class="leaves">${leaves.map(leaf)}</ul></details>`;
}

/** Everything by the component that made it, each resource with what it was asked to be. */
export function resourceTree({ resources, cost }: Plan): Markup {
  const prices = costByOwner(cost.lines, owners(resources));
  const root = treeOf(resources);
  return html`${root.branches.map((one) => branch(one, prices))}<ul class="leaves">${root.leaves.map(leaf)}</ul>`;
}
