/** Contracts and ownership rules kept in a repository: put again and again by a program, into a real database. */
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor, App, Role } from "#server/app.ts";
import { createGovernance } from "#server/governance/create.ts";
import { createSchemaPort } from "#server/schema/port.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { auditInto } from "#server/testing/history.ts";
import { refusalOf } from "../errors.ts";
import { sendProblem } from "../problem.ts";
import { createRest } from "./create.ts";

let role: Role = "administrator";
const ci = (): Actor => ({ kind: "api-key", id: "ci", name: "Nightly import", role });
let database: TestDatabase;
let server: Server;
let base = "";

beforeAll(async () => {
  database = await testDatabase();
  const { pool, prisma } = database;
  const governance = createGovernance({ pool, prisma, audit: auditInto(pool), schema: createSchemaPort(), clock: { now: () => Date.now() } });
  const rest = createRest({
    app: { governance } as unknown as App,
    resolveActor: async () => ci(),
    engine: { waitFor: async () => ({ status: "running", output: null, failure: null }) },
    publicUrl: "https://flows.halvorsen.example",
  });
  server = createServer((request, response) => {
    rest(request, response).catch((error: unknown) => sendProblem(response, refusalOf(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await database.drop();
});

async function send(method: string, path: string, body?: object) {
  const answer = await fetch(`${base}${path}`, { method, ...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}) });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}
const entries = async () => Number((await database.pool.query("select count(*)::int as n from audit")).rows[0].n);

const schema = { type: "object", required: ["id"], properties: { id: { type: "string" }, zone: { type: "string" } } };

test("a contract is made by putting it, changes nothing when it is put again, and gets a version where it has changed", async () => {
  expect(await send("PUT", "/contracts/site", { name: "Site", schema, note: "First" })).toMatchObject({ status: 201, body: { version: 1, changed: true } });
  const before = await entries();
  expect(await send("PUT", "/contracts/site", { schema })).toEqual({ status: 200, body: { key: "site", version: 1, changed: false } });
  expect(await entries()).toBe(before);
  const next = { ...schema, properties: { id: { type: "string" } } };
  expect(await send("PUT", "/contracts/site", { schema: next })).toMatchObject({ status: 409, body: { code: "contract.breaking" } });
  expect(await send("PUT", "/contracts/site", { schema: next, acceptBreaking: true, after: 7 })).toMatchObject({
    status: 409,
    body: { code: "contract.moved" },
  });
  expect(await send("PUT", "/contracts/site", { schema: next, acceptBreaking: true })).toMatchObject({ status: 201, body: { version: 2 } });
  expect(await send("PUT", "/contracts/site/versions/1", { state: "active" })).toEqual({ status: 204, body: null });
  expect(await send("GET", "/contracts")).toMatchObject({
    status: 200,
    body: {
      items: [
        {
          key: "site",
          versions: [
            { number: 2, state: "draft" },
            { number: 1, state: "active" },
          ],
        },
      ],
    },
  });
  expect(await send("GET", "/contracts/site")).toMatchObject({ status: 200, body: { name: "Site", versions: [{ number: 2 }, { number: 1, note: "First" }] } });
  expect((await send("GET", "/contracts/nowhere")).status).toBe(404);
  expect(await send("PUT", "/contracts/site", { schema: { type: "string" } })).toMatchObject({ status: 422, body: { code: "contract.schema" } });
});

test("an object or a field has one rule, made and changed by putting it; who may not, is refused", async () => {
  const rule = { object: { kind: "model", name: "res.partner" }, field: "vat", system: "CRM", policy: "flag" };
  const made = await send("PUT", "/ownership-rules", rule);
  expect(made).toMatchObject({ status: 201, body: { ...rule, writers: [] } });
  const before = await entries();
  expect(await send("PUT", "/ownership-rules", rule)).toEqual({ status: 200, body: made.body });
  expect(await entries()).toBe(before);
  expect(await send("PUT", "/ownership-rules", { ...rule, policy: "stop" })).toMatchObject({ status: 200, body: { id: made.body.id, policy: "stop" } });
  role = "analyst";
  expect((await send("PUT", "/ownership-rules", rule)).status).toBe(403);
  expect(await send("GET", `/ownership-rules/${made.body.id}`)).toMatchObject({ status: 200, body: { policy: "stop" } });
  expect((await send("DELETE", `/ownership-rules/${made.body.id}`)).status).toBe(403);
  role = "administrator";
  expect((await send("DELETE", `/ownership-rules/${made.body.id}`)).status).toBe(204);
  expect(await send("GET", "/ownership-rules")).toMatchObject({ body: { items: [] } });
  expect((await send("GET", `/ownership-rules/${made.body.id}`)).status).toBe(404);
});
