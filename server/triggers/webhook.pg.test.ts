/** What a webhook accepts, and what it refuses without accepting anything. */
import net from "node:net";
import { describe, expect, test } from "vitest";
import { createPool } from "../db/pool.ts";
import { startEngine, stepsOf } from "../testing/engine.ts";
import { hooksOfFile, SECRET, send } from "../testing/hooks.ts";

const { database, rig, base, hook, door, runsOf } = await hooksOfFile();

describe("what is accepted", () => {
  test("JSON: 202 with the run's id; body, headers and query are what the flow sees, credentials are not", async () => {
    const { url } = await hook({ auth: { kind: "apiKey", header: "X-Key", secret: { secretRef: "crm" } }, respond: { whenFinished: "PT1M" } });
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
    const { url } = await hook({ respond: { whenFinished: "PT1M" } });
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
    const other = await door({
      registrations: { byToken: async () => registration },
      engine: { ...lost.engine, accept: () => away.query("select 1").then(() => ({ runId: "", duplicate: false })) },
    });
    const answer = await send(`${other}${new URL(url).pathname}`);
    expect(answer).toMatchObject({ status: 503, body: { code: "hook.unavailable" } });
    expect(answer.headers.get("retry-after")).toBe("5");
    await lost.stop();
    await away.end();
  });

  test("the database went away before it answered: nobody is told that nothing was accepted", async () => {
    const { url, flowId } = await hook();
    const registration = await rig.registration(flowId);
    const other = await door({
      registrations: { byToken: async () => registration },
      engine: { ...rig.engine, accept: () => Promise.reject(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })) },
    });
    const answer = await send(`${other}${new URL(url).pathname}`);
    expect(answer).toMatchObject({ status: 503, body: { code: "hook.unavailable", detail: expect.stringContaining("before it said whether") } });
  });
});
