/** The stream of one page: `GET /api/live?environment=production` as server-sent events, for people who are signed in. `age`: how long ago the page was asked for, in milliseconds. */
import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { ResolveActor } from "#server/access/resolve-actor.ts";
import type { LiveMessage } from "#server/app.ts";
import type { HttpHandler } from "#server/deps.ts";
import { requestUrl } from "#server/request-url.ts";
import type { Live } from "./create.ts";
import type { PresenceRoom } from "./presence.ts";

/** How long ago the page was asked for, ms. */
const Age = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);
/** Proxies close lines that are silent; a comment now and then keeps them open. */
const BEAT_MS = 20_000;
/** A stream outlives nobody's session by more than this. */
const CHECK_MS = 60_000;

export function createStream(q: { live: Live; resolveActor: ResolveActor; presence: Pick<PresenceRoom, "isHere"> }): HttpHandler {
  return async (request, response) => {
    const reader = await q.resolveActor(request.headers);
    if (!reader) {
      response.writeHead(401, { "content-type": "text/plain" }).end("Sign in again.\n");
      return;
    }
    // a page that left meanwhile will never say so again
    if (response.destroyed) return;
    const asked = requestUrl(request).searchParams;
    const environment = asked.get("environment") ?? "production";
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no", connection: "keep-alive" });
    response.write(": hello\n\n");
    const stop = q.live.onMessage((message) => {
      // a page that missed something connects again, and reads everything anew when it does
      if (message === undefined) end(response);
      else if (message.kind === "presence" ? q.presence.isHere(message.flow, reader.id) : concerns(message, environment))
        response.write(`data: ${JSON.stringify(message)}\n\n`);
    });
    const age = Age.safeParse(asked.get("age"));
    if (age.success) catchUp({ response, environment, missed: q.live.since(age.data) });
    const beat = setInterval(() => response.write(": \n\n"), BEAT_MS);
    const check = setInterval(() => {
      q.resolveActor(request.headers).then(
        (actor) => actor === null && end(response),
        () => undefined,
      );
    }, CHECK_MS);
    response.on("close", () => {
      stop();
      clearInterval(beat);
      clearInterval(check);
    });
  };
}

/** For a page that had its answers before it could listen: what came meanwhile, or that nobody knows. */
function catchUp({ response, environment, missed }: { response: ServerResponse; environment: string; missed: LiveMessage[] | null }): void {
  if (missed === null) response.write("event: missed\ndata: \n\n");
  for (const message of missed ?? []) if (concerns(message, environment)) response.write(`data: ${JSON.stringify(message)}\n\n`);
}

function concerns(message: LiveMessage, environment: string): boolean {
  return !("environment" in message) || message.environment === environment;
}

function end(response: ServerResponse): void {
  if (!response.writableEnded) response.end();
}
