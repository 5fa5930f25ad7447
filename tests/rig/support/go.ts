import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { executables } from "./command";
import { runProcess } from "./process";
import { runFolder } from "./run-folder";

export interface GoModule {
  readonly path: string;
  /** With its `v`. */
  readonly version: string;
}

export interface GoProgram {
  /** What is built, a package of one of the modules. */
  readonly package: string;
  readonly requires: readonly GoModule[];
  /** From a module's path to what stands for it. @default - none */
  readonly replaces?: () => Promise<Readonly<Record<string, GoModule>>>;
  /** Strings given to variables of the program. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
}

const goMod = (requires: readonly GoModule[], replaces: Readonly<Record<string, GoModule>>): string =>
  [
    "module atelier.test/rig",
    "go 1.24.0",
    ...requires.map(({ path, version }) => `require ${path} ${version}`),
    ...Object.entries(replaces).map(([path, by]) => `replace ${path} => ${by.path} ${by.version}`),
    "",
  ].join("\n");

function go(): string {
  const [command] = executables("go");
  if (command !== undefined) return command;
  throw new Error("go is not on PATH. Provide it: apt-get install golang-go, or a release from https://go.dev/dl");
}

/** Builds a program in a module of our own, so that exactly these versions are used and nothing here is changed. */
export async function buildGo(program: GoProgram, file: string): Promise<void> {
  const folder = runFolder("go-module");
  writeFileSync(join(folder, "go.mod"), goMod(program.requires, (await program.replaces?.()) ?? {}));
  const variables = Object.entries(program.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  await runProcess({
    name: "go-build",
    // A build takes all processors for minutes: whoever works here goes first.
    command: "nice",
    args: [
      "-n",
      "10",
      go(),
      "build",
      "-mod=mod",
      "-trimpath",
      "-ldflags",
      ["-s", "-w", ...variables].join(" "),
      "-o",
      file,
      program.package,
    ],
    env: { CGO_ENABLED: "0" },
    cwd: folder,
  });
}

/** The folder of a module's files, as Go itself keeps them. */
export async function goModule({ path, version }: GoModule): Promise<string> {
  const folder = runFolder("go-download");
  mkdirSync(join(folder, "empty"));
  const said = await runProcess({
    name: "go-download",
    command: go(),
    args: ["mod", "download", "-json", `${path}@${version}`],
    cwd: join(folder, "empty"),
  });
  // What Go says of its progress comes first.
  const { Dir: dir }: { readonly Dir: string } = JSON.parse(said.slice(said.indexOf("{")));
  return dir;
}

/** Kubernetes' own parts, which its module replaces by folders that only its repository has: the same, as published. */
export async function kubernetesStaging(version: string, published: string): Promise<Record<string, GoModule>> {
  const folder = await goModule({ path: "k8s.io/kubernetes", version });
  const text = readFileSync(join(folder, "go.mod"), "utf8");
  const parts = [...text.matchAll(/^\s*(k8s\.io\/\S+) => \.\/staging\//gm)].map(([, path = ""]) => path);
  return Object.fromEntries(parts.map((path) => [path, { path, version: published }]));
}
