/** JSON-2, the protocol of Odoo 19 and later: one POST per call, one transaction per call. */
import type { Json } from "#flow/document.ts";
import type { Guard } from "#server/http/guard.ts";
import { failureOfAnswer, notOdoo, unusable } from "./failure-of-answer.ts";
import { ask, isPage, parse, version } from "./speak.ts";
import type { OdooTarget } from "./target.ts";
import type { CreateTransport, OdooCall, SendOptions } from "./transport.ts";

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
