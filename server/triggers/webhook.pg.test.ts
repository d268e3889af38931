import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";
import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { systemClock } from "../clock.ts";
import { createPool } from "../db/pool.ts";
import { createRegistrationSource, createVersionSource } from "../flows/sources.ts";
import { createLog } from "../log.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { deploy, draw, startEngine, stepsOf } from "../testing/engine.ts";
import type { EngineRig } from "../testing/engine.ts";
import { putHints } from "./odoo/put-hints.ts";
import { createKeepRate } from "./rate.ts";
import { createWebhookHandler } from "./webhook.ts";

const SECRET = "s3cret:with ümlaut";

let database: TestDatabase;
let rig: EngineRig;
let server: Server;
let base: string;

beforeAll(async () => {
  database = await testDatabase();
  rig = await startEngine({ url: database.url, installation: database.installationKey, target: "http://127.0.0.1:9" });
  await rig.startWorker();
  const versions = createVersionSource({ pool: database.pool });
  const hooks = createWebhookHandler({
    registrations: createRegistrationSource({ pool: database.pool, versions }),
    engine: rig.engine,
    connections: { secret: async ({ name }) => (name === "crm" ? SECRET : null) },
    keepRate: createKeepRate({ pool: database.pool }),
    putHints: (hint) => putHints({ pool: database.pool, ...hint }),
    clock: systemClock,
    log: createLog("fatal"),
  });
  server = createServer((request, response) => void hooks(request, response));
  await new Promise<void>((resolve) => {
    server.listen({ port: 0, host: "127.0.0.1", backlog: 2_048 }, resolve);
  });
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rig.stop();
  await database.drop();
});

async function hook(
  config: { [key: string]: Json } = {},
  map: { [key: string]: Json } = { fields: [{ name: "got", value: { $: "trigger" } }] },
): Promise<{ url: string; flowId: string }> {
  const { flowId } = await deploy(
    database.pool,
    draw({
      steps: { start: { type: "trigger.webhook", config: { auth: { kind: "none" }, ...config } }, map: { type: "map", config: map } },
      edges: ["start > map"],
    }),
  );
  const { environment, token } = await rig.registration(flowId);
  return { url: `${base}/hooks/${environment}/${token}`, flowId };
}

type Sent = { body?: string | Uint8Array<ArrayBuffer> | undefined; headers?: { [name: string]: string | undefined } | undefined; method?: string | undefined };

async function send(url: string, q: Sent = {}) {
  const headers = new Headers({ "content-type": "application/json" });
  for (const [name, value] of Object.entries(q.headers ?? {})) if (value !== undefined) headers.set(name, value);
  const response = await fetch(url, {
    method: q.method ?? "POST",
    headers,
    ...(q.method === "GET" ? {} : { body: q.body ?? "{}" }),
  });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    headers: response.headers,
    body: (await response.json()) as { [key: string]: Json },
  };
}

async function runsOf(flowId: string): Promise<number> {
  return Number((await database.pool.query<{ count: string }>("select count(*) from run where flow_id = $1", [flowId])).rows[0]?.count);
}

