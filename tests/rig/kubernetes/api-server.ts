import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { freePort, loopback, onFreePort, type RunningProcess, runFolder, startProcess, tool } from "../support";
import { type ChartFiles, chartFiles } from "./charts";
import { Client } from "./client";
import type { Access } from "./connection";
import { nothingInDefault } from "./nothing-in-default";

export interface ApiServer {
  readonly client: Client;
  /** What the charts would define that a stack installs. Nothing of it is defined yet. */
  readonly charts: ChartFiles;
  readonly stop: () => Promise<void>;
}

/** A control plane's storage and interface, empty, on ports of its own: what a new EKS cluster has, and no controller. */
export async function startApiServer(): Promise<ApiServer> {
  const folder = runFolder("kubernetes");
  const [etcd, charts] = await Promise.all([startEtcd(), chartFiles()]);
  const token = randomBytes(16).toString("hex");
  const { url, server } = await onFreePort((port) => startServer(folder, etcd.url, token, port));
  const client = new Client(access(url, folder, token));
  await nothingInDefault(client);
  const stop = async () => {
    client.close();
    await server.stop();
    await etcd.server.stop();
  };
  return { client, charts, stop };
}

interface Started {
  readonly url: string;
  readonly server: RunningProcess;
}

async function startEtcd(): Promise<Started> {
  const command = await tool("etcd");
  return onFreePort(async (port) => {
    const url = `http://${loopback}:${port}`;
    // It always listens for others of its kind, who never come.
    const peers = `http://${loopback}:${await freePort()}`;
    const server = await startProcess({
      name: "etcd",
      command,
      args: [
        "--data-dir=data",
        `--listen-client-urls=${url}`,
        `--advertise-client-urls=${url}`,
        `--listen-peer-urls=${peers}`,
        `--initial-advertise-peer-urls=${peers}`,
        `--initial-cluster=default=${peers}`,
        // Nothing of it outlives the run.
        "--unsafe-no-fsync",
      ],
      ready: () => answers(`${url}/health`),
    });
    return { url, server };
  });
}

async function startServer(folder: string, etcd: string, token: string, port: number): Promise<Started> {
  const command = await tool("kube-apiserver");
  const key = join(folder, "service-account.key");
  const tokens = join(folder, "tokens.csv");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(key, privateKey.export({ type: "sec1", format: "pem" }), { mode: 0o600 });
  writeFileSync(tokens, `${token},rig,rig,system:masters\n`, { mode: 0o600 });
  const url = `https://${loopback}:${port}`;
  const server = await startProcess({
    name: "kube-apiserver",
    command,
    args: [
      `--etcd-servers=${etcd}`,
      `--bind-address=${loopback}`,
      `--secure-port=${port}`,
      `--cert-dir=${join(folder, certificates)}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      `--token-auth-file=${tokens}`,
      "--authorization-mode=RBAC",
      // As in EKS: what pods may do is decided by their namespace, and by nothing before.
      "--allow-privileged=true",
      "--service-cluster-ip-range=10.96.0.0/16",
    ],
    ready: () => isReady(url, folder, token),
  });
  return { url, server };
}

/** The server makes a certificate for itself. */
const certificates = "certificates";

const access = (url: string, folder: string, token: string): Access => ({
  url,
  token,
  authority: readFileSync(join(folder, certificates, "apiserver.crt"), "utf8"),
});

async function isReady(url: string, folder: string, token: string): Promise<boolean> {
  try {
    const client = new Client(access(url, folder, token));
    const ready = await client.ready();
    client.close();
    return ready;
  } catch {
    return false;
  }
}

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    get(url, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
