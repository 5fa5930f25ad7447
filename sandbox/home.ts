import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Account } from "./account";
import { type Gate, openGate, type Provider, SandboxProvider, serviceOf } from "./provider";

const loopback = "127.0.0.1";

/** Where an account lives between the commands of an engine, which reaches it by provider plugins. */
export interface Home {
  /** What a plugin asks for its provider, with the version that it is to have: `plugin.cjs`. */
  readonly url: string;
  /** What stands between engine and account from now on. */
  gate: Gate;
  /** Process ids of the engines whose plugins are connected now. */
  engines(): readonly number[];
  close(): Promise<void>;
}

/** Makes what serves one package, of whose resources the account knows nothing. */
export type Elsewhere = (gate: Gate, die: () => void) => Provider;

/** A provider on a port of its own, for as long as the plugin that asked for it lives. */
async function provide(make: Elsewhere, gate: Gate, version: string, response: ServerResponse): Promise<void> {
  const server = new Server();
  const die = () => response.destroy();
  server.addService(ResourceProviderService, serviceOf(make(gate, die), version));
  response.once("close", () => server.forceShutdown());
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = ServerCredentials.createInsecure();
    server.bindAsync(`${loopback}:0`, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  // The engine reads the port from the first line that its plugin prints.
  response.write(`${port}\n`);
}

/**
 * Opens an account to engines on this machine. One process may be the home of several.
 *
 * @param elsewhere By package, what is not in the account: objects of a cluster may go to a real API server.
 */
export async function openHome(account: Account, elsewhere: Readonly<Record<string, Elsewhere>> = {}): Promise<Home> {
  const inAccount: Elsewhere = (gate, die) => new SandboxProvider(account, gate, die);
  const connected = new Map<ServerResponse, number>();
  const listener = createServer((request: IncomingMessage, response: ServerResponse) => {
    connected.set(response, Number(request.headers["x-engine"]));
    response.once("close", () => connected.delete(response));
    const [name = "", version = ""] = request.url?.split("/").slice(-2) ?? [];
    // Whatever gate stands there when an operation comes, not when the provider was started.
    provide(elsewhere[name] ?? inAccount, (operation, act) => home.gate(operation, act), version, response).catch(
      (error: Error) => response.destroy(error),
    );
  });
  await new Promise<void>((resolve) => listener.listen(0, loopback, resolve));
  const { port } = listener.address() as AddressInfo;
  const home: Home = {
    url: `http://${loopback}:${port}`,
    gate: openGate,
    engines: () => [...new Set(connected.values())],
    close: () =>
      new Promise((resolve, reject) => {
        listener.close((error) => (error ? reject(error) : resolve()));
        listener.closeAllConnections();
      }),
  };
  return home;
}
