/** JSON-2, the protocol of Odoo 19 and later: one POST per call, one transaction per call. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Guard, GuardInit } from "#server/http/guard.ts";
import { failureOfAnswer, notOdoo, unusable } from "./failure-of-answer.ts";
import { failureOfGuard } from "./failure-of-guard.ts";
import type { OdooTarget } from "./target.ts";
import type { CreateTransport, OdooCall, OdooTransport, SendOptions } from "./transport.ts";

/** Odoo itself repeats a call that met a conflict, up to five times with growing pauses: 20 s were measured with eight writers on one record. */
const TIMEOUT_MS = 60_000;
const MAX_BYTES = 32 * 1024 * 1024;

const Version = z.object({ version: z.string(), version_info: z.array(Json).min(1) });

export function createJson2(deps: { guard: Guard }): CreateTransport {
  return (target) => ({
    call: (call, options = {}) => send(deps.guard, target, call, options),
    version: (options = {}) => version(deps.guard, target, options),
  });
}

async function send(guard: Guard, target: OdooTarget, call: OdooCall, options: SendOptions): Promise<Json> {
  const body = { ...call.args, ...(call.ids === undefined ? {} : { ids: call.ids }), ...(call.context === undefined ? {} : { context: call.context }) };
  const answer = await ask(guard, target, options, {
    path: `/json/2/${encodeURIComponent(call.model)}/${encodeURIComponent(call.method)}`,
    call,
    method: "POST",
    headers: {
      authorization: `bearer ${target.apiKey}`,
      "content-type": "application/json",
      accept: "application/json",
      "x-odoo-database": target.database,
    },
    body: JSON.stringify(body),
  });
  const { status, headers } = answer;
  const text = await answer.text();
  const parsed = parse(text);
  if (status === 200) {
    if (parsed !== undefined) return parsed;
    if (isPage(headers)) throw notOdoo(target);
    throw unusable({ target, call });
  }
  throw failureOfAnswer({ target, call, status, headers, body: parsed, repeatable: options.repeatable ?? true });
}

async function version(guard: Guard, target: OdooTarget, options: SendOptions): ReturnType<OdooTransport["version"]> {
  const answer = await ask(guard, target, options, { path: "/web/version", method: "GET", headers: { accept: "application/json" } });
  const read = Version.safeParse(parse(await answer.text()));
  if (answer.status === 200 && read.success) return { text: read.data.version, major: Number(read.data.version_info[0]) };
  if (answer.status === 429 || answer.status >= 500)
    throw failureOfAnswer({ target, status: answer.status, headers: answer.headers, body: undefined, repeatable: true });
  throw notOdoo(target);
}

type Asked = GuardInit & { path: string; call?: OdooCall };

async function ask(guard: Guard, target: OdooTarget, options: SendOptions, { path, call, ...init }: Asked): Promise<Response> {
  try {
    return await guard.fetch(`${target.url}${path}`, {
      ...init,
      allowPrivate: target.allowPrivate,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    throw failureOfGuard(error, { target, ...(call === undefined ? {} : { call }) });
  }
}

/** undefined: not JSON. An answer of Odoo is never undefined, but may be null. */
function parse(text: string): Json | undefined {
  try {
    return Json.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isPage(headers: Headers): boolean {
  return headers.get("content-type")?.includes("text/html") ?? false;
}
