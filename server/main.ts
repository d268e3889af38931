/**
 * The server process: one HTTP server for pages and programs, a worker beside it, or one of the two (THROUGHLINE_ROLE).
 * What programs call is answered here in plain Node; everything else is a page, rendered by Next.
 */
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import path from "node:path";
import { compose } from "./compose.ts";
import type { Composition } from "./compose.ts";
import type { HttpHandler } from "./deps.ts";
import { readEnv } from "./env.ts";
import type { Env } from "./env.ts";
import { createLog } from "./log.ts";
import type { Log } from "./log.ts";
import { ASKED_FOR, pageAddress, requestUrl } from "./request-url.ts";
import { createStaticHandler } from "./static.ts";

/** The launcher listens for this; without one (a process manager, a test) nobody does. */
function tellLauncher(message: { ready: true; demo: { email: string; role: string }[] | null } | { refusal: string }): void {
  process.send?.(message);
}

/** Callers of a burst that may wait until they are let in; more are turned away by the system, without a word. */
const BACKLOG = 4_096;

async function main(): Promise<void> {
  const env = readEnv();
  const log = createLog(env.logLevel);
  const server = createServer();
  // bodies may come slowly over bad lines, but not for ever
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  const composition = await compose({ env, log });
  const pages = env.role === "worker" ? null : await preparePages(env, server);
  server.on("request", (request, response) => {
    void answer({ composition, pages, log, request, response });
  });
  await listen(server, env);
  const stop = onStop({ composition, server, log });
  try {
    await composition.start();
  } catch (error) {
    await stop(1, error);
    return;
  }
  log.info({ role: env.role, port: env.port }, "ready");
  tellLauncher({ ready: true, demo: await composition.demoPeople() });
}

async function preparePages(env: Env, server: Server): Promise<HttpHandler> {
  const { default: next } = await import("next");
  // started in the project's folder: compiled, this file lies deeper than its source
  const app = next({ dev: env.dev, dir: process.cwd(), hostname: env.host, port: env.port, httpServer: server });
  await app.prepare();
  const render = app.getRequestHandler();
  const sendBuilt = createStaticHandler(path.join(process.cwd(), ".next"));
  return async (request, response) => {
    if (!env.dev && (await sendBuilt(request, response, requestUrl(request).pathname))) return;
    request.headers[ASKED_FOR] = encodeURIComponent(pageAddress(request));
    await render(request, response);
  };
}

type Answer = { composition: Composition; pages: HttpHandler | null; log: Log; request: IncomingMessage; response: ServerResponse };

async function answer({ composition, pages, log, request, response }: Answer): Promise<void> {
  try {
    composition.protect(request, response);
    const handler = composition.handlerFor(requestUrl(request).pathname) ?? pages;
    if (handler) await handler(request, response);
    else response.writeHead(404, { "content-type": "text/plain" }).end("This is a worker: it answers /health, /ready and /metrics.\n");
  } catch (error) {
    log.error({ err: error, method: request.method, path: request.url?.split("?")[0] }, "request failed");
    if (!response.headersSent)
      response.writeHead(500, { "content-type": "text/plain" }).end("Throughline failed to answer this. The server's log holds the cause.\n");
    else response.destroy();
  }
}

function listen(server: Server, env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: env.port, host: env.host, backlog: BACKLOG }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Ends once, in order: nothing new comes in, what runs is finished or handed back, then the connections close. */
function onStop({ composition, server, log }: { composition: Composition; server: Server; log: Log }): (code: number, cause?: unknown) => Promise<void> {
  let stopping = false;
  const stop = async (code: number, cause?: unknown) => {
    if (stopping) return;
    stopping = true;
    if (cause !== undefined) {
      log.error({ err: cause }, "could not start");
      tellLauncher({ refusal: cause instanceof Error ? cause.message : String(cause) });
    }
    server.close();
    server.closeIdleConnections();
    await composition.stop().catch((error: unknown) => log.error({ err: error }, "could not stop cleanly"));
    server.closeAllConnections();
    process.exit(code);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(0));
  // the launcher is gone, and with it the database that it started
  process.once("disconnect", () => void stop(0));
  return stop;
}

process.on("unhandledRejection", (error) => {
  // a bug of ours: losing the process is worse than losing the promise, but somebody must hear of it
  createLog("error").error({ err: error }, "a promise failed unheard");
});

main().catch((error: unknown) => {
  tellLauncher({ refusal: error instanceof Error ? error.message : String(error) });
  console.error(error);
  process.exit(1);
});
