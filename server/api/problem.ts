/** Problem documents as RFC 9457 has them: what every refusal of REST, webhooks and health looks like. */
import type { ServerResponse } from "node:http";
import type { Refusal } from "./errors.ts";

export function sendProblem(response: ServerResponse, refusal: Refusal): void {
  const { status, code, message, fix, problems, issues, retryAfterMs } = refusal;
  const body = {
    type: "about:blank",
    title: message,
    status,
    code,
    ...(fix === undefined ? {} : { detail: fix, fix }),
    ...(problems === undefined ? {} : { problems }),
    ...(issues === undefined ? {} : { issues }),
  };
  const wait = retryAfterMs ?? (status === 503 || status === 429 ? 5_000 : undefined);
  response.writeHead(status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    ...(wait === undefined ? {} : { "retry-after": String(Math.ceil(wait / 1000)) }),
  });
  response.end(JSON.stringify(body));
}
