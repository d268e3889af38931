/** Looks at an address before there is a connection: is there an Odoo, which one, how does it speak, and which databases does it list. Sends no credentials. */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { OdooProbe } from "#server/app.ts";
import type { Guard } from "#server/http/guard.ts";
import { addressesToTry } from "./connect-address.ts";
import { ask, parse, version } from "./speak.ts";
import type { OdooTarget } from "./target.ts";

export const OLDEST = 14;
export const SPEAKS_JSON_2 = 19;
const LIMIT_MS = 15_000;
const MOST_MOVES = 3;

const Listed = z.object({ result: z.array(z.string()) });

export async function probeOdoo(guard: Guard, q: { address: string; allowPrivate: boolean }): Promise<OdooProbe> {
  const waiting = addressesToTry(q.address);
  if (waiting === null) {
    const message = `${q.address.trim() === "" ? "Nothing" : q.address.trim().slice(0, 100)} is not an address.`;
    return { ok: false, code: "odoo.address", message, fix: "Copy it from the browser while Odoo is open, such as https://acme.odoo.com." };
  }
  const options = { signal: AbortSignal.timeout(LIMIT_MS) };
  let trouble: Failure | null = null;
  let moves = 0;
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    const target = strangerAt(url, q.allowPrivate);
    try {
      const moved = await movedTo(guard, target, options);
      if (moved !== null && moves < MOST_MOVES) {
        moves += 1;
        waiting.unshift(moved);
        continue;
      }
      const found = await version(guard, target, options);
      return await described(guard, target, found, options);
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      // of several addresses the first is what was meant; what it says first is told
      trouble ??= error.failure;
      // no other path on the same host fares better where the host itself is the trouble
      const { origin } = new URL(target.url);
      if (error.failure.code !== "odoo.not_odoo") while (waiting[0]?.startsWith(origin)) waiting.shift();
    }
  }
  return trouble === null ? notReached(q.address) : { ok: false, code: trouble.code, message: trouble.message, fix: trouble.fix ?? "Check the address." };
}

function notReached(address: string): OdooProbe {
  return { ok: false, code: "odoo.not_odoo", message: `${address} sends the call on and on.`, fix: "Enter the address that the browser ends at." };
}

/** An Odoo whose key nobody has entered yet. */
function strangerAt(url: string, allowPrivate: boolean): OdooTarget {
  return {
    ...{ environment: "", key: "", name: new URL(url).host, url, database: "", login: "", apiKey: "", protocol: "json-2", allowPrivate, timezone: "UTC" },
    ...{ context: {}, allow: null, limits: { concurrent: null, perSecond: null } },
  };
}

/** Where the site sends its visitors: from http to https, from an old name to a new one. */
async function movedTo(guard: Guard, target: OdooTarget, options: { signal: AbortSignal }): Promise<string | null> {
  const answer = await ask(guard, target, options, { path: "/web/version", method: "GET", headers: { accept: "application/json" } });
  const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get("location") : null;
  const next = location === null ? null : URL.parse(location, `${target.url}/web/version`);
  if (next === null || !/^https?:$/.test(next.protocol) || !next.pathname.endsWith("/web/version")) return null;
  return `${next.origin}${next.pathname.slice(0, -"/web/version".length)}`;
}

type Found = { text: string; major: number };

async function described(guard: Guard, target: OdooTarget, found: Found, options: { signal: AbortSignal }): Promise<OdooProbe> {
  const { host } = new URL(target.url);
  if (found.major < OLDEST) {
    const message = `${host} is Odoo ${found.text}, and Throughline speaks to Odoo ${OLDEST} and later.`;
    return { ok: false, code: "odoo.too_old", message, fix: "Connect a newer Odoo." };
  }
  return {
    ok: true,
    url: target.url,
    version: found.text,
    protocol: found.major < SPEAKS_JSON_2 ? "json-rpc" : "json-2",
    databases: await databasesOf(guard, target, options),
    isPlain: target.url.startsWith("http://"),
  };
}

/** Null where the server keeps its list to itself, as most do on the internet. */
export async function databasesOf(guard: Guard, target: OdooTarget, options: { signal: AbortSignal }): Promise<string[] | null> {
  try {
    const body = JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params: {} });
    const headers = { "content-type": "application/json", accept: "application/json" };
    const answer = await ask(guard, target, options, { path: "/web/database/list", method: "POST", headers, body });
    const read = Listed.safeParse(parse(await answer.text()));
    return read.success && read.data.result.length > 0 ? read.data.result : null;
  } catch (error) {
    if (error instanceof StepFailure) return null;
    throw error;
  }
}
