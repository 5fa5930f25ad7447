import { readFileSync } from "node:fs";
import { connect, type TLSSocket } from "node:tls";
import { loopback } from "../support";

/** What Redis answers: text, a number, nothing, several of these, or a refusal. */
export type Reply = string | number | null | Refusal | readonly Reply[];

/** The server's words against a command: `NOPERM …`. */
export class Refusal {
  constructor(readonly message: string) {}
}

const encoded = (command: readonly string[]): string =>
  [`*${command.length}`, ...command.flatMap((word) => [`$${Buffer.byteLength(word)}`, word]), ""].join("\r\n");

/** Reads one reply of RESP 2 from the start of the text; nothing when it has not arrived as a whole. */
function decoded(text: string, from = 0): { readonly reply: Reply; readonly end: number } | undefined {
  const line = text.indexOf("\r\n", from);
  if (line < 0) return undefined;
  const [kind, rest] = [text[from], text.slice(from + 1, line)];
  const after = line + 2;
  switch (kind) {
    case "+":
      return { reply: rest, end: after };
    case "-":
      return { reply: new Refusal(rest), end: after };
    case ":":
      return { reply: Number(rest), end: after };
    case "$": {
      const length = Number(rest);
      if (length < 0) return { reply: null, end: after };
      const end = after + length + 2;
      return end > text.length ? undefined : { reply: text.slice(after, after + length), end };
    }
    case "*": {
      if (Number(rest) < 0) return { reply: null, end: after };
      const replies: Reply[] = [];
      let end = after;
      for (let left = Number(rest); left > 0; left -= 1) {
        const next = decoded(text, end);
        if (next === undefined) return undefined;
        replies.push(next.reply);
        end = next.end;
      }
      return { reply: replies, end };
    }
    default:
      throw new Error(`not an answer of Redis: ${text.slice(from, from + 40)}`);
  }
}

/** One connection to a Redis server, over TLS. */
export class Connection {
  private received = "";
  private readonly waiting: ((reply: Reply) => void)[] = [];

  private constructor(private readonly socket: TLSSocket) {
    // One character a byte, so that lengths in bytes hold.
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.received += text;
      for (let next = decoded(this.received); next !== undefined; next = decoded(this.received)) {
        this.received = this.received.slice(next.end);
        this.waiting.shift()?.(next.reply);
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      for (const answer of this.waiting.splice(0)) answer(new Refusal("the connection was closed"));
    });
  }

  /** @param certificate What the server must be signed by. */
  static open(port: number, certificate: string): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: loopback, port, ca: readFileSync(certificate) });
      socket.once("error", reject);
      socket.once("secureConnect", () => resolve(new Connection(socket)));
    });
  }

  send(...command: readonly string[]): Promise<Reply> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.socket.write(encoded(command));
    });
  }

  /** As `send`, but a refusal is thrown. */
  async ask(...command: readonly string[]): Promise<Exclude<Reply, Refusal>> {
    const reply = await this.send(...command);
    if (reply instanceof Refusal) throw new Error(`${command[0]}: ${reply.message}`);
    return reply;
  }

  close(): void {
    this.socket.destroy();
  }
}
