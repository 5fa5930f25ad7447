const mostNamed = 8;

/** What a reader should know about values in a stack file that stand there only for reading. */
export function documentationNotice(file: string, found: readonly string[]): string[] {
  if (found.length === 0) return [];
  const paths = found.map((line) => line.slice(0, line.indexOf(":")));
  const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : "";
  const values = found.length === 1 ? "a documentation value" : `${found.length} documentation values`;
  return [
    `${file} holds ${values}, which "pulumi up" refuses: ${paths.slice(0, mostNamed).join(", ")}${more}. ` +
      "Write your own before you deploy.",
  ];
}
