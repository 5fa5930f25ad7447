import { billOf, caveats } from "../cost-lines";
import { shown } from "../document";
import type { Plan } from "../plan";
import { nameIn, plural, shortType } from "../short-names";
import { dollars, duration } from "../text/layout";
import { totalsOf } from "../totals";
import { drawing, inWords } from "./drawing";
import { html, Markup } from "./markup";
import { pictureOf } from "./picture";
import { script } from "./script";
import { style } from "./style";
import { resourceTree } from "./tree";

/** Nothing may be loaded from anywhere, whatever a value in the plan looks like. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

function summary({ resources, cost, timing }: Plan): Markup {
  const totals = totalsOf(resources);
  const cards = [
    [String(totals.resources), `resources in ${plural(totals.components, "component")}`],
    [dollars(cost.monthly), "a month, list prices, before use"],
    [duration(timing.createSeconds), "to deploy, simulated"],
    [String(totals.bySort.find(([sort]) => sort === "Kubernetes")?.[1] ?? 0), "Kubernetes objects among them"],
  ] as const;
  return html`<ul class="cards">${cards.map(([figure, what]) => html`<li><b>${figure}</b>${what}</li>`)}</ul>`;
}

function bill({ cost, region }: Plan): Markup {
  const lines = billOf(cost.lines);
  const most = lines[0]?.usd ?? 0;
  const byUse = [...new Set(cost.byUse.map(({ sku }) => sku))].sort();
  const rows = lines.map((line) => {
    const [first] = line.lines;
    const part = most === 0 ? 0 : Math.round((line.usd / most) * 100);
    return html`<tr><td><div class="share" style="--part:${part}%"><code>${line.sku}</code></div></td>
<td class="figure">${dollars(line.usd)}</td><td>${line.what}</td>
<td class="narrow">${first?.region ?? ""}</td><td>${first?.confidence ?? ""}</td><td><small>${first?.source ?? ""}</small></td></tr>`;
  });
  return html`<div class="panel"><table><thead><tr><th scope="col">price</th><th scope="col" class="figure">a month</th>
<th scope="col">for</th><th scope="col">price list</th><th scope="col">confidence</th><th scope="col">source</th></tr></thead>
<tbody>${rows}</tbody></table></div>
${byUse.length === 0 ? "" : html`<p>Costs only what is used, and is not in the total: ${byUse.join(", ")}.</p>`}
${caveats(cost, region).map((caveat) => html`<p class="soft">${caveat}.</p>`)}`;
}

function path({ timing, resources }: Plan): Markup {
  const types = new Map(resources.map(({ urn, type }) => [urn, type]));
  const part = (seconds: number): string => ((seconds / Math.max(1, timing.createSeconds)) * 100).toFixed(2);
  const rows = timing.criticalPath.map(
    ({
      urn,
      start,
      seconds,
      assumed,
    }) => html`<tr><td>${nameIn(urn)}</td><td><code>${shortType(types.get(urn) ?? "")}</code></td>
<td><div class="track"><span class="${assumed ? "assumed" : "read"}" style="left:${part(start)}%;width:${part(seconds)}%"></span></div></td>
<td class="figure">${duration(seconds)}</td></tr>`,
  );
  return html`<p>The chain that takes longest. Were everything made one after the other, it would be ${duration(timing.sumSeconds)}.
Pale bars are assumptions; the others are times that somebody measured.</p>
<div class="panel"><table><thead><tr><th scope="col">resource</th><th scope="col">type</th><th scope="col">when</th><th scope="col" class="figure">takes</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function outputs({ outputs: given }: Plan): Markup {
  const rows = Object.entries(given).map(([name, value]) => {
    const visible = shown(value);
    return html`<tr><td>${name}</td><td><code>${typeof visible === "string" ? visible : JSON.stringify(visible)}</code></td></tr>`;
  });
  return rows.length === 0 ? html`` : html`<h2>Outputs</h2><div class="panel"><table>${rows}</table></div>`;
}

function needs({ needs: given }: Plan): Markup {
  const rows = given.map(
    ({ kind, name, why }) => html`<tr><td>${kind}</td><td><code>${name}</code></td><td>${why}</td></tr>`,
  );
  return rows.length === 0
    ? html``
    : html`<h2>Must be there before</h2><div class="panel"><table>${rows}</table></div>`;
}

/** A plan as one page that needs nothing else, not even a network. */
export function page(plan: Plan): string {
  const picture = pictureOf(plan.resources);
  const { text } = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>Plan of ${plan.stack}</title>
<style>${new Markup(style)}</style></head><body><main>
<h1>Plan of ${plan.stack}</h1><p class="soft">${plan.region} · made in a simulated account, nothing exists yet</p>
${summary(plan)}
${plan.notices.map((notice) => html`<p class="notice">${notice}</p>`)}
<h2>The platform</h2>
<figure>${drawing(picture)}<figcaption><details><summary>The picture in words</summary>${inWords(picture)}</details></figcaption></figure>
<h2>Price</h2>${bill(plan)}
<h2>Time to deploy</h2>${path(plan)}
<h2>Resources</h2>
<input id="search" type="search" placeholder="Search names and types" aria-label="Search resources" hidden> <span id="found" role="status" class="soft"></span>
<div class="panel" id="tree">${resourceTree(plan)}</div>
${needs(plan)}
${outputs(plan)}
</main><script>${new Markup(script)}</script></body></html>
`;
  return text;
}
