/** What the doors answer to everything that can go wrong, over real HTTP; the use cases behind them are the test's own. */
import { createServer, request as send } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { RUN_STATUSES } from "#flow/run.ts";
import type { Auth } from "#server/access/auth.ts";
import type { Actor, App } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import { createApiHandler } from "./handler.ts";
import { createRest } from "./rest/create.ts";

const tomasz: Actor = { kind: "api-key", id: "k", name: "Nightly import", role: "administrator" };
let logged = "";
let uses: Record<string, Record<string, (...asked: never[]) => Promise<unknown>>> = {};
let server: Server;
let base = "";

beforeAll(async () => {
  const app = new Proxy({} as App, { get: (_, room: string) => uses[room] });
  const resolveActor = async () => tomasz;
  const log = pino(
    new Writable({
      write: (line, _, done) => {
        logged += String(line);
        done();
      },
    }),
  );
  const handler = createApiHandler({
    app,
    auth: { handler: async () => new Response("signed in") } as unknown as Auth,
    resolveActor,
    origins: [],
    stream: async (_, response) => void response.end(),
    rest: createRest({
      app,
      resolveActor,
      engine: { waitFor: async () => ({ status: "running", output: null, failure: null }) },
      publicUrl: "http://localhost",
    }),
    log,
  });
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  logged = "";
  uses = {};
});

type Problem = { status: number; code: string; title: string; problems?: unknown[]; issues?: unknown[] };

async function ask(method: string, path: string, q: { body?: string; type?: string } = {}) {
  const answer = await fetch(`${base}${path}`, {
    method,
    ...(q.body === undefined ? {} : { body: q.body, headers: { "content-type": q.type ?? "application/json" } }),
  });
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get("content-type"), allow: answer.headers.get("allow"), text, json: (): Problem => JSON.parse(text) };
}

