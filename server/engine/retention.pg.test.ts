/** Old history: what is removed, what stays, and that nobody who works meanwhile loses anything. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { v7 } from "uuid";
import { createLog } from "../log.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { createRetention } from "./retention.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 24);
/** a month that is long over */
const OLD = Date.UTC(2026, 0, 15);

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.pool.query("delete from history_month");
  await db.pool.query("update retention_policy set succeeded_days = 180, failed_days = 365");
  await db.pool.query("delete from deployment");
  for (const [parent, child] of [
    ["run", "run"],
    ["step_row", "step_run"],
  ]) {
    await db.pool.query(`drop table if exists ${child}_2026_01`);
    await db.pool.query(`create table ${child}_2026_01 partition of ${parent} for values from (uuid7_floor('2026-01-01Z')) to (uuid7_floor('2026-02-01Z'))`);
  }
});

const sweeper = (now = NOW) => createRetention({ pool: db.pool, log: createLog("silent"), clock: { now: () => now } });

async function run(q: { at?: number; status?: string; environment?: string; flow?: string } = {}): Promise<string> {
  const at = new Date(q.at ?? OLD);
  const id = v7({ msecs: at.getTime() });
  const status = q.status ?? "succeeded";
  const isFinal = ["succeeded", "failed", "cancelled", "skipped"].includes(status);
  await db.pool.query(
    `insert into run (id, environment, flow_id, flow_key, version_id, version_number, trigger_step, latency, origin, trigger, status, correlation_id, seed, failure, created_at, finished_at, updated_at)
     values ($1, $2, $1, $3, $1, 1, 'start', 'batch', $1::uuid::text, '{}', $4, $1::uuid::text, 's', $5, $6, $7, $6)`,
    [id, q.environment ?? "production", q.flow ?? "invoices", status, status === "failed" ? "{}" : null, at, isFinal ? at : null],
  );
  await db.pool.query("insert into step_row (run_id, seq, step_id, visit, status, started_at) values ($1, 1, 'start', 1, 'succeeded', $2)", [id, at]);
  return id;
}

const left = async () => new Set((await db.pool.query<{ id: string }>("select id from run")).rows.map((row) => row.id));
const steps = async () => new Set((await db.pool.query<{ run_id: string }>("select run_id from step_run")).rows.map((row) => row.run_id));

describe("an old month", () => {
  test("keeps runs that have not ended, open approvals and what its policy keeps longer; everything else goes with its steps", async () => {
    const [gone, cancelled, failed, waiting, asked, test] = [
      await run(),
      await run({ status: "cancelled" }),
      await run({ status: "failed" }),
      await run({ status: "waiting" }),
      await run(),
      await run({ status: "failed", environment: "test" }),
    ];
    await db.pool.query(
      `insert into approval (id, run_id, step_id, visit, environment, flow_id, title, facts, assignees, policy, state, created_at)
       values ($1, $1, 'ask', 1, 'production', $1, 'Start?', '[]', '{}', '{}', 'open', now())`,
      [asked],
    );
    await db.pool.query("update retention_policy set failed_days = 60 where environment = 'test'");
    const young = await run({ at: NOW - 3 * DAY });
    const [swept] = await sweeper().sweep();
    expect(swept).toMatchObject({ month: "2026_01", kept: 3, removed: 3 });
    expect(await left()).toEqual(new Set([failed, waiting, asked, young]));
    expect(await steps()).toEqual(new Set([failed, waiting, asked, young]));
    for (const id of [gone, cancelled, test]) expect(await left()).not.toContain(id);
    // nothing of the work is left behind, and the month is a month as before
    const { rows } = await db.pool.query("select relname from pg_class where relname ~ 'run_2026_01' and relkind = 'r' order by 1");
    expect(rows.map((row) => row.relname)).toEqual(["run_2026_01", "step_run_2026_01"]);
    await run();
    expect((await db.pool.query("select 1 from run_2026_01")).rowCount).toBe(4);
  });

  test("is looked at once for each age, not every hour", async () => {
    await run();
    const failed = await run({ status: "failed" });
    expect(await sweeper().sweep()).toHaveLength(1);
    await run();
    expect(await sweeper().sweep()).toEqual([]);
    // failed runs of January 2026 are a year old on 1 February 2027
    expect(await sweeper(Date.UTC(2027, 1, 2)).sweep()).toMatchObject([{ month: "2026_01", removed: 2 }]);
    expect(await left()).not.toContain(failed);
  });

  test("a flow's own policy goes before its environment's", async () => {
    const [flowId, versionId] = [v7(), v7()];
    const document = { flow: { key: "ledger", retention: { succeeded: "P3650D" } } };
    await db.pool.query("insert into flow (id, key, name) values ($1, 'ledger', 'Ledger')", [flowId]);
    await db.pool.query("insert into version (id, flow_id, number, document, hash, created_by_id, created_by_name) values ($1, $2, 1, $3, 'h', 'a', 'A')", [
      versionId,
      flowId,
      document,
    ]);
    await db.pool.query(
      "insert into deployment (id, flow_id, environment, version_id, deployed_by_id, deployed_by_name) values ($1, $2, 'production', $3, 'a', 'A')",
      [v7(), flowId, versionId],
    );
    const kept = await run({ flow: "ledger" });
    await run();
    expect(await sweeper().sweep()).toMatchObject([{ kept: 1, removed: 1 }]);
    expect(await left()).toContain(kept);
  });
});

