import { readdirSync, readFileSync, statSync } from "node:fs";
import { isAlias, isMap, LineCounter, parseDocument } from "yaml";
import { closest } from "../../components/core/closest";
import { root } from "../root";
import { codeOf } from "../system-error";
import { WrongInput } from "../wrong-input";

/** The configuration of a stack as the engine hands it to a program: `project:key`, structured values as JSON. */
export type Config = Readonly<Record<string, string>>;

const project = "atelier";

/** Ours have 2 kB. Whatever is larger by so much is not a stack file. */
const mostBytes = 1024 * 1024;

/** What Pulumi itself allows at the top of a stack file (sdk/go/common/workspace/project.go, ProjectStack). */
const sections = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

const missing = (): string =>
  `no such file; there are ${stacksIn(root)
    .map((stack) => `Pulumi.${stack}.yaml`)
    .join(", ")}`;

/** What to do about a file that the system will not let us read. */
const unreadable: Readonly<Record<string, () => string>> = {
  ENOENT: missing,
  ENOTDIR: missing,
  EISDIR: () => "this is a folder; write the path of a file in it, such as Pulumi.staging.yaml",
  EACCES: () => "you may not read this file; change its permissions or name another",
};

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The names of the stacks that have a file in a folder. */
export function stacksIn(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

function bytesOf(file: string, shown: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > mostBytes) {
      throw new WrongInput(
        `${shown}: given ${size} bytes; allowed: at most ${mostBytes}; a stack file holds only the settings`,
      );
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof WrongInput) throw error;
    const code = codeOf(error);
    throw new WrongInput(`${shown}: ${unreadable[code]?.() ?? `cannot be read (${code}); name another file`}`);
  }
}

function decoded(bytes: Buffer, shown: string): string {
  try {
    // The decoder also takes away a byte-order mark, which Windows editors write.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new WrongInput(`${shown}: this is not text in UTF-8; save it in that encoding`);
  }
}

/** Where something is wrong: the line itself, with a mark beneath the place. */
function pointed(text: string, line: number, column: number): string {
  const shown = (text.split(/\r?\n/)[line - 1] ?? "").slice(0, 100);
  return `\n    ${line} | ${shown}\n    ${" ".repeat(String(line).length)} | ${" ".repeat(Math.min(column, 101) - 1)}^`;
}

function parsed(text: string, shown: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  if (document.errors.length > 0) {
    const found = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return `  - line ${line}, column ${col}: ${error.message}${pointed(text, line, col)}`;
    });
    throw new WrongInput([`${shown} is not valid YAML:`, ...found].join("\n"));
  }
  if (isAlias(document.contents) || (document.contents !== null && !isMap(document.contents))) {
    throw new WrongInput(`${shown}: allowed: a map with \`config:\`; start from Pulumi.staging.yaml`);
  }
  // Throws a ReferenceError on an alias without anchor, and on aliases that multiply without end.
  return document.toJS();
}

function contentOf(file: string, shown: string): unknown {
  const text = decoded(bytesOf(file, shown), shown);
  try {
    return parsed(text, shown);
  } catch (error) {
    if (error instanceof WrongInput) throw error;
    // A RangeError is the parser's own recursion giving up on thousands of brackets.
    const reason = error instanceof RangeError ? "it is nested too deeply" : String(error);
    throw new WrongInput(`${shown} cannot be read as YAML: ${reason}; start from Pulumi.staging.yaml`);
  }
}

function sectionProblems(content: Record<string, unknown>): string[] {
  return Object.keys(content)
    .filter((key) => !sections.includes(key))
    .map((key) => {
      const meant = closest(key, sections);
      const remedy = meant === undefined ? "settings stand under config, atelier:settings" : `did you mean "${meant}"?`;
      return `${key}: unknown key; allowed here: ${sections.join(", ")}; ${remedy}`;
    });
}

/** A value that `pulumi config set --secret` encrypted; only its backend can read it. */
const encrypted = (value: unknown): boolean => isMapping(value) && "secure" in value && Object.keys(value).length === 1;

/**
 * Reads the configuration out of a stack file.
 *
 * @param shown The file as the reader of a message knows it.
 * @throws {WrongInput} with everything that is wrong with the file as such; what its settings say is not judged here.
 */
export function readStackFile(file: string, shown: string): Config {
  const content = contentOf(file, shown);
  if (content === null || content === undefined) {
    throw new WrongInput(`${shown} is empty; allowed: a map with \`config:\`; start from Pulumi.staging.yaml`);
  }
  if (!isMapping(content)) throw new WrongInput(`${shown}: allowed: a map with \`config:\``);
  const problems = sectionProblems(content);
  const config = content.config ?? {};
  if (!isMapping(config)) {
    problems.push(`config: given ${JSON.stringify(config)}; allowed: a map such as \`atelier:settings: {...}\``);
  }
  const entries = isMapping(config) ? Object.entries(config) : [];
  for (const [key, value] of entries) {
    if (encrypted(value)) {
      problems.push(
        `config.${key}: an encrypted value, which a plan cannot read; keep it in Secrets Manager and write its name`,
      );
    }
  }
  if (problems.length > 0) throw new WrongInput([`${shown}:`, ...problems.map((line) => `  - ${line}`)].join("\n"));
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key.includes(":") ? key : `${project}:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
