/** JSON-2, the protocol of Odoo 19 and later: one POST per call, one transaction per call. */
import type { Json } from "#flow/document.ts";
import type { Guard } from "#server/http/guard.ts";
import { failureOfAnswer, notOdoo, unusable } from "./failure-of-answer.ts";
import { ask, isPage, parse, refuseStatus, version } from "./speak.ts";
import type { OdooTarget } from "./target.ts";
import type { CreateTransport, Documented, OdooCall, SendOptions } from "./transport.ts";

export function createJson2(deps: { guard: Guard }): CreateTransport {
  return (target) => ({
    call: (call, options = {}) => send(deps.guard, target, call, options),
    version: (options = {}) => version(deps.guard, target, options),
    documented: (model, options = {}) => documented(deps.guard, target, model, options),
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

async function documented(guard: Guard, target: OdooTarget, model: string, options: SendOptions): Promise<Documented> {
  const answer = await ask(guard, target, options, {
    path: `/doc-bearer/${encodeURIComponent(model)}.json`,
    call: { model, method: "fields_get" },
    method: "GET",
    headers: { authorization: `bearer ${target.apiKey}`, accept: "application/json", "x-odoo-database": target.database },
  });
  const { status, headers } = answer;
  const body = parse(await answer.text());
  if (status === 200 && body !== undefined) return { kind: "told", document: body };
  if (status === 403) return { kind: "untold", why: "rights" };
  // without the app that writes it, or without the model, there is nothing at that address
  if (status === 404 || (status === 200 && isPage(headers))) return { kind: "untold", why: "server" };
  throw refuseStatus({ target, call: { model, method: "fields_get" }, status, headers, repeatable: true });
}
