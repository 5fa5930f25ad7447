import type { BandName } from "./drawn";
import { html, type Markup } from "./markup";
import type { Box, Line, Picture } from "./picture";

const width = 1160;
const margin = 20;
const label = 154;
const box = { width: 182, height: 54, gap: 10 };
const row = box.height + 26;
const perRow = Math.floor((width - 2 * margin - label + box.gap) / (box.width + box.gap));

const bands: readonly { readonly name: BandName; readonly title: string; readonly note: string }[] = [
  { name: "internet", title: "Internet", note: "public names" },
  { name: "edge", title: "Edge", note: "before the network" },
  { name: "public", title: "Public subnets", note: "route to the internet" },
  { name: "private", title: "Private subnets", note: "out through NAT only" },
  { name: "isolated", title: "Data subnets", note: "no way in or out" },
  { name: "services", title: "Region", note: "over AWS interfaces" },
];

const network: readonly BandName[] = ["public", "private", "isolated"];

interface Place {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
}

interface Strip {
  readonly name: BandName;
  readonly title: string;
  readonly note: string;
  readonly y: number;
  readonly height: number;
  readonly places: readonly Place[];
}

/**
 * What is drawn below something is drawn under it, as far as there is room: lines then cross less. What only leads on
 * comes after, and last what stands alone.
 */
function ordered(boxes: readonly Box[], lines: readonly Line[], above: ReadonlyMap<string, number>): readonly Box[] {
  const weight = ({ id }: Box): number => {
    const from = lines.filter(({ to }) => to === id).flatMap((line) => above.get(line.from) ?? []);
    if (from.length > 0) return from.reduce((sum, x) => sum + x, 0) / from.length;
    return lines.some((line) => line.from === id) ? width : 2 * width;
  };
  return boxes
    .map((one) => ({ one, weight: weight(one) }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ one }) => one);
}

function strips({ boxes, lines }: Picture): readonly Strip[] {
  const columns = new Map<string, number>();
  let y = margin;
  return bands.flatMap(({ name, title, note }) => {
    const inside = ordered(
      boxes.filter(({ band }) => band === name),
      lines,
      columns,
    );
    if (inside.length === 0) return [];
    const places = inside.map((one, index) => ({
      box: one,
      x: margin + label + (index % perRow) * (box.width + box.gap),
      y: y + 14 + Math.floor(index / perRow) * row,
    }));
    for (const place of places) columns.set(place.box.id, place.x);
    const height = Math.ceil(inside.length / perRow) * row + 2;
    const strip = { name, title, note, y, height, places };
    y += height + 22;
    return [strip];
  });
}

/** As much of a text as fits; the whole of it stands in the tooltip. Of a name the end tells one from the next. */
const fittedName = (text: string): string => (text.length > 21 ? `\u2026${text.slice(-20)}` : text);
const fittedDetail = (text: string): string => (text.length > 28 ? `${text.slice(0, 27)}\u2026` : text);

const drawnBox = ({ box: { title, detail, id }, x, y }: Place): Markup => html`
<g class="box" tabindex="0" data-box="${id}"><title>${title}${detail === "" ? "" : `: ${detail}`}</title>
<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="8"/>
<text class="name" x="${x + 12}" y="${y + (detail === "" ? 32 : 23)}">${fittedName(title)}</text>
<text class="detail" x="${x + 12}" y="${y + 41}">${fittedDetail(detail)}</text></g>`;

/** Leaves at the bottom and arrives at the top, straight at both ends; beside one another it bends below both. */
function drawnLine(from: Place, to: Place, index: number, count: number): Markup {
  const start = { x: from.x + box.width / 2, y: from.y + box.height };
  const end = { x: to.x + (box.width * (index + 1)) / (count + 1), y: to.y };
  const bend = Math.max(26, Math.abs(end.y - start.y) / 2);
  const path = `M${start.x} ${start.y} C${start.x} ${start.y + bend} ${end.x} ${end.y - bend} ${end.x} ${end.y}`;
  return html`<path class="line" data-from="${from.box.id}" data-to="${to.box.id}" d="${path}"/>`;
}

const drawnStrip = ({ title, note, y, height, name }: Strip): Markup => html`
<rect class="band ${name}" x="${margin}" y="${y - 4}" width="${width - 2 * margin}" height="${height + 8}" rx="12"/>
<text class="title" x="${margin + 16}" y="${y + 34}">${title}</text>
<text class="note" x="${margin + 16}" y="${y + 52}">${note}</text>`;

/** A frame around what is in the network. */
function frame(all: readonly Strip[]): Markup {
  const inside = all.filter(({ name }) => network.includes(name));
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return html``;
  const top = first.y - 13;
  return html`<rect class="frame" x="${margin - 10}" y="${top}" width="${width - 2 * margin + 20}" height="${
    last.y + last.height + 13 - top
  }" rx="16"/>`;
}

/** The picture as SVG. Colours are the page's; it is as wide as its container. */
export function drawing(picture: Picture): Markup {
  const all = strips(picture);
  const places = new Map(all.flatMap((strip) => strip.places).map((place) => [place.box.id, place]));
  const last = all.at(-1);
  const height = (last === undefined ? 0 : last.y + last.height) + margin;
  const lines = picture.lines.flatMap((line) => {
    const [from, to] = [places.get(line.from), places.get(line.to)];
    if (from === undefined || to === undefined) return [];
    const arriving = picture.lines.filter((other) => other.to === line.to);
    return [drawnLine(from, to, arriving.indexOf(line), arriving.length)];
  });
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="picture-title picture-text">
<title id="picture-title">The platform, from the internet to its data</title>
<desc id="picture-text">${all.map(({ title, places: inside }) => `${title}: ${inside.map((place) => place.box.title).join(", ")}. `)}</desc>
${frame(all)}${all.map(drawnStrip)}${lines}${[...places.values()].map(drawnBox)}
</svg>`;
}

/** The same for those who cannot see it, and for searching: what leads where. */
export function inWords({ boxes, lines }: Picture): Markup {
  const titles = new Map(boxes.map(({ id, title, detail }) => [id, detail === "" ? title : `${title} (${detail})`]));
  const from = [...new Set(lines.map((line) => line.from))];
  const ends = (id: string): string =>
    lines
      .filter((line) => line.from === id)
      .map(({ to }) => titles.get(to) ?? to)
      .join(", ");
  return html`<ul>${from.map((id) => html`<li>${titles.get(id) ?? id} leads to ${ends(id)}</li>`)}</ul>`;
}