describe("whoever works meanwhile", () => {
  test("loses nothing: a run that goes on between the copy and the swap is there as it is at the end", async () => {
    await run();
    const waiting = await run({ status: "waiting" });
    await db.pool.query('select * from history_copy(\'2026_01\', \'[{"environment":"production","flow_key":null,"succeeded":1,"failed":1}]\', now())');
    await db.pool.query("update run set status = 'succeeded', finished_at = now() where id = $1", [waiting]);
    await db.pool.query("insert into step_row (run_id, seq, step_id, visit, status, started_at) values ($1, 2, 'late', 1, 'succeeded', now())", [waiting]);
    await db.pool.query("select history_swap('2026_01')");
    const { rows } = await db.pool.query("select r.status, count(s.*)::int as steps from run r join step_run s on s.run_id = r.id where r.id = $1 group by 1", [
      waiting,
    ]);
    expect(rows).toEqual([{ status: "succeeded", steps: 2 }]);
    await db.pool.query("drop table run_2026_01_old, step_run_2026_01_old");
  });

  test("is not made to wait by a long look: the swap steps back until the tables are free", async () => {
    await run();
    const reader = await db.pool.connect();
    await reader.query("begin");
    await reader.query("select count(*) from run");
    const sweep = sweeper().sweep();
    // others still get through while the sweep waits for the reader
    await new Promise((resolve) => setImmediate(resolve));
    await run({ at: NOW });
    await reader.query("commit");
    reader.release();
    expect(await sweep).toMatchObject([{ removed: 1 }]);
  });

  test("one process sweeps at a time, and what an interrupted one left is cleared away", async () => {
    await run();
    const other = await db.pool.connect();
    await other.query("select pg_advisory_lock(hashtext('throughline.retention'))");
    expect(await sweeper().sweep()).toEqual([]);
    await other.query("select pg_advisory_unlock(hashtext('throughline.retention'))");
    other.release();
    await db.pool.query("create table run_2026_01_old (id uuid)");
    await db.pool.query("create table run_2026_01_kept (id uuid)");
    expect(await sweeper().sweep()).toMatchObject([{ removed: 1 }]);
    expect((await db.pool.query("select to_regclass('run_2026_01_old') as old, to_regclass('run_2026_01_kept') as kept")).rows).toEqual([
      { old: null, kept: null },
    ]);
  });
});

test("origins are remembered longer than any history, then forgotten", async () => {
  const insert = (hash: string, at: number) =>
    db.pool.query("insert into origin (environment, trigger, hash, run_id, created_at) values ('production', 't', $1, $2, $3)", [
      Buffer.from(hash),
      v7(),
      new Date(at),
    ]);
  await insert("within", NOW - 380 * DAY);
  await insert("beyond", NOW - 400 * DAY);
  await sweeper().sweep();
  expect((await db.pool.query("select hash from origin where trigger = 't'")).rows.map((row) => row.hash.toString())).toEqual(["within"]);
});
