import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { verifierVariable } from "./database-sql";
import { containerSecurity, home, podSecurity, temporary } from "./pod-security";

export interface DatabaseJobArgs {
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccountName: pulumi.Input<string>;
  /** For psql, as `databaseScript` writes it. */
  readonly script: string;
  readonly host: pulumi.Input<string>;
  readonly port: number;
  /** What RDS keeps for its master user. */
  readonly masterSecretArn: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  /** The Kubernetes Secret that holds the verifier of the login's password. */
  readonly verifierSecret: pulumi.Input<string>;
  readonly images: { readonly awsCli: string; readonly postgres: string };
}

const folder = "/run/master";

const fetchMaster = [
  "umask 077",
  'aws secretsmanager get-secret-value --secret-id "$MASTER_SECRET" --query SecretString --output text ' +
    `> ${folder}/secret.json`,
].join("\n");

// A service file, because user and password are then read from memory and stand in no argument and no variable.
const runScript = [
  "umask 077",
  "perl -MJSON::PP -0777 -ne 'my $secret = decode_json($_); " +
    'print "[master]\\nuser=$secret->{username}\\npassword=$secret->{password}\\n"\' ' +
    `${folder}/secret.json > ${folder}/service.conf`,
  'printf "%s\\n" "$SCRIPT" | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 service=master',
].join("\n");

/** Runs the script once, as the master user of a server, whose password only ever stands in the memory of this pod. */
export function databaseJob(args: DatabaseJobArgs): types.input.batch.v1.JobSpec {
  const tmp = temporary("16Mi");
  const container = {
    securityContext: containerSecurity,
    // No limit on processor time: it would idle beside free processors.
    resources: { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: "256Mi" } },
    volumeMounts: [tmp.mount, { name: "master", mountPath: folder }],
  };
  const env = (values: Readonly<Record<string, pulumi.Input<string>>>) =>
    Object.entries({ ...home, ...values }).map(([name, value]) => ({ name, value }));
  return {
    // The first pods may come before the permission has spread through IAM.
    backoffLimit: 6,
    activeDeadlineSeconds: 600,
    // No ttlSecondsAfterFinished: a Job that removed itself would be missing at the next refresh and be run again.
    template: {
      metadata: { labels: args.labels },
      spec: {
        restartPolicy: "Never",
        serviceAccountName: args.serviceAccountName,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: podSecurity(),
        initContainers: [
          {
            ...container,
            name: "fetch-master",
            image: args.images.awsCli,
            command: ["sh", "-euc", fetchMaster],
            env: env({ AWS_REGION: args.region, MASTER_SECRET: args.masterSecretArn }),
          },
        ],
        containers: [
          {
            ...container,
            name: "set-up",
            image: args.images.postgres,
            command: ["sh", "-euc", runScript],
            env: [
              ...env({
                PGHOST: args.host,
                PGPORT: String(args.port),
                PGDATABASE: "postgres",
                PGSSLMODE: "require",
                PGCONNECT_TIMEOUT: "10",
                PGSERVICEFILE: `${folder}/service.conf`,
                SCRIPT: args.script,
              }),
              {
                name: verifierVariable,
                valueFrom: { secretKeyRef: { name: args.verifierSecret, key: verifierVariable } },
              },
            ],
          },
        ],
        volumes: [tmp.volume, { name: "master", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } }],
      },
    },
  };
}
