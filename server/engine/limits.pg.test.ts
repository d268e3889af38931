import { afterAll, expect, test } from "vitest";
import { deploy, draw, runIn, runRow, startEngine, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const connection = { limits: { concurrent: 3, perSecond: 40 } };
const { database, target, rig } = await engineOfFile({ connection, limits: { governMs: 100 } });
// a second process as far as the limits know: it shares nothing with the first but the database
const other = await startEngine({ url: database.url, installation: database.installationKey, target: target.url, connection, limits: { governMs: 100 } });
await other.startWorker();
afterAll(() => other.stop());

const send = { type: "http", delivery: "exactly-once" as const, config: { connection: "target", method: "POST", url: "/orders", body: { $: "trigger.body" } } };

async function accepted(count: number, latency: "real-time" | "batch" = "real-time"): Promise<string[]> {
  const { flowId } = await deploy(rig.pool, draw({ steps: { send }, edges: ["start > send"], flow: { latency } }));
  const registration = await rig.registration(flowId);
  return Promise.all(
    Array.from({ length: count }, async (_, n) => (await rig.engine.accept({ registration, trigger: { body: { n, latency } }, originKey: null })).runId),
  );
}

/** Most calls under way at once, as the other system sees them. */
function watched(milliseconds: number): () => number {
  let now = 0;
  let most = 0;
  target.answer((_, response) => {
    now += 1;
    most = Math.max(most, now);
    setTimeout(() => {
      now -= 1;
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    }, milliseconds);
  });
  return () => most;
}

test("a connection's limits hold for all processes together, and use up no attempt", async () => {
  const most = watched(60);
  const from = Date.now();
  const ids = await accepted(80);
  for (const id of ids) await runIn(rig.pool, { id, status: "succeeded" });
  expect(most()).toBe(3);
  // one after the other, 40 a second: the last of them cannot come sooner, however a busy machine bunches those that are due
  expect(Math.max(...target.calls.map((call) => call.at)) - from).toBeGreaterThan(1_900);
  expect(new Set(target.calls.map((call) => call.key)).size).toBe(80);
  expect(target.calls).toHaveLength(80);
  for (const id of ids) expect((await stepsOf(rig.pool, id)).find((step) => step.step_id === "send")?.attempts).toHaveLength(1);
  await until(async () => (await database.pool.query("select 1 from slot")).rowCount === 0, { of: "the slots to be given back" });
});

test("a run that a limit holds up for long lets its worker go, says so, and goes on when its turn comes", async () => {
  watched(400);
  const ids = await accepted(60);
  const held = await until(async () => {
    for (const id of ids) {
      const row = await runRow(rig.pool, id);
      if (row.status === "waiting" && row.waiting_for?.kind === "limit") return row;
    }
    return null;
  });
  expect(held.waiting_for).toMatchObject({ kind: "limit", step: "send" });
  for (const id of ids) await runIn(rig.pool, { id, status: "succeeded" });
  expect(target.calls).toHaveLength(60);
});

test("urgent runs reach a busy connection before the batch that came first", async () => {
  watched(100);
  const batch = await accepted(60, "batch");
  await until(async () => (await database.pool.query("select 1 from parking where reason = 'limit'")).rowCount !== 0, { of: "the batch to step back" });
  // nothing moves until the urgent ones stand in line, too
  const held: (() => void)[] = [];
  target.answer((_, response) => {
    held.push(() => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
  });
  const urgent = await accepted(5);
  const inLine = "select 1 from run where id = any ($1) and (lease_owner is not null or waiting_for->>'kind' = 'limit')";
  await until(async () => (await database.pool.query(inLine, [urgent])).rowCount === 5, { of: "the urgent ones to stand in line" });
  watched(100);
  for (const answer of held) answer();
  for (const id of urgent) await runIn(rig.pool, { id, status: "succeeded" });
  for (const id of batch) await runIn(rig.pool, { id, status: "succeeded" });
  const { rows } = await database.pool.query<{ later: number }>(
    "select count(*)::integer as later from run where id = any ($1) and finished_at > (select max(finished_at) from run where id = any ($2))",
    [batch, urgent],
  );
  expect(rows[0]?.later).toBeGreaterThan(0);
});

test("slots of a process that is gone come back by themselves", async () => {
  watched(5);
  const { rows } = await database.pool.query<{ until: Date }>(
    `insert into slot (name, number, owner, until)
     select 'production:target', n, gen_random_uuid(), now() + interval '1 second' from generate_series(1, 3) n returning until`,
  );
  const ids = await accepted(5);
  for (const id of ids) await runIn(rig.pool, { id, status: "succeeded" });
  // not before: it might only have been slow
  for (const call of target.calls) expect(call.at).toBeGreaterThanOrEqual(rows[0]?.until.getTime() ?? Number.POSITIVE_INFINITY);
});
