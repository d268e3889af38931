import { createServer } from "node:http";
import type { IncomingHttpHeaders, RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import type { OpenConnection } from "#server/deps.ts";
import { createGuard } from "./guard.ts";
import { createHttpPort } from "./port.ts";
import { testHttp } from "./test-http.ts";

const SECRET = "tok/en+4711-very-secret";
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

async function serving(answer?: RequestListener): Promise<{ base: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
    if (answer) answer(request, response);
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ok: true }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function connectionTo(base: string, over: { auth?: Json; secrets?: Record<string, string>; allowPrivate?: boolean } = {}): OpenConnection {
  return {
    environment: "production",
    key: "crm",
    kind: "http",
    name: "CRM",
    config: { baseUrl: base, auth: over.auth ?? { kind: "bearer" }, allowPrivate: over.allowPrivate ?? true },
    secrets: over.secrets ?? { token: SECRET },
  };
}

function portTo(connection: OpenConnection) {
  const guard = createGuard();
  open.push(guard.close);
  const notes: { request?: Json; response?: Json }[] = [];
  const port = createHttpPort({ guard, connections: { get: async () => connection } })("production");
  type Call = Parameters<typeof port.send>[0];
  const send = (call: Partial<Call>) =>
    port.send(
      { connection: "crm", method: "GET", url: "/orders", headers: {}, query: {}, ...call },
      { signal: AbortSignal.timeout(5_000), note: (each) => notes.push(each) },
    );
  const alone = (call: Partial<Call>) =>
    port.send({ method: "GET", url: "/orders", headers: {}, query: {}, ...call }, { signal: AbortSignal.timeout(5_000), note: (each) => notes.push(each) });
  return { send, alone, notes };
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
  if (!(error instanceof StepFailure)) throw error;
  return error.failure;
}

describe("the http port", () => {
  test("a path stands below the connection's base address, with its query and credentials", async () => {
    const { base, seen } = await serving();
    const { send } = portTo(connectionTo(`${base}/v2/`));
    const answer = await send({ method: "POST", url: "orders?a=1", query: { b: "x y" }, headers: { "Idempotency-Key": "k1" }, body: { amount: 5 } });
    expect(answer).toMatchObject({ status: 200, body: { ok: true } });
    expect(seen[0]).toMatchObject({ method: "POST", url: "/v2/orders?a=1&b=x+y", body: '{"amount":5}' });
    expect(seen[0]?.headers).toMatchObject({ authorization: `Bearer ${SECRET}`, "content-type": "application/json", "idempotency-key": "k1" });
  });

  test.each([
    [{ kind: "basic", username: "bot" }, { password: "pa:ss" }, "authorization", `Basic ${Buffer.from("bot:pa:ss").toString("base64")}`],
    [{ kind: "header", header: "X-Api-Key" }, { value: "abc-def-ghi" }, "x-api-key", "abc-def-ghi"],
    [{ kind: "none" }, {}, "authorization", undefined],
  ])("%j tells who we are", async (auth, secrets, header, value) => {
    const { base, seen } = await serving();
    await portTo(connectionTo(base, { auth, secrets })).send({});
    expect(seen[0]?.headers[header]).toBe(value);
  });

  test("a flow cannot replace the connection's credentials", async () => {
    const { base, seen } = await serving();
    await portTo(connectionTo(base)).send({ headers: { AUTHORIZATION: "Bearer mine" } });
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
  });

  test.each(["http://127.0.0.1:9/orders", "https://elsewhere.example/orders", "../admin", "/..%2fadmin", "/%2e%2e/admin", "x/../../admin"])(
    "%s leaves the base address, so credentials do not travel there",
    async (url) => {
      const { base, seen } = await serving();
      const failure = await failureOf(portTo(connectionTo(`${base}/v2`)).send({ url }));
      expect(failure).toMatchObject({ class: "technical", kind: "configuration", code: "http.address_outside", retryable: false });
      expect(seen).toHaveLength(0);
    },
  );

  test("an address that begins with // is a path, not another host", async () => {
    const { base, seen } = await serving();
    await portTo(connectionTo(base)).send({ url: "//evil.example/x" });
    expect(seen[0]?.url).toBe("/evil.example/x");
  });

  test("without a connection a private host is refused", async () => {
    const { base, seen } = await serving();
    const failure = await failureOf(portTo(connectionTo(base)).alone({ url: `${base}/orders` }));
    expect(failure).toMatchObject({ kind: "configuration", code: "http.host_refused" });
    expect(failure.fix).toContain("administrator");
    expect(seen).toHaveLength(0);
  });

  test("without a connection a path leads nowhere", async () => {
    expect(await failureOf(portTo(connectionTo("http://127.0.0.1:1")).alone({ url: "/orders" }))).toMatchObject({
      kind: "configuration",
      code: "http.address",
    });
  });

  test("a connection that was not opened does not reach private hosts", async () => {
    const { base } = await serving();
    expect(await failureOf(portTo(connectionTo(base, { allowPrivate: false })).send({}))).toMatchObject({
      code: "http.host_refused",
      where: { connection: "crm" },
    });
  });

  test("a connection of another kind is named", async () => {
    const failure = await failureOf(portTo({ ...connectionTo("http://127.0.0.1:1"), kind: "smtp" }).send({}));
    expect(failure).toMatchObject({ code: "connection.kind", where: { connection: "crm" } });
  });

  test("what the run page shows holds no secret, even where the other system echoes it", async () => {
    const { base } = await serving((request, response) => {
      response
        .writeHead(200, { "content-type": "application/json", "set-cookie": "session=abcdef123456", "x-echo": String(request.headers.authorization) })
        .end(
          JSON.stringify({
            headers: request.headers,
            nested: [{ encoded: encodeURIComponent(SECRET), base64: Buffer.from(SECRET).toString("base64") }],
            [SECRET]: 1,
          }),
        );
    });
    const { send, notes } = portTo(connectionTo(base));
    const answer = await send({
      method: "POST",
      url: `/orders?copy=${encodeURIComponent(SECRET)}`,
      headers: { "x-api-key": "flow-key-12345", "Idempotency-Key": "k1" },
      body: { note: SECRET },
    });
    const shown = JSON.stringify([answer, notes]);
    for (const secret of [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString("base64"), "session=abcdef123456"])
      expect(shown).not.toContain(secret);
    expect(notes[0]?.request).toMatchObject({ method: "POST", headers: { "idempotency-key": "k1", "x-api-key": "[removed]" } });
  });

  test("failures hold no secret either", async () => {
    for (const password of [SECRET, encodeURIComponent(SECRET)]) {
      const { alone, notes } = portTo(connectionTo("http://127.0.0.1:1"));
      const failure = await failureOf(alone({ url: `https://bot:${password}@example.com/` }));
      expect(JSON.stringify([failure, notes])).not.toContain(password);
    }
  });

  test("an answer that is not JSON is text, and bytes are base64", async () => {
    const text = await serving((_request, response) =>
      response.writeHead(200, { "content-type": "text/plain; charset=iso-8859-1" }).end(Buffer.from("gr\u00fcn", "latin1")),
    );
    expect((await portTo(connectionTo(text.base)).send({})).body).toBe("grün");
    const broken = await serving((_request, response) => response.writeHead(200, { "content-type": "application/json" }).end("{oops"));
    expect((await portTo(connectionTo(broken.base)).send({})).body).toBe("{oops");
    const bytes = await serving((_request, response) => response.writeHead(200, { "content-type": "application/pdf" }).end(Buffer.from([0, 255])));
    expect((await portTo(connectionTo(bytes.base)).send({})).body).toEqual({ contentType: "application/pdf", bytes: 2, base64: "AP8=" });
    const nothing = await serving((_request, response) => response.writeHead(204).end());
    expect(await portTo(connectionTo(nothing.base)).send({ method: "DELETE" })).toMatchObject({ status: 204, body: null });
  });

  test("a form is sent as one where the flow says so", async () => {
    const { base, seen } = await serving();
    await portTo(connectionTo(base)).send({ method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: { a: "x y", n: 1 } });
    expect(seen[0]?.body).toBe("a=x+y&n=1");
  });

  test("nobody listening is unavailable and may be tried again: nothing was sent", async () => {
    const { base } = await serving();
    await open.pop()?.();
    expect(await failureOf(portTo(connectionTo(base)).send({ method: "POST" }))).toMatchObject({
      class: "technical",
      kind: "unavailable",
      code: "http.unreachable",
      retryable: true,
    });
  });

  test("a lost answer is a timeout: the engine asks again where the target knows our key, and says unknown where it does not", async () => {
    const { base } = await serving((request) => request.socket.destroy());
    expect(await failureOf(portTo(connectionTo(base)).send({ method: "POST" }))).toMatchObject({
      class: "technical",
      kind: "timeout",
      code: "http.answer_lost",
      retryable: true,
    });
  });

  test("an answer to a write that cannot be used leaves the outcome unknown; to a read it is a fault of the set-up", async () => {
    const { base } = await serving((_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip"));
    expect(await failureOf(portTo(connectionTo(base)).send({ method: "POST" }))).toMatchObject({ class: "business", kind: "outcome-unknown" });
    expect(await failureOf(portTo(connectionTo(base)).send({ method: "GET" }))).toMatchObject({ class: "technical", kind: "configuration" });
  });
});

describe("testing an http connection", () => {
  const tester = () => {
    const guard = createGuard();
    open.push(guard.close);
    return testHttp({ guard });
  };

  test("a system that answers passes, whatever it has at its base address", async () => {
    const { base } = await serving((_request, response) => response.writeHead(404).end());
    expect(await tester()(connectionTo(base))).toMatchObject({ ok: true });
  });

  test.each([401, 403])("%i means that it does not accept us", async (status) => {
    const { base } = await serving((_request, response) => response.writeHead(status).end());
    const result = await tester()(connectionTo(base));
    expect(result.ok).toBe(false);
    expect(result.checks.at(-1)).toMatchObject({ name: "Credentials", ok: false });
  });

  test("what cannot be reached is told, not thrown", async () => {
    const { base } = await serving();
    await open.pop()?.();
    const result = await tester()(connectionTo(base));
    expect(result).toMatchObject({ ok: false, checks: [{ name: "Reachable", ok: false }] });
    expect(await tester()(connectionTo("http://10.0.0.1", { allowPrivate: false }))).toMatchObject({ ok: false });
  });

  test("a missing secret is told", async () => {
    const { base } = await serving();
    expect(await tester()(connectionTo(base, { secrets: {} }))).toMatchObject({
      ok: false,
      checks: [{ name: "Secret", ok: false }, { name: "Reachable", ok: true }, {}],
    });
  });
});
