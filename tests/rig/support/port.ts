import { type AddressInfo, connect, createServer } from "node:net";

/** The rig listens and calls here only. */
export const loopback = "127.0.0.1";

/** A process could not start because somebody else listens on the port it was given. */
export class PortInUse extends Error {}

/** A port of the loopback address on which nobody listens now. Another may take it: start servers by `onFreePort`. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, loopback, () => {
      // A server of the network has an address and a port; a string is that of a pipe.
      const { port } = Object(server.address()) as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Whether somebody listens on a port. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, loopback);
    socket.on("connect", () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", (failed) => resolve(!failed));
  });
}

const attempts = 5;

/** Starts a server on a free port, and on another when that one was taken in the meantime. */
export async function onFreePort<T>(
  start: (port: number) => Promise<T>,
  port: () => Promise<number> = freePort,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await port());
    } catch (error) {
      if (!(error instanceof PortInUse) || attempt === attempts) throw error;
    }
  }
}