describe("what is accepted", () => {
  test("JSON: 202 with the run's id; body, headers and query are what the flow sees, credentials are not", async () => {
    const { url } = await hook({ auth: { kind: "apiKey", header: "X-Key", secret: { secretRef: "crm" } }, respond: { whenFinished: "PT10S" } });
    const { status, body } = await send(`${url}?source=crm`, {
      body: '{"id":7}',
      headers: { "x-key": Buffer.from(SECRET).toString("latin1"), authorization: "Bearer other", cookie: "a=b", "x-seen": "yes" },
    });
    expect(status).toBe(200);
    const seen = JSON.stringify((await stepsOf(database.pool, String(body.runId))).at(-1)?.output);
    expect(seen).toContain('"source":"crm"');
    expect(seen).toContain('"x-seen":"yes"');
    expect(seen).toContain('"id":7');
    for (const hidden of ["authorization", "cookie", "x-key", "Bearer other"]) expect(seen).not.toContain(hidden);
  });

  test("at once: 202 and the run is durable", async () => {
    const { url, flowId } = await hook();
    const { status, body } = await send(url, { body: '{"id":1}' });
    expect(status).toBe(202);
    expect(Object.keys(body)).toEqual(["runId"]);
    expect(await runsOf(flowId)).toBe(1);
  });

  test("a form becomes an object, a name that comes twice a list", async () => {
    const { url } = await hook({ respond: { whenFinished: "PT10S" } });
    const { body } = await send(url, { body: "a=1&b=x%20y&a=2", headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" } });
    expect((await stepsOf(database.pool, String(body.runId))).at(-1)?.output).toMatchObject({ got: { body: { a: ["1", "2"], b: "x y" } } });
  });

  test("a second delivery of the same thing: 200, the first run's id, duplicate", async () => {
    const { url, flowId } = await hook({ dedupe: { $: "trigger.body.id" } });
    const first = await send(url, { body: '{"id":"a"}' });
    const second = await send(url, { body: '{"id":"a","more":true}' });
    expect(second).toMatchObject({ status: 200, body: { runId: first.body.runId ?? "", duplicate: true } });
    expect(await runsOf(flowId)).toBe(1);
  });

  test.each(["idempotency-key", "webhook-id"])("the sender's %s recognises a repeat where no key is configured", async (name) => {
    const { url, flowId } = await hook();
    await send(url, { headers: { [name]: "delivery-1" } });
    expect((await send(url, { headers: { [name]: "delivery-1" } })).body.duplicate).toBe(true);
    expect((await send(url, { headers: { [name]: "delivery-2" } })).status).toBe(202);
    expect(await runsOf(flowId)).toBe(2);
  });

  test("1,000 identical requests at once: one 202, the others 200, one run", async () => {
    const { url, flowId } = await hook({ dedupe: { $: "trigger.body.id" } });
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => send(url, { body: '{"id":"same"}' })));
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(999);
    expect(await runsOf(flowId)).toBe(1);
  });
});

describe("an answer when the run has finished", () => {
  test("200 with its output", async () => {
    const { url } = await hook({ respond: { whenFinished: "PT10S" } }, { fields: [{ name: "sum", value: { $: "trigger.body.a + 1" } }] });
    const { status, body } = await send(url, { body: '{"a":2}' });
    expect({ status, body }).toMatchObject({ status: 200, body: { status: "succeeded", output: { sum: 3 } } });
  });

  test("422 with the failure where the data was at fault, without inner details", async () => {
    const { flowId } = await deploy(
      database.pool,
      draw({
        steps: {
          start: { type: "trigger.webhook", config: { auth: { kind: "none" }, respond: { whenFinished: "PT10S" } } },
          stop: { type: "stop", config: { outcome: "failed", code: "order.blocked", reason: "The customer is blocked." } },
        },
        edges: ["start > stop"],
      }),
    );
    const { environment, token } = await rig.registration(flowId);
    const { status, body } = await send(`${base}/hooks/${environment}/${token}`);
    expect(status).toBe(422);
    expect(body.failure).toEqual({ class: "business", code: "order.blocked", message: "The customer is blocked." });
  });

  test("502 where a system was at fault", async () => {
    const { flowId } = await deploy(
      database.pool,
      draw({
        steps: {
          start: { type: "trigger.webhook", config: { auth: { kind: "none" }, respond: { whenFinished: "PT10S" } } },
          send: { type: "http", config: { connection: "target", method: "POST", url: "/orders", body: {} }, retry: { attempts: 1 } },
        },
        edges: ["start > send"],
      }),
    );
    const { environment, token } = await rig.registration(flowId);
    const { status, body } = await send(`${base}/hooks/${environment}/${token}`);
    expect({ status, body }).toMatchObject({ status: 502, body: { runId: expect.any(String), failure: { class: "technical" } } });
  });

  test("a duplicate waits for the first one's end and gets the same answer", async () => {
    const { url, flowId } = await hook(
      { dedupe: { $: "trigger.body.id" }, respond: { whenFinished: "PT10S" } },
      { fields: [{ name: "sum", value: { $: "trigger.body.a + 1" } }] },
    );
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(url, { body: '{"id":"same","a":2}' })));
    expect(await runsOf(flowId)).toBe(1);
    const first = answers.filter((answer) => answer.body.duplicate === undefined);
    expect(first).toHaveLength(1);
    const { runId } = first[0]?.body ?? {};
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { runId, status: "succeeded", output: { sum: 3 } } });
  });

  test("a request that the filter declines is answered with that", async () => {
    const { url } = await hook({ filter: { $: "trigger.body.a > 5" }, respond: { whenFinished: "PT10S" } });
    expect(await send(url, { body: '{"a":2}' })).toMatchObject({ status: 200, body: { status: "skipped", output: null } });
  });

  test("202 at the limit", async () => {
    const { flowId } = await deploy(
      database.pool,
      draw({
        steps: {
          start: { type: "trigger.webhook", config: { auth: { kind: "none" }, respond: { whenFinished: "PT0.2S" } } },
          pause: { type: "wait", config: { for: "PT1H" } },
        },
        edges: ["start > pause"],
      }),
    );
    const { environment, token } = await rig.registration(flowId);
    expect((await send(`${base}/hooks/${environment}/${token}`)).status).toBe(202);
  });
});

