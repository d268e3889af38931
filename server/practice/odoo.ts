/**
 * The practice Odoo: speaks Odoo 19's JSON-2 and the older JSON-RPC under /practice/odoo for the models that the demo and the tests use, keeps what it is told,
 * and fails on demand. It passes the same contract suite as a real one (server/odoo).
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import type { PracticeFault } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import type { Clock, PracticeOdoo, Transaction } from "#server/deps.ts";
import type { Log } from "#server/log.ts";
import { createGuard } from "../http/guard.ts";
import type { Guard } from "../http/guard.ts";
import { requestUrl } from "../request-url.ts";
import { sendWebhooks } from "./odoo/automation.ts";
import { DATA, LATER } from "./odoo/data.ts";
import type { FirstRow } from "./odoo/data.ts";
import { badRequest, notFound, OdooError, unauthorized, userError } from "./odoo/errors.ts";
import { answerJsonRpc, VERSION_INFO } from "./odoo/jsonrpc.ts";
import { documentOf } from "./odoo/method-docs.ts";
import { callMethod } from "./odoo/methods.ts";
import { MODELS } from "./odoo/models.ts";
import { openWorld, UID } from "./odoo/world.ts";

const of = (name: string) => sqlFile(new URL("./odoo/", import.meta.url).href, name);
const SETTING = of("setting");
const PUT = of("put-setting");
const PUT_ONCE = of("put-setting-once");
const FILL = of("fill");
const TAKE = of("take-external-id");

const DATABASE = "practice";
const LOGIN = "admin";
const SLOW_MS = 4_000;
const LARGEST = 32 * 1024 * 1024;
const FAULTS = ["none", "slow", "unavailable", "drop-answer", "validation-error"] as const satisfies PracticeFault[];
const Fault = z.enum(FAULTS);
const PATH = /^\/practice\/odoo\/json\/2\/([\w.]+)\/(\w+)$/;
const DOCUMENT = /^\/practice\/odoo\/doc-bearer\/([\w.]+)\.json$/;
/** Methods that change something: faults of business meet only these. */
const CHANGING = /^(create|write|unlink|load|action_|message_post)/;

export async function createPracticeOdoo({ pool, log }: { pool: Pool; clock: Clock; log: Log }): Promise<PracticeOdoo> {
  await pool.query(PUT_ONCE, ["api_key", JSON.stringify(randomBytes(20).toString("hex"))]);
  const apiKey = z.string().parse(await setting(pool, "api_key"));
  await fill(pool);
  const guard = createGuard({ connectMs: 1_000 });
  const fault = async () => Fault.catch("none").parse(await setting(pool, "fault"));
  return {
    apiKey,
    database: DATABASE,
    login: LOGIN,
    fault,
    setFault: async (next) => {
      await pool.query(PUT, ["fault", JSON.stringify(next)]);
    },
    handle: async (request, response) => {
      try {
        await answer({ pool, guard, apiKey, fault: await fault(), request, response });
      } catch (error) {
        if (!(error instanceof OdooError)) log.error({ err: error }, "the practice Odoo failed");
        refuse(response, error);
      }
    },
  };
}

async function setting(pool: Pool, name: string): Promise<Json> {
  const { rows } = await pool.query<{ value: Json }>(SETTING, [name]);
  return rows[0]?.value ?? null;
}

/** Several processes may start at once: each record is put once. */
async function fill(pool: Pool): Promise<void> {
  for (const [name, data] of [["filled", DATA] as const, ["filled_mail", LATER] as const]) {
    if ((await setting(pool, name)) === true) continue;
    await inTransaction(pool, async (transaction) => {
      for (const [model, rows] of Object.entries(data)) for (const row of rows) await put(transaction, model, row);
      await transaction.query(PUT, [name, "true"]);
    });
  }
}

async function put(transaction: Transaction, model: string, { id, fields, xmlId }: FirstRow): Promise<void> {
  await transaction.query(FILL, [model, id, JSON.stringify(fields)]);
  const [module, name] = xmlId?.split(".") ?? [];
  if (module !== undefined && name !== undefined) await transaction.query(TAKE, [module, name, model, id]);
}

type Asked = { pool: Pool; guard: Guard; apiKey: string; fault: PracticeFault; request: IncomingMessage; response: ServerResponse };

