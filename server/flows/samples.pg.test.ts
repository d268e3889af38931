/** Samples and what is pinned with them: for trying a draft, and never part of what runs. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { FlowDocument } from "#flow/document.ts";
import { createAudit } from "#server/audit/create.ts";
import type { Actor } from "#server/app.ts";
import { DOTS } from "#server/sensitive.ts";
import { testDatabase } from "#server/testing/database.ts";
import type { TestDatabase } from "#server/testing/database.ts";
import { createFlows } from "./create.ts";

const hanna: Actor = { kind: "person", id: "hanna", name: "Hanna Lind", role: "analyst" };
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.drop();
});

function room() {
  return createFlows({
    isSandbox: async () => false,
    odoo: { fields: async () => [], methods: async () => ({ kind: "untold", why: "server" }) },
    pool: database.pool,
    prisma: database.prisma,
    audit: createAudit({ pool: database.pool }).record,
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
}

async function flowWithSample(key: string, sensitive: string[] = []) {
  const flows = room();
  const { revision } = await flows.create(hanna, { name: key, key });
  const document: FlowDocument = {
    throughline: 1,
    flow: { key, name: key, latency: "near-real-time", sensitive },
    steps: [
      { id: "signed", type: "trigger.webhook", config: { auth: { kind: "none" } } },
      { id: "map", type: "map", config: { fields: [{ name: "client", value: { $: "trigger.body.client" } }] } },
    ],
    edges: [{ from: "signed", to: "map" }],
  };
  await flows.saveDraft(hanna, { flow: key, document, baseRevision: revision });
  const sample = await flows.saveSample(hanna, { flow: key, name: "Nordlys", trigger: { body: { client: "Nordlys AS" } }, pinned: true });
  return { flows, sample };
}

/** Tables that hold a text anywhere in a row. */
async function whereIs(text: string): Promise<string[]> {
  const tables = await database.pool.query(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  const found: string[] = [];
  for (const { name } of z.array(z.object({ name: z.string() })).parse(tables.rows)) {
    const { rowCount } = await database.pool.query(`select 1 from ${name} as row where row::text like $1 limit 1`, [`%${text}%`]);
    if (rowCount) found.push(name);
  }
  return found;
}

test("what is pinned of a step stays with its sample: nothing that is published, exported or deployed holds a trace of it", async () => {
  const { flows, sample } = await flowWithSample("pinned");
  const pin = { port: "out", output: { id: 412, iban: "pinned-marker-7731" } };
  expect((await flows.pinOutput(hanna, { flow: "pinned", id: sample.id, step: "map", pin })).pins).toEqual({ map: pin });
  const { version } = await flows.publish(hanna, { flow: "pinned", note: "first" });
  await flows.deploy(hanna, { flow: "pinned", environment: "production", version: version ?? 0 });
  expect(await flows.export({ flow: "pinned" })).not.toContain("pinned-marker");
  expect(await flows.export({ flow: "pinned", version: version ?? 0 })).not.toContain("pinned-marker");
  expect(JSON.stringify(await flows.draft({ flow: "pinned" }))).not.toContain("pinned-marker");
  expect(await whereIs("pinned-marker-7731")).toEqual(["public.sample"]);

  // an edited sample keeps it, and letting go of it takes it away everywhere
  await flows.saveSample(hanna, { flow: "pinned", id: sample.id, name: "Nordlys AS", trigger: sample.trigger, pinned: true });
  expect((await flows.samples({ flow: "pinned" }))[0]?.pins).toEqual({ map: pin });
  expect((await flows.pinOutput(hanna, { flow: "pinned", id: sample.id, step: "map", pin: null })).pins).toEqual({});
  expect(await whereIs("pinned-marker-7731")).toEqual([]);
});

test("what a flow calls sensitive is dots in what is pinned, and in a captured sample, sealed when it was recorded or not", async () => {
  const { flows, sample } = await flowWithSample("secret", ["client.iban", "salary"]);
  const output = { client: { name: "Nordlys", iban: "NO93 8601 1117 947" }, rows: [{ salary: 61_000, grade: 4 }] };
  const hidden = { client: { name: "Nordlys", iban: DOTS }, rows: [{ salary: DOTS, grade: 4 }] };
  const kept = await flows.pinOutput(hanna, { flow: "secret", id: sample.id, step: "map", pin: { port: "out", output } });
  expect(kept.pins.map?.output).toEqual(hidden);

  await flows.publish(hanna, { flow: "secret", note: "" });
  const run = "018f0000-0000-7000-8000-000000000001";
  await database.pool.query(
    `insert into run (id, environment, flow_id, flow_key, version_id, version_number, trigger_step, latency, origin, trigger, status,
       business_key, correlation_id, seed, created_at, updated_at)
     select $1, 'production', f.id, f.key, v.id, v.number, 'signed', 'near-real-time', 'o1', $2, 'queued', 'SO-1042', 'c1', 's1', now(), now()
     from flow f join version v on v.flow_id = f.id where f.key = 'secret'`,
    [run, JSON.stringify({ body: { ...output, salary: { $sealed: "AAAA" } } })],
  );
  const captured = await flows.captureSample(hanna, { flow: "secret", runId: run });
  expect(captured).toMatchObject({ name: "SO-1042", source: "run", trigger: { body: { ...hidden, salary: DOTS } } });
  expect((await whereIs("NO93 8601")).filter((name) => !/^public\.run(_|$)/.test(name))).toEqual([]);
});

test("a sample is removed by its flow only, and what is too large is not pinned", async () => {
  const { flows, sample } = await flowWithSample("gone");
  await flows.create(hanna, { name: "other", key: "other" });
  await expect(flows.removeSample(hanna, { flow: "other", id: sample.id })).rejects.toMatchObject({ code: "sample.missing", status: 404 });
  await expect(flows.pinOutput(hanna, { flow: "other", id: sample.id, step: "map", pin: null })).rejects.toMatchObject({ code: "sample.missing" });
  const pin = { port: "out", output: "x".repeat(1_100_000) };
  await expect(flows.pinOutput(hanna, { flow: "gone", id: sample.id, step: "map", pin })).rejects.toMatchObject({ code: "sample.pin_too_large" });
  await flows.removeSample(hanna, { flow: "gone", id: sample.id });
  expect(await flows.samples({ flow: "gone" })).toEqual([]);
  await expect(flows.removeSample(hanna, { flow: "gone", id: sample.id })).rejects.toMatchObject({ code: "sample.missing" });
});