describe("who may call", () => {
  const hmac = (raw: string, secret = SECRET) => createHmac("sha256", secret).update(raw).digest("hex");

  test("hmac over the raw bytes: right is taken; wrong, missing and over other bytes are not", async () => {
    const { url, flowId } = await hook({ auth: { kind: "hmac", secret: { secretRef: "crm" } } });
    const raw = '{ "id" :  1 }';
    expect((await send(url, { body: raw, headers: { "x-signature-256": `sha256=${hmac(raw)}` } })).status).toBe(202);
    const wrong = [
      {},
      { "x-signature-256": hmac(raw) },
      { "x-signature-256": `sha256=${hmac(raw, "other")}` },
      { "x-signature-256": `sha256=${hmac('{"id":1}')}` },
      { "x-signature-256": "sha256=" },
    ];
    for (const headers of wrong) {
      const answer = await send(url, { body: raw, headers });
      expect(answer).toMatchObject({ status: 401, type: "application/problem+json", body: { code: "hook.signature", status: 401 } });
      expect(JSON.stringify(answer.body)).not.toContain(hmac(raw));
    }
    expect(await runsOf(flowId)).toBe(1);
  });

  test("hmac with a timestamp: signed together, and only for a while", async () => {
    const { url } = await hook({
      auth: { kind: "hmac", secret: { secretRef: "crm" }, header: "X-Sig", prefix: "v1=", timestampHeader: "X-At", tolerance: "PT1M" },
    });
    const at = (shift: number) => String(Math.floor(Date.now() / 1000) + shift);
    const signed = (stamp: string) => ({ "x-at": stamp, "x-sig": `v1=${hmac(`${stamp}.{}`)}` });
    expect((await send(url, { headers: signed(at(0)) })).status).toBe(202);
    expect((await send(url, { headers: signed(String(Date.now())) })).status).toBe(202);
    for (const headers of [signed(at(-120)), signed(at(120)), signed("soon"), { ...signed(at(0)), "x-at": at(-1) }, { "x-sig": `v1=${hmac("{}")}` }])
      expect((await send(url, { headers })).status).toBe(401);
  });

  test("bearer, basic and API key: right is taken, anything else is not", async () => {
    const secret = Buffer.from(SECRET).toString("latin1");
    const cases = [
      { auth: { kind: "bearer" }, right: { authorization: `bearer ${secret}` }, wrong: [{}, { authorization: secret }, { authorization: "Bearer x" }] },
      { auth: { kind: "basic" }, right: { authorization: `Basic ${Buffer.from(SECRET).toString("base64")}` }, wrong: [{}, { authorization: "Basic eDp5" }] },
      { auth: { kind: "apiKey" }, right: { "x-api-key": secret }, wrong: [{}, { "x-api-key": "" }, { "x-api-key": `${secret}x` }] },
    ];
    for (const { auth, right, wrong } of cases) {
      const { url } = await hook({ auth: { ...auth, secret: { secretRef: "crm" } } });
      expect((await send(url, { headers: right })).status, auth.kind).toBe(202);
      for (const headers of wrong) {
        const answer = await send(url, { headers });
        expect(answer, auth.kind).toMatchObject({ status: 401, body: { code: "hook.credentials" } });
        expect(answer.headers.get("www-authenticate")).not.toBeNull();
      }
    }
  });

  test("a hook whose secret has no value lets nobody in", async () => {
    const { url, flowId } = await hook({ auth: { kind: "bearer", secret: { secretRef: "unset" } } });
    const answer = await send(url, { headers: { authorization: "Bearer " } });
    expect(answer).toMatchObject({ status: 503, body: { code: "hook.secret_missing" } });
    expect(JSON.stringify(answer.body)).not.toContain("unset");
    expect(await runsOf(flowId)).toBe(0);
  });
});