async function answer({ pool, guard, apiKey, fault, request, response }: Asked): Promise<void> {
  const { pathname } = requestUrl(request);
  if (fault === "unavailable") return page(response, 503, "<html><body><h1>503 Service Unavailable</h1>The practice Odoo is switched off.</body></html>");
  if (pathname === "/practice/odoo/web/version" || pathname === "/practice/odoo/json/version")
    return json(response, 200, { version_info: [19, 0, 0, "final", 0, ""], version: "19.0" });
  if (pathname === "/practice/odoo/web/webclient/version_info" && request.method === "POST")
    return json(response, 200, { jsonrpc: "2.0", id: null, result: VERSION_INFO });
  if (pathname === "/practice/odoo/web/database/list" && request.method === "POST")
    return json(response, 200, { jsonrpc: "2.0", id: null, result: [DATABASE] });
  if (pathname === "/practice/odoo/jsonrpc" && request.method === "POST") return byJsonRpc({ pool, guard, apiKey, fault, request, response });
  const [, documented] = DOCUMENT.exec(pathname) ?? [];
  if (documented !== undefined && request.method === "GET") {
    if (!keyFits(apiKey, request.headers.authorization)) throw unauthorized();
    const spec = MODELS[documented];
    if (spec === undefined) throw notFound("404: Not Found");
    return json(response, 200, documentOf(documented, spec.label));
  }
  const [, model, method] = PATH.exec(pathname) ?? [];
  if (model === undefined || method === undefined || request.method !== "POST") return page(response, 404, "<html><body><h1>Not Found</h1></body></html>");
  if (request.headers["x-odoo-database"] !== undefined && request.headers["x-odoo-database"] !== DATABASE)
    return page(response, 404, "<html><body><h1>Not Found</h1>No such database.</body></html>");
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? ""))
    return page(response, 415, "<html><body><h1>Unsupported Media Type</h1></body></html>");
  if (!keyFits(apiKey, request.headers.authorization)) throw unauthorized();
  const body = await bodyOf(request);
  const result = await done({ pool, guard, fault, request }, { model, method, body });
  // the change is committed, and whoever asked for it will never hear of it
  if (fault === "drop-answer" && CHANGING.test(method)) {
    request.socket.destroy();
    return;
  }
  json(response, 200, result);
}

async function done(
  { pool, guard, fault, request }: Omit<Asked, "apiKey" | "response">,
  call: { model: string; method: string; body: unknown },
): Promise<Json> {
  if (fault === "slow") await sleep(SLOW_MS);
  if (fault === "validation-error" && CHANGING.test(call.method)) throw userError("The practice Odoo refuses every change: its fault switch says so.");
  const { result, changes } = await inTransaction(pool, async (transaction) => {
    const world = openWorld(transaction);
    return { result: await callMethod({ world, ...call }), changes: world.changes };
  });
  await sendWebhooks({ pool, guard, changes, host: new URL(`http://${request.headers.host ?? "localhost"}`).hostname });
  return result;
}

async function byJsonRpc({ pool, guard, apiKey, fault, request, response }: Asked): Promise<void> {
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? ""))
    return page(response, 415, "<html><body><h1>Unsupported Media Type</h1></body></html>");
  let isChange = false;
  const answered = await answerJsonRpc(await bodyOf(request), {
    database: DATABASE,
    login: LOGIN,
    uid: UID,
    fits: (key) => isSame(apiKey, key),
    call: (call) => {
      isChange = CHANGING.test(call.method);
      return done({ pool, guard, fault, request }, call);
    },
  });
  if (fault === "drop-answer" && isChange) {
    request.socket.destroy();
    return;
  }
  json(response, 200, answered);
}

function keyFits(key: string, header: string | undefined): boolean {
  return isSame(key, /^bearer\s+(.+)$/i.exec(header ?? "")?.[1] ?? "");
}

function isSame(key: string, given: string): boolean {
  return given.length === key.length && timingSafeEqual(Buffer.from(given), Buffer.from(key));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > LARGEST) throw badRequest("Request Entity Too Large");
    parts.push(part);
  }
  try {
    const read: unknown = JSON.parse(Buffer.concat(parts).toString("utf8"));
    // as the real one does: a list counts as no arguments at all
    return typeof read === "object" && read !== null && !Array.isArray(read) ? read : {};
  } catch (error) {
    throw badRequest(`could not parse the body as json: ${error instanceof Error ? error.message : ""}`);
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const known = error instanceof OdooError ? error : new OdooError({ exception: "builtins.Exception", status: 500, message: "The practice Odoo failed." });
  json(response, known.status, { name: known.exception, message: known.message, arguments: [known.message], context: {}, debug: "" });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", ...(status === 401 ? { "www-authenticate": "Bearer" } : {}) })
    .end(JSON.stringify(body));
}

function page(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
}
