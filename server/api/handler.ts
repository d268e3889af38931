/** The doors for programs and for our own pages, behind one handler: tRPC, REST, sign-in, the live stream. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { toNodeHandler } from "better-auth/node";
import { CLIENT_ADDRESS_HEADER } from "#server/access/auth.ts";
import type { Auth } from "#server/access/auth.ts";
import type { ResolveActor } from "#server/access/resolve-actor.ts";
import type { App } from "#server/app.ts";
import type { HttpHandler } from "#server/deps.ts";
import type { Log } from "#server/log.ts";
import { requestUrl } from "#server/request-url.ts";
import { refusalOf } from "./errors.ts";
import { sendProblem } from "./problem.ts";
import { appRouter } from "./router.ts";
import { refuseForeignPages } from "./same-origin.ts";

export type ApiDeps = {
  app: App;
  auth: Auth;
  resolveActor: ResolveActor;
  /** the pages' own addresses */
  origins: readonly string[];
  stream: HttpHandler;
  rest: HttpHandler;
  log: Log;
};

const LARGEST_BODY = 8 * 1024 * 1024;

export function createApiHandler(deps: ApiDeps): HttpHandler {
  const auth = toNodeHandler(deps.auth);
  return async (request, response) => {
    const { pathname } = requestUrl(request);
    try {
      refuseForeignPages(request, deps.origins);
      if (pathname.startsWith("/api/trpc/")) return await trpc(deps, request, response, pathname.slice("/api/trpc/".length));
      if (pathname.startsWith("/api/auth/")) {
        request.headers[CLIENT_ADDRESS_HEADER] = request.socket.remoteAddress ?? "unknown";
        return await auth(request, response);
      }
      if (pathname === "/api/live") return await deps.stream(request, response);
      if (pathname.startsWith("/api/v1/")) return await deps.rest(request, response);
      sendProblem(response, {
        status: 404,
        code: "request.no_such_address",
        message: `There is nothing at ${pathname}.`,
        fix: "GET /api/v1/openapi.json lists what there is.",
      });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.cause !== undefined) deps.log.error({ err: refusal.cause, path: pathname }, "a request failed");
      if (response.headersSent) response.destroy();
      else sendProblem(response, refusal);
    }
  };
}

async function trpc(deps: ApiDeps, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  await nodeHTTPRequestHandler({
    router: appRouter,
    path,
    req: request,
    res: response,
    maxBodySize: LARGEST_BODY,
    createContext: async () => ({ app: deps.app, actor: await deps.resolveActor(request.headers) }),
    onError: ({ error, path: procedure }) => {
      const { cause } = refusalOf(error);
      if (cause !== undefined) deps.log.error({ err: cause, procedure }, "a procedure failed");
    },
  });
}