describe("what is refused, with nothing accepted", () => {
  test.each([
    { what: "not JSON", sent: { body: "{no" }, status: 400, code: "hook.not_json" },
    { what: "not UTF-8", sent: { body: new Uint8Array([0x22, 0xff, 0x22]) }, status: 400, code: "hook.not_utf8" },
    { what: "too deep", sent: { body: "[".repeat(100) + "]".repeat(100) }, status: 400, code: "hook.too_deep" },
    { what: "a hundred thousand brackets", sent: { body: "[".repeat(100_000) }, status: 400, code: "hook.too_deep" },
    { what: "too large", sent: { body: JSON.stringify("x".repeat(1_100_000)) }, status: 413, code: "payload.too_large" },
    { what: "another content type", sent: { body: "<a/>", headers: { "content-type": "application/xml" } }, status: 415, code: "hook.content_type" },
    { what: "compressed", sent: { headers: { "content-encoding": "gzip" } }, status: 415, code: "hook.encoding" },
    { what: "a zero character", sent: { body: '{"a":"\\u0000"}' }, status: 400, code: "payload.zero_character" },
    { what: "another method", sent: { method: "PUT" }, status: 405, code: "hook.method" },
  ])("$what: $status $code", async ({ sent, status, code }) => {
    const { url, flowId } = await hook();
    const answer = await send(url, sent);
    expect(answer).toMatchObject({ status, type: "application/problem+json", body: { status, code } });
    expect(String(answer.body.detail)).not.toBe("");
    expect(await runsOf(flowId)).toBe(0);
  });

  test("deep text inside a string is only text", async () => {
    const { url } = await hook();
    expect((await send(url, { body: JSON.stringify({ text: '\\"[[[['.repeat(50) }) })).status).toBe(202);
  });

  test("a key whose operand is missing: 400 that names it", async () => {
    const { url, flowId } = await hook({ dedupe: { $: "'crm_' & trigger.body.id" } });
    expect(await send(url, { body: '{"other":1}' })).toMatchObject({ status: 400, body: { code: "expression.key_operand_missing" } });
    expect(await runsOf(flowId)).toBe(0);
  });

  test("a body that does not fit the trigger's schema: 422 that names the field", async () => {
    const { url } = await hook({ schema: { type: "object", required: ["id"], properties: { id: { type: "integer" } } } });
    const answer = await send(url, { body: '{"id":"x"}' });
    expect(answer).toMatchObject({ status: 422, body: { code: "hook.schema" } });
    expect(String(answer.body.detail)).toContain("id");
    expect((await send(url, { body: '{"id":1}' })).status).toBe(202);
  });

  test("unknown addresses: the same 404 for all of them", async () => {
    const { url } = await hook();
    for (const other of [`${url}x`, url.replace("production", "test"), `${url}/more`, `${base}/hooks/`, `${base}/hooks/production/%00`])
      expect(await send(other)).toMatchObject({ status: 404, body: { code: "hook.unknown" } });
  });

  test("a body that never ends is cut off at the limit, not collected", async () => {
    const { url } = await hook();
    const { port, pathname } = new URL(url);
    const socket = net.connect(Number(port), "127.0.0.1");
    socket.on("error", () => undefined);
    const answered = new Promise<string>((resolve) => {
      let text = "";
      socket.on("data", (part) => {
        text += part.toString();
      });
      socket.on("close", () => resolve(text));
    });
    socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const pump = setInterval(() => socket.write(chunk), 1);
    expect(await answered).toContain("413");
    clearInterval(pump);
  });

  test("the database is away: 503 with Retry-After, never a 2xx that is not durable", async () => {
    const { url, flowId } = await hook();
    const registration = await rig.registration(flowId);
    const away = createPool({ url: "postgres://nobody@127.0.0.1:1/none" });
    const lost = await startEngine({ url: database.url, installation: database.installationKey, target: base });
    const handler = createWebhookHandler({
      registrations: { byToken: async () => registration },
      engine: { ...lost.engine, accept: () => away.query("select 1").then(() => ({ runId: "", duplicate: false })) },
      connections: { secret: async () => null },
      keepRate: async () => undefined,
      putHints: async () => undefined,
      clock: systemClock,
      log: createLog("fatal"),
    });
    const door = createServer((request, response) => void handler(request, response));
    await new Promise<void>((resolve) => {
      door.listen(0, "127.0.0.1", resolve);
    });
    const address = door.address();
    const answer = await send(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}${new URL(url).pathname}`);
    expect(answer).toMatchObject({ status: 503, body: { code: "hook.unavailable" } });
    expect(answer.headers.get("retry-after")).toBe("5");
    door.closeAllConnections();
    door.close();
    await lost.stop();
    await away.end();
  });
});

describe("a hook with a rate", () => {
  test("takes so many requests over all processes together, and tells the others when to come again", async () => {
    const { url, flowId } = await hook({ rateLimit: { requests: 5, per: "PT1H" } });
    const registration = await rig.registration(flowId);
    // a second door as far as the rate knows: it shares nothing with the first but the database
    const handler = createWebhookHandler({
      registrations: { byToken: async () => registration },
      engine: rig.engine,
      connections: { secret: async () => null },
      keepRate: createKeepRate({ pool: rig.pool }),
      putHints: async () => undefined,
      clock: systemClock,
      log: createLog("fatal"),
    });
    const door = createServer((request, response) => void handler(request, response));
    await new Promise<void>((resolve) => {
      door.listen(0, "127.0.0.1", resolve);
    });
    const address = door.address();
    const second = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}${new URL(url).pathname}`;
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => send(n % 2 === 0 ? url : second)));
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(5);
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(35);
    expect(refused[0]?.body).toMatchObject({ code: "hook.rate" });
    // a place becomes free every twelve minutes
    const wait = Number(refused[0]?.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(600);
    expect(wait).toBeLessThanOrEqual(720);
    const { rows } = await database.pool.query<{ runs: number }>("select count(*)::integer as runs from run where flow_id = $1", [flowId]);
    expect(rows[0]?.runs).toBe(5);
    door.closeAllConnections();
    door.close();
  });

  test("takes the next one when the time is there, and lets nobody use up the rate who cannot say who they are", async () => {
    const { url, flowId } = await hook({ rateLimit: { requests: 1, per: "PT1H" }, auth: { kind: "bearer", secret: { secretRef: "crm" } } });
    expect((await send(url)).status).toBe(401);
    const known = { headers: { authorization: `Bearer ${Buffer.from(SECRET).toString("latin1")}` } };
    expect((await send(url, known)).status).toBe(202);
    const registration = await rig.registration(flowId);
    await database.pool.query("update hook_rate set next_at = next_at - interval '1 hour' where registration_id = $1", [registration.id]);
    expect((await send(url, known)).status).toBe(202);
    expect((await send(url, known)).status).toBe(429);
  });
});
