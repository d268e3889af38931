/** A measured process: it is told its settings, tells where it listens, and how much of the processor and of memory it has used. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";

const Settings = z.object({ url: z.string().default(""), target: z.string().default(""), kind: z.string().default("") });

export function settings(): z.infer<typeof Settings> {
  return Settings.parse(JSON.parse(process.env.THROUGHLINE_BENCH ?? ""));
}

export function serve(answer: (request: IncomingMessage, response: ServerResponse) => void, hooks: Record<string, string> = {}): void {
  const server = createServer(answer);
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ base: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`, hooks });
  });
  // a profile is written only by a process that ends by itself
  process.once("SIGINT", () => process.exit(0));
  // whoever measures is gone: nobody would ever stop this one
  process.once("disconnect", () => process.exit(0));
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000, rssMiB: process.memoryUsage.rss() / 1_048_576 });
  });
}

export async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return JSON.parse(Buffer.concat(parts).toString());
}
