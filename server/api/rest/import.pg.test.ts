/** Flow files through the public surface, into a real database and out again. */
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor, App } from "#server/app.ts";
import { createAudit } from "#server/audit/create.ts";
import { createFlows } from "#server/flows/create.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { refusalOf } from "../errors.ts";
import { sendProblem } from "../problem.ts";
import { createRest } from "./create.ts";

const ci: Actor = { kind: "api-key", id: "ci", name: "Nightly import", role: "administrator" };
let database: TestDatabase;
let server: Server;
let base = "";

beforeAll(async () => {
  database = await testDatabase();
  const { pool, prisma } = database;
  const flows = createFlows({
    isSandbox: async () => false,
    odoo: { fields: async () => [], methods: async () => ({ kind: "untold", why: "server" }) },
    pool,
    prisma,
    audit: createAudit({ pool }).record,
    announce: async () => undefined,
    simulate: async () => {
      throw new Error("not asked here");
    },
    backtest: async () => {
      throw new Error("not asked here");
    },
    connections: { variables: async () => ({}) },
    clock: { now: () => Date.now() },
    publicUrl: "https://flows.halvorsen.example",
  });
  const rest = createRest({
    app: { flows } as unknown as App,
    resolveActor: async () => ci,
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

async function send(query: string, body: string, type = "application/json") {
  const answer = await fetch(`${base}/flows/import${query}`, { method: "POST", body, headers: { "content-type": type } });
  return { status: answer.status, body: await answer.json() };
}

async function rows(): Promise<number[]> {
  const { rows: counted } = await database.pool.query(
    "select (select count(*)::int from flow) as flows, (select count(*)::int from draft) as drafts, (select count(*)::int from audit) as entries",
  );
  return Object.values(counted[0] ?? {}).map(Number);
}

const yaml = (key: string, to: string) => `
throughline: 1
flow: { key: ${key}, name: Signed letter }
edges: [{ from: start, to: ${to} }]
steps:
  - { id: start, type: trigger.api, config: {} }
  - { id: map, type: map, config: { fields: [{ name: client, value: { $: trigger.body.client } }] } }
`;

test("a file with errors is 422 with its problems and leaves no trace, published or not", async () => {
  const before = await rows();
  for (const query of ["", "?publish=true", "?deploy=production"]) {
    const refused = await send(query, yaml("broken", "nowhere"), "application/yaml");
    expect([refused.status, refused.body.code]).toEqual([422, "flow.problems"]);
    expect(refused.body.problems[0]).toMatchObject({ severity: "error", message: expect.any(String), fix: expect.any(String) });
  }
  expect((await fetch(`${base}/flows/broken`)).status).toBe(404);
  expect(await rows()).toEqual(before);
});

test("a file with errors does not touch the draft that is there", async () => {
  expect((await send("", yaml("kept", "map"), "application/yaml")).status).toBe(200);
  const kept = await (await fetch(`${base}/flows/kept`)).text();
  expect((await send("", yaml("kept", "nowhere"), "application/yaml")).status).toBe(422);
  expect(await (await fetch(`${base}/flows/kept`)).text()).toBe(kept);
});

test("what came as YAML leaves as canonical JSON, and that comes in as the same version", async () => {
  const first = await send("?publish=true", yaml("round", "map"), "application/yaml");
  expect([first.status, first.body.version]).toEqual([200, 1]);
  const out = await fetch(`${base}/flows/round/export`);
  const text = await out.text();
  expect(out.headers.get("content-type")).toBe("application/json");
  expect(text.startsWith('{\n  "edges": [')).toBe(true);
  expect((await send("?publish=true", text)).body.version).toBe(1);
  expect(await (await fetch(`${base}/flows/round/export?version=1`)).text()).toBe(text);
});
