/**
 * What an error answer of Odoo means. Its status alone does not tell: most mistakes of the caller are a 500, so the name of the exception
 * decides. Of `debug` (a Python traceback) nothing is kept but its last line.
 */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import type { StepFailure } from "#flow/failure.ts";
import { failureOfException } from "./failure-of-exception.ts";
import { databaseMissing } from "./failure-words.ts";
import type { OdooTarget } from "./target.ts";
import type { OdooCall } from "./transport.ts";

const ErrorBody = z.object({ name: z.string(), message: z.string(), debug: z.string().optional().catch(undefined) });

export type ErrorAnswer = { target: OdooTarget; call?: OdooCall; status: number; headers: Headers; body: Json | undefined; repeatable: boolean };

export function failureOfAnswer(q: ErrorAnswer): StepFailure {
  const { target, call, status, headers } = q;
  const where = { connection: target.key, ...(call === undefined ? {} : { model: call.model }) };
  const host = new URL(target.url).host;
  if (status === 429) {
    const retryAfterMs = retryAfter(headers);
    return technical("rate-limited", "odoo.rate_limited", `${host} takes no more calls for a while.`, {
      fix: "Lower the connection's limits if this happens often.",
      retryable: true,
      where,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    });
  }
  const body = ErrorBody.safeParse(q.body);
  if (status === 401) return keyRefused(target, where);
  if (body.success && status !== 502 && status !== 503 && status !== 504)
    return failureOfException({ ...body.data, target, ...(call === undefined ? {} : { call }) });
  if (status === 404) return databaseMissing(target);
  if (status === 413) {
    const what = call === undefined ? "" : ` for ${call.model}`;
    return technical("configuration", "odoo.request_too_large", `A proxy in front of ${host} refuses what was sent${what}: it is too large (413).`, {
      fix: "Send less at once, or have the proxy's limit raised (in nginx: client_max_body_size).",
      where,
    });
  }
  if (status >= 500) {
    // a gateway that gave up waiting does not know what became of the call
    const isCertain = status === 503 || q.repeatable;
    return technical(isCertain ? "unavailable" : "timeout", "odoo.unavailable", `${host} is not available now (${status}).`, {
      fix: "It is tried again by itself. If it lasts, look whether Odoo is well.",
      retryable: true,
      where,
    });
  }
  return notOdoo(target);
}

export function keyRefused(target: OdooTarget, where: { connection: string; model?: string }): StepFailure {
  return technical("authentication", "odoo.key_refused", `Odoo does not accept the API key of connection ${target.name}.`, {
    fix: `Create an API key for ${target.login} in Odoo under Preferences, Account Security, and enter it in the connection. A password does not work.`,
    where,
  });
}

export function notOdoo(target: OdooTarget): StepFailure {
  return technical("configuration", "odoo.not_odoo", `${target.url} does not answer like an Odoo.`, {
    fix: "Check the address in the connection: it is the one that Odoo opens at, without /odoo or /web at its end.",
    where: { connection: target.key },
  });
}

/** The call went through, but what came back cannot be read: what happened is not known. */
export function unusable({ target, call }: { target: OdooTarget; call: OdooCall }): StepFailure {
  return technical("timeout", "odoo.answer_unusable", `The answer of ${new URL(target.url).host} to ${call.model}/${call.method} is not complete JSON.`, {
    retryable: true,
    where: { connection: target.key, model: call.model },
  });
}

function retryAfter(headers: Headers): number | null {
  const told = headers.get("retry-after");
  if (told === null) return null;
  // seconds, or a moment
  const milliseconds = /^\s*\d+(\.\d+)?\s*$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.now();
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), 3_600_000) : null;
}
