import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loopback, runFolder, runProcess } from "../support";
import type { PlannedDatabase } from "./databases";
import type { PostgresServer } from "./postgres";

/** Stands for the AWS CLI: answers the one question the Job asks, and fails at any other. */
const awsCli = (secretFile: string, arn: string): string => `#!/bin/sh
wanted="secretsmanager get-secret-value --secret-id ${arn} --query SecretString --output text"
if [ "$*" != "$wanted" ]; then echo "aws: not expected: $*" >&2; exit 254; fi
if [ -z "$AWS_REGION" ]; then echo "aws: You must specify a region" >&2; exit 253; fi
cat ${secretFile}
`;

/** Where the Job keeps the master user's secret, a volume in memory. */
const mounted = "/run/master";

/** Who runs the Job; only root may say. */
const mayChoose = process.getuid?.() === 0;

export interface JobRun {
  /** What stands for the volume in memory. */
  readonly folder: string;
  /** What each container wrote. */
  readonly said: readonly string[];
}

/**
 * Runs the containers of a database's Job one after the other, as the cluster would: their own commands, environment
 * and user. Only the server's address is another, and the place of the volume.
 */
export async function runJob({ job }: PlannedDatabase, server: PostgresServer): Promise<JobRun> {
  const folder = runFolder("job");
  const [bin, volume] = [join(folder, "bin"), join(folder, "master")];
  const secretFile = join(folder, "secret-of-rds.json");
  for (const path of [bin, volume]) mkdirSync(path);
  const { user: username, password } = server.master;
  writeFileSync(secretFile, JSON.stringify({ username, password }));
  const arn = job.containers.map(({ env }) => env["MASTER_SECRET"]).find((one) => one !== undefined) ?? "";
  writeFileSync(join(bin, "aws"), awsCli(secretFile, arn));
  chmodSync(join(bin, "aws"), 0o755);
  if (mayChoose) for (const path of [folder, bin, volume, secretFile]) chownSync(path, job.user.uid, job.user.gid);

  const moved = (text: string) => text.replaceAll(mounted, volume);
  const said: string[] = [];
  for (const { name, command, env } of job.containers) {
    const [program = "", ...args] = command.map(moved);
    const own = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, moved(value)]));
    const there = { ...own, ...("PGHOST" in env && { PGHOST: loopback, PGPORT: String(server.port) }) };
    said.push(
      await runProcess({
        name,
        command: program,
        args,
        cwd: folder,
        env: { ...there, PATH: `${bin}:${process.env.PATH}` },
        ...(mayChoose && { user: job.user }),
      }),
    );
  }
  return { folder: volume, said };
}
