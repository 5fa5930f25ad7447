/** HTML or SVG that is safe to stand in a page. */
export class Markup {
  constructor(readonly text: string) {}
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

type Piece = string | number | Markup | readonly Piece[];

const written = (piece: Piece): string => {
  if (piece instanceof Markup) return piece.text;
  return typeof piece === "object" ? piece.map(written).join("") : escaped(String(piece));
};

/** A template in which every value is escaped, unless it is markup itself. */
export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup =>
  new Markup(strings.map((text, index) => text + written(pieces[index] ?? "")).join(""));
