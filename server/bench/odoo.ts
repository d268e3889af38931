/**
 * How fast a real Odoo is written and read. Both sides of the ratio go to the same server in the same round: what its hardware is worth
 * drops out. Records stay there: the server is one for tests.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Json } from "#flow/document.ts";
import type { OdooPort } from "#flow/ports.ts";
import type { OpenConnection } from "../deps.ts";
import { createGuard } from "../http/guard.ts";
import { createOdooPort } from "../odoo/port.ts";
import { draw, startEngine } from "../testing/engine.ts";
import { measureOf } from "./measures.ts";
import type { Measure } from "./measures.ts";
import { openRelay } from "./relay.ts";

export type OdooBench = {
  /** of an empty database of ours */
  url: string;
  odoo: { url: string; database: string; login: string; apiKey: string };
  rounds: number;
  records: number;
  /** so many are read at least */
  read: number;
  only: string | null;
  say: (text: string) => void;
};

const PAGE = 500;
const AT_ONCE = 40;
/** The client's own limit where a connection has none. */
const CONCURRENT = 4;
const MIB = 1024 * 1024;

export async function measureOdoo(q: OdooBench): Promise<Measure[]> {
  const relay = await openRelay(q.odoo.url);
  const guard = createGuard();
  const connection: OpenConnection = {
    environment: "production",
    key: "odoo",
    kind: "odoo",
    name: "Odoo",
    config: { url: relay.url, database: q.odoo.database, login: q.odoo.login, allowPrivate: true },
    secrets: { apiKey: q.odoo.apiKey },
  };
  const port = createOdooPort({ guard, connections: { get: async () => connection } })("production");
  const measures: Record<string, () => Promise<Measure[]>> = {
    "odoo-upserts": () => upserts(q, port),
    "odoo-read-memory": () => filled(q, port, () => reading(q, port)),
    "odoo-connections": () => connections(port, relay),
  };
  try {
    const taken: Measure[] = [];
    for (const [name, take] of Object.entries(measures)) {
      if (q.only !== null && q.only !== name) continue;
      q.say(name);
      taken.push(...(await take()));
    }
    return taken;
  } finally {
    await guard.close();
    await relay.close();
  }
}

/** As many upserts through a flow as one by one: the flow is accepted, executed and recorded; the plain calls are nothing but calls. */
async function upserts(q: OdooBench, odoo: OdooPort): Promise<Measure[]> {
  const rig = await startEngine({ url: q.url, target: "http://127.0.0.1:9", installation: "bench-odoo", odoo, isDeaf: true });
  try {
    await rig.startWorker();
    const ours: number[] = [];
    const baseline: number[] = [];
    for (let round = 0; round < q.rounds; round += 1) {
      const customers = people(q.records);
      const began = performance.now();
      await finished(rig, await rig.started(flow(), { customers }));
      ours.push(q.records / seconds(began));
      const since = performance.now();
      for (const one of people(q.records)) await plainUpsert(q, one);
      baseline.push(q.records / seconds(since));
      q.say(`  ${ours.at(-1)?.toFixed(1)} records/s through a flow, ${baseline.at(-1)?.toFixed(1)} one by one`);
    }
    return [measureOf({ name: "odoo-upserts", unit: "records/s", ours, baseline, target: { of: "ratio", least: 6 } })];
  } finally {
    await rig.stop();
  }
}

function flow() {
  const config = {
    connection: "odoo",
    model: "res.partner",
    items: { $: "trigger.body.customers" },
    match: { kind: "external-id", key: { $: "item.key" } },
    values: { name: { $: "item.name" }, email: { $: "item.email" }, city: { $: "item.city" } },
  };
  return draw({ steps: { keep: { type: "odoo.upsert", config } }, edges: ["start > keep"] });
}

type Person = { key: string; name: string; email: string; city: string };

function people(count: number): Person[] {
  const of = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, n) => ({
    key: `bench-${of}-${n}`,
    name: `Bench ${of} ${n}`,
    email: `bench-${of}-${n}@bench.example`,
    city: "Oslo",
  }));
}

