import { chmodSync } from "node:fs";
import { join } from "node:path";
import { loopback, runProcess, tool } from "../support";

export interface Certificate {
  /** Also what a client must trust: it is signed by itself. */
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate for the loopback address in a folder, for a server that only speaks TLS. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const [certificate, key] = [join(folder, "server.crt"), join(folder, "server.key")];
  await runProcess({
    name: "certificate",
    command: await tool("openssl"),
    args: [
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" "),
      ...["-subj", "/CN=localhost", "-addext", `subjectAltName=DNS:localhost,IP:${loopback}`],
      ...["-keyout", key, "-out", certificate],
    ],
  });
  chmodSync(key, 0o600);
  return { certificate, key };
}
