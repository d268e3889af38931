/** Dispatch of /api/v1: find the route, check who asks, read what came, call one use case. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import { isDeeper } from "#flow/depth.ts";
import type { ResolveActor } from "#server/access/resolve-actor.ts";
import type { App } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Engine, HttpHandler } from "#server/deps.ts";
import { requestUrl } from "#server/request-url.ts";
import { authorise } from "../authorise.ts";
import { readInput } from "../errors.ts";
import { readText } from "./body.ts";
import { openApi } from "./openapi.ts";
import { flowFile } from "./route.ts";
import type { AnyRoute, Answer } from "./route.ts";
import { routes } from "./routes.ts";

export type RestDeps = { app: App; resolveActor: ResolveActor; engine: Pick<Engine, "waitFor">; publicUrl: string };

const BASE = "/api/v1";
const DEEPEST = 64;

export function createRest(deps: RestDeps): HttpHandler {
  const document = JSON.stringify(openApi(deps.publicUrl));
  return async (request, response) => {
    const url = requestUrl(request);
    const path = url.pathname.slice(BASE.length);
    if (path === "/openapi.json" && request.method === "GET") return send(response, { status: 200, type: "application/json", body: document });
    const { route, params } = find({ method: request.method ?? "GET", path, response });
    const actor = authorise(await deps.resolveActor(request.headers), route.permission);
    const input = {
      params: readInput(route.params, params),
      query: readInput(route.query, Object.fromEntries(url.searchParams)),
      body: await bodyOf(route, request),
    };
    // the table forgot which types belong together; they were parsed by the route's own schemas just now
    send(response, await route.run({ app: deps.app, actor, engine: deps.engine }, input as never));
  };
}

type Asked = { method: string; path: string; response: ServerResponse };

function find({ method, path, response }: Asked): { route: AnyRoute; params: Record<string, string> } {
  const fitting = routes.flatMap((route) => {
    const params = paramsOf(route.path, path);
    return params === null ? [] : [{ route, params }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found) return found;
  if (fitting.length > 0) {
    const allowed = fitting.map(({ route }) => route.method).join(", ");
    response.setHeader("allow", allowed);
    throw new UseCaseError({ code: "request.method", status: 405, message: `${path} does not take ${method}.`, fix: `It takes ${allowed}.` });
  }
  throw new UseCaseError({
    code: "request.no_such_address",
    status: 404,
    message: `There is nothing at ${BASE}${path}.`,
    fix: `GET ${BASE}/openapi.json lists what there is.`,
  });
}

export function paramsOf(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const parts = path.split("/");
  if (wanted.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const given = decoded(parts[index] ?? "");
    if (given === null) return null;
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== given : given === "") return null;
    if (name !== undefined) params[name] = given;
  }
  return params;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

async function bodyOf(route: AnyRoute, request: IncomingMessage): Promise<unknown> {
  const { body }: { body?: z.ZodType } = route;
  if (body === undefined) return undefined;
  const text = await readText(request);
  if (body === flowFile) return text;
  return readInput(body, text.trim() === "" ? undefined : json(text, request));
}

function json(text: string, request: IncomingMessage): unknown {
  const type = request.headers["content-type"] ?? "application/json";
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type))
    throw new UseCaseError({
      code: "request.content_type",
      status: 415,
      message: `The body is ${type}; this takes JSON.`,
      fix: "Send content-type: application/json.",
    });
  if (isDeeper(text, DEEPEST))
    throw new UseCaseError({
      code: "request.too_deep",
      status: 400,
      message: `The body is nested more than ${DEEPEST} levels deep.`,
      fix: "Send a flatter body.",
    });
  try {
    return JSON.parse(text);
  } catch {
    throw new UseCaseError({ code: "request.not_json", status: 400, message: "The body is not JSON.", fix: "Check its quotes and commas." });
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.status === 204) {
    response.writeHead(204, { "cache-control": "no-store" }).end();
    return;
  }
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status, { "content-type": answer.type ?? "application/json", "cache-control": "no-store" }).end(text);
}