/** What a script would do that makes each record once. */
async function plainUpsert({ odoo }: OdooBench, { key, name, email, city }: Person): Promise<void> {
  const answer = await fetch(`${odoo.url}/json/2/res.partner/load`, {
    method: "POST",
    headers: { authorization: `bearer ${odoo.apiKey}`, "content-type": "application/json", "x-odoo-database": odoo.database },
    body: JSON.stringify({ fields: ["id", "name", "email", "city"], data: [[`throughline_bench.${key}`, name, email, city]] }),
  });
  const body: unknown = await answer.json();
  if (answer.status !== 200 || JSON.stringify(body).includes('"ids":false'))
    throw new Error(`Odoo refused a plain call: ${JSON.stringify(body).slice(0, 300)}`);
}

async function finished(rig: Awaited<ReturnType<typeof startEngine>>, runId: string): Promise<void> {
  for (;;) {
    const { rows } = await rig.pool.query<{ status: string; failure: Json }>("select status, failure from run where id = $1", [runId]);
    const status = rows[0]?.status;
    if (status === "succeeded") return;
    if (status === "failed" || status === "cancelled") throw new Error(`The run ${status}: ${JSON.stringify(rows[0]?.failure).slice(0, 500)}`);
    await sleep(50);
  }
}

const ROWS = 1_000;
const FILLER = { module: "throughline_bench", model: "res.partner", res_id: 1 };
const patience = () => ({ signal: AbortSignal.timeout(120_000), note: () => undefined });

/** Further names for a record that is there: as cheap as a row can be, and taken away again. */
async function filled(q: OdooBench, port: OdooPort, measure: () => Promise<Measure[]>): Promise<Measure[]> {
  const at = { connection: "odoo", model: "ir.model.data" };
  const there = await port.call({ ...at, method: "search_count", args: { domain: [] } }, patience());
  const of = randomUUID();
  const made: Json[][] = [];
  try {
    for (let left = q.read - Number(there); left > 0; left -= ROWS) {
      const rows = Array.from({ length: Math.min(ROWS, left) }, (_, n) => ({ ...FILLER, name: `fill-${of}-${left}-${n}` }));
      const ids = await port.call({ ...at, method: "create", args: { vals_list: rows } }, patience());
      if (Array.isArray(ids)) made.push(ids);
    }
    return await measure();
  } finally {
    for (const ids of made) await port.call({ ...at, method: "unlink", ids: ids.map(Number), args: {} }, patience());
  }
}

/** All external ids of the server, tens of thousands of rows: what is held at the end against what was held after the first pages. */
async function reading(q: OdooBench, port: OdooPort): Promise<Measure[]> {
  let last = 0;
  let read = 0;
  let first: number | null = null;
  const began = performance.now();
  for (;;) {
    const call = {
      connection: "odoo",
      model: "ir.model.data",
      domain: [["id", ">", last]],
      fields: ["module", "name", "model", "res_id"],
      order: "id asc",
      limit: PAGE,
    };
    const { records } = await port.search(call, { signal: AbortSignal.timeout(60_000), note: () => undefined });
    read += records.length;
    const id = records.at(-1)?.id;
    if (read >= PAGE * 10 && first === null) first = held();
    if (records.length < PAGE || typeof id !== "number") break;
    last = id;
  }
  const grown = held() - (first ?? 0);
  q.say(`  ${read} records in ${seconds(began).toFixed(0)} s, ${grown.toFixed(2)} MiB more at the end`);
  return [
    measureOf({ name: "odoo-read-memory", unit: "MiB", ours: [Math.max(grown, 0)], target: { of: "ours", most: 10 } }),
    measureOf({ name: "odoo-read-rate", unit: "records/s", ours: [read / seconds(began)] }),
  ];
}

/** MiB of the heap that somebody still needs. */
function held(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  return process.memoryUsage().heapUsed / MIB;
}

/** Many calls at the same moment: connections that were open at once. */
async function connections(port: OdooPort, relay: { most: () => number; forget: () => void }): Promise<Measure[]> {
  relay.forget();
  const call = { connection: "odoo", model: "res.partner", domain: [], fields: ["name"], limit: 10 };
  await Promise.all(Array.from({ length: AT_ONCE }, () => port.search(call, { signal: AbortSignal.timeout(60_000), note: () => undefined })));
  return [measureOf({ name: "odoo-connections", unit: "connections", ours: [relay.most()], target: { of: "ours", most: CONCURRENT } })];
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}
