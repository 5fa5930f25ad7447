import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { freePort, loopback, onFreePort, type RunningProcess, runFolder, startProcess, tool } from "../support";
import { type ChartFiles, chartFiles } from "./charts";
import { type Access, Client } from "./client";
import { nothingInDefault } from "./nothing-in-default";

/** What a program that writes to the server has to know, as JSON in a file that only its owner reads. */
export interface Target extends Access {
  readonly charts: ChartFiles;
}

export interface ApiServer {
  readonly client: Client;
  /** The file that holds the `Target`. */
  readonly file: string;
  readonly stop: () => Promise<void>;
}

/** A control plane's storage and interface, empty, on ports of its own: what a new EKS cluster has, and no controller. */
export async function startApiServer(): Promise<ApiServer> {
  const folder = runFolder("kubernetes");
  const etcd = await startEtcd();
  const token = randomBytes(16).toString("hex");
  const { url, server } = await onFreePort((port) => startServer(folder, etcd.url, token, port));
  const access = { url, token, authority: readFileSync(join(folder, "certificates", "apiserver.crt"), "utf8") };
  const file = join(folder, "target.json");
  const target: Target = { ...access, charts: await chartFiles() };
  writeFileSync(file, JSON.stringify(target), { mode: 0o600 });

  const client = new Client(access);
  await nothingInDefault(client);
  const stop = async () => {
    await server.stop();
    await etcd.server.stop();
  };
  return { client, file, stop };
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
  const certificates = join(folder, "certificates");
  const server = await startProcess({
    name: "kube-apiserver",
    command,
    args: [
      `--etcd-servers=${etcd}`,
      `--bind-address=${loopback}`,
      `--secure-port=${port}`,
      `--cert-dir=${certificates}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      `--token-auth-file=${tokens}`,
      "--authorization-mode=RBAC",
      "--service-cluster-ip-range=10.96.0.0/16",
    ],
    ready: () => isReady(url, certificates, token),
  });
  return { url, server };
}

/** It makes its certificate itself, and is ready when everything it starts with stands. */
async function isReady(url: string, certificates: string, token: string): Promise<boolean> {
  try {
    const authority = readFileSync(join(certificates, "apiserver.crt"), "utf8");
    return await new Client({ url, authority, token }).ready();
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
