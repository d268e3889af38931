/** What both protocols have in common: how an Odoo is asked, which version it is, and what an answer is that no Odoo gave. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { StepFailure } from "#flow/failure.ts";
import type { Guard, GuardInit } from "#server/http/guard.ts";
import { failureOfAnswer, notOdoo } from "./failure-of-answer.ts";
import type { ErrorAnswer } from "./failure-of-answer.ts";
import { failureOfGuard } from "./failure-of-guard.ts";
import type { OdooTarget } from "./target.ts";
import type { OdooCall, OdooTransport, SendOptions } from "./transport.ts";

/** Odoo itself repeats a call that met a conflict, up to five times with growing pauses: 20 s were measured with eight writers on one record. */
const TIMEOUT_MS = 60_000;
const MAX_BYTES = 32 * 1024 * 1024;

type Asked = GuardInit & { path: string; call?: OdooCall };

/** @throws StepFailure where no answer came */
export async function ask(guard: Guard, target: OdooTarget, options: SendOptions, { path, call, ...init }: Asked): Promise<Response> {
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

const Version = z.object({ version: z.string(), version_info: z.array(Json).min(1) });
const OlderVersion = z.object({ result: z.object({ server_version: z.string(), server_version_info: z.array(Json).min(1) }) });

/** Told without credentials: by every Odoo from 19 on at one address, by every older one at another. */
export async function version(guard: Guard, target: OdooTarget, options: SendOptions): ReturnType<OdooTransport["version"]> {
  const answer = await ask(guard, target, options, { path: "/web/version", method: "GET", headers: { accept: "application/json" } });
  const read = Version.safeParse(parse(await answer.text()));
  if (answer.status === 200 && read.success) return { text: read.data.version, major: Number(read.data.version_info[0]) };
  if (answer.status === 429 || answer.status >= 500) throw refuseStatus({ target, status: answer.status, headers: answer.headers, repeatable: true });
  const headers = { "content-type": "application/json", accept: "application/json" };
  const older = await ask(guard, target, options, { path: "/web/webclient/version_info", method: "POST", headers, body: "{}" });
  const told = OlderVersion.safeParse(parse(await older.text()));
  if (older.status !== 200 || !told.success) throw notOdoo(target);
  return { text: told.data.result.server_version, major: Number(told.data.result.server_version_info[0]) };
}

export function refuseStatus(q: Omit<ErrorAnswer, "body">): StepFailure {
  return failureOfAnswer({ ...q, body: undefined });
}

/** undefined: not JSON. An answer of Odoo is never undefined, but may be null. */
export function parse(text: string): Json | undefined {
  try {
    return Json.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function isPage(headers: Headers): boolean {
  return headers.get("content-type")?.includes("text/html") ?? false;
}