test.each(["//", "*", "//evil.example/api/v1/flows", "/%"])("the address %s is answered, and nothing breaks", async (path) => {
  const { hostname, port } = new URL(base);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    send({ hostname, port, path, method: "GET" }, (answer) => resolve(answer.resume().statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(404);
  expect(logged).toBe("");
});

test("a fault of ours is 500 at both doors, is logged, and tells nobody its inside", async () => {
  const fault = () => z.object({ salary: z.number() }).parse({ salary: "Hanna earns 72,000" });
  uses = { flows: { list: async () => fault() } };
  const rest = await ask("GET", "/api/v1/flows");
  const procedure = await ask("GET", `/api/trpc/flows.list?input=${encodeURIComponent(JSON.stringify({ environment: "production" }))}`);
  expect([rest.status, rest.json().code, procedure.status]).toEqual([500, "internal", 500]);
  expect(rest.text + procedure.text).not.toMatch(/salary|72,000/);
  const lines = logged.trim().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/salary.*"path":"\/api\/v1\/flows".*a request failed/);
  expect(lines[1]).toMatch(/salary.*"procedure":"flows.list".*a procedure failed/);
});

test("what was sent and does not fit is 400 at both doors, with the place, and reaches no use case", async () => {
  const wrong = await ask("GET", "/api/v1/runs?status=failed,exploded");
  expect([wrong.status, wrong.json().code]).toEqual([400, "request.invalid"]);
  expect(wrong.json().issues).toMatchObject([{ path: "status.1" }]);
  const procedure = await ask("GET", "/api/trpc/flows.list");
  expect(procedure.status).toBe(400);
  expect(logged).toBe("");
});

test("several statuses are one question", async () => {
  const asked: unknown[] = [];
  uses = {
    runs: {
      list: async (q: unknown) => {
        asked.push(q);
        return { items: [], nextCursor: null };
      },
    },
  };
  expect((await ask("GET", "/api/v1/runs?status=failed,parked")).status).toBe(200);
  expect(asked).toEqual([{ environment: "production", status: ["failed", "parked"] }]);
});

test("an address that is there and does not take the method says which it takes", async () => {
  const answer = await ask("DELETE", "/api/v1/flows/import");
  expect([answer.status, answer.allow, answer.json().code]).toEqual([405, "POST, GET", "request.method"]);
});

test("a body larger than the limit is 413", async () => {
  const answer = await ask("POST", "/api/v1/flows/import", { body: "x".repeat(8 * 1024 * 1024 + 1) });
  expect([answer.status, answer.json().code]).toEqual([413, "request.too_large"]);
});

test("what a use case refuses keeps its status and its words", async () => {
  uses = {
    runs: {
      cancel: async () => {
        throw new UseCaseError({ code: "run.finished", status: 409, message: "This run has ended.", fix: "Nothing is left to cancel." });
      },
    },
  };
  const answer = await ask("POST", "/api/v1/runs/1/cancel", { body: JSON.stringify({ reason: "Sent twice" }) });
  expect([answer.status, answer.type]).toEqual([409, "application/problem+json"]);
  expect(answer.json()).toMatchObject({ status: 409, code: "run.finished", title: "This run has ended.", detail: "Nothing is left to cancel." });
});

const YAML = "throughline: 1\nflow: { key: invoices, name: Invoices }\nsteps:\n  - { id: start, type: trigger.api, config: {} }\nedges: []\n";

test("a flow file may come as YAML; whatever is wrong with it is 422 with its places, before anything is written", async () => {
  const imported: { document: { steps: { id: string }[] }; strict: boolean }[] = [];
  const problem = { severity: "error", code: "edge.missing", step: "start", field: null, message: "No such step.", fix: "Draw it." };
  uses = {
    flows: {
      import: async (_: Actor, q: (typeof imported)[number]) => {
        imported.push(q);
        return { flow: "invoices", version: null, triggers: [], problems: imported.length === 1 ? [] : [problem] };
      },
    },
  };
  const good = await ask("POST", "/api/v1/flows/import", { body: YAML, type: "application/yaml" });
  expect([good.status, imported[0]?.strict, imported[0]?.document.steps[0]?.id]).toEqual([200, true, "start"]);
  const refused = await ask("POST", "/api/v1/flows/import", { body: YAML, type: "application/yaml" });
  expect([refused.status, refused.json().problems]).toEqual([422, [problem]]);
  const broken = await ask("POST", "/api/v1/flows/import", { body: "throughline: 1\nsteps: [", type: "application/yaml" });
  expect([broken.status, imported.length]).toEqual([422, 2]);
  expect(broken.json().problems).toMatchObject([{ code: "file.syntax" }]);
});

test("the OpenAPI document names nothing that it does not hold", async () => {
  const { text } = await ask("GET", "/api/v1/openapi.json");
  const document: unknown = JSON.parse(text);
  const names = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? "");
  expect(names.length).toBeGreaterThan(10);
  for (const name of new Set(names)) {
    // a name that was counted up would stand for something else in another route
    expect(name).toMatch(/^#\/components\/schemas\/[A-Z]\w+$/);
    const keys = name.split("/").slice(1);
    const found = keys.reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), document);
    expect(found, name).toBeTypeOf("object");
  }
  expect(JSON.parse(text).paths["/runs/{id}/cancel"].post.requestBody.required).toBe(true);
  expect(JSON.parse(text).paths["/runs/{id}/replay"].post.requestBody.required).toBe(false);
});

test("the OpenAPI document says which statuses can be asked for, and how several are written", async () => {
  const { paths } = JSON.parse((await ask("GET", "/api/v1/openapi.json")).text);
  const status = paths["/runs"].get.parameters.find((parameter: { name: string }) => parameter.name === "status");
  expect(status).toMatchObject({ required: false, style: "form", explode: false, schema: { type: "array", items: { enum: [...RUN_STATUSES] } } });
});

test("a run in a list carries what happened and why it failed, as a single run does", async () => {
  const failure = { class: "technical", kind: "timeout", code: "odoo.timeout", message: "Odoo does not answer.", retryable: true };
  const run = { id: "r", status: "failed", flow: { key: "invoices", name: "Invoices" }, origin: "SO-1042:won", failure };
  uses = { runs: { list: async () => ({ items: [run], nextCursor: null }) } };
  expect(JSON.parse((await ask("GET", "/api/v1/runs")).text).items).toMatchObject([{ id: "r", flow: "invoices", origin: "SO-1042:won", failure }]);
});

test("a body that is nested too deeply is refused before anything recursive sees it", async () => {
  const body = `{"key":"k","value":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  const answer = await ask("PUT", "/api/v1/vars/table", { body });
  expect(answer).toMatchObject({ status: 400 });
  expect(answer.json().code).toBe("request.too_deep");
});
