import { Agent, request } from "node:https";
import { fields } from "./objects";

/** How to reach an API server, as whom. */
export interface Access {
  readonly url: string;
  /** Who signed its certificate, PEM. */
  readonly authority: string;
  readonly token: string;
}

/** What an API server said no to, in its own words. */
export class Refused extends Error {
  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** `Forbidden`, `Invalid`, `NotFound`, ... */
    readonly reason: string,
    message: string,
    /** Paths of the fields it is about. */
    readonly paths: readonly string[],
  ) {
    super(message);
  }
}

/** Questions to one API server and its answers, over connections that stay open in between. */
export class Connection {
  /** What the server warned of, in order. */
  readonly warnings: string[] = [];
  private readonly agent: Agent;

  constructor(private readonly access: Access) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 8, ca: access.authority });
  }

  close(): void {
    this.agent.destroy();
  }

  /** @throws {Refused} */
  send(method: string, path: string, body?: unknown, type = "application/json"): Promise<unknown> {
    const { url, token } = this.access;
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      "content-type": type,
      // Node states no length for a DELETE, and the server would read its body as the next question.
      "content-length": Buffer.byteLength(text),
    };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, url), { method, headers, agent: this.agent }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const said = parsed(Buffer.concat(parts).toString("utf8"));
          const status = response.statusCode ?? 0;
          this.warnings.push(...warningsIn(response.headers.warning));
          if (status >= 400) reject(refusal(status, said));
          else resolve(said);
        });
      });
      sent.on("error", reject);
      sent.end(text);
    });
  }
}

/** RFC 7234: `299 - "text"`, several after one another. */
const warningsIn = (header: string | undefined): readonly string[] =>
  [...(header ?? "").matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text.replaceAll("\\", ""));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function refusal(status: number, said: unknown): Refused {
  const { message, reason, details } = fields(said);
  const { causes } = fields(details);
  const paths = (Array.isArray(causes) ? causes : []).map((cause) => String(fields(cause).field ?? ""));
  return new Refused(status, String(reason ?? ""), String(message ?? said), paths);
}
