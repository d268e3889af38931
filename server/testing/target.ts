/** Another system for tests: a real HTTP server that counts what it is asked to do, and can be slow, broken or silent. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Json } from "#flow/document.ts";

export type Call = { method: string; path: string; key: string | null; body: Json; at: number };

export type Target = {
  url: string;
  calls: Call[];
  /** how the next requests are answered; the default is 200 with the number of calls so far */
  answer: (by: ((call: Call, response: ServerResponse) => void) | null) => void;
  stop: () => Promise<void>;
};

export async function startTarget(): Promise<Target> {
  const calls: Call[] = [];
  let by: ((call: Call, response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const key = request.headers["idempotency-key"];
      const call = { method: request.method ?? "", path: request.url ?? "", key: typeof key === "string" ? key : null, body, at: Date.now() };
      calls.push(call);
      if (by) by(call, response);
      else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ count: calls.length }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    calls,
    answer: (next) => {
      by = next;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const text = Buffer.concat(parts).toString();
  return text === "" ? null : (JSON.parse(text) as Json);
}
