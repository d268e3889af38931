import { expect, test } from "vitest";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { draw, OPERATOR, runIn, until } from "../testing/engine.ts";
import { listQueued } from "./listing.ts";

// the worker comes last
const { database, rig } = await engineOfFile({ worker: false });
const map = { type: "map", config: { fields: [] } };
const flow = () => draw({ steps: { map }, edges: ["start > map"] });

const listed = async (id: string) =>
  (await database.pool.query<{ status: string; listed_as: string | null }>("select status, listed_as from run where id = $1", [id])).rows[0];

test("a queued run is listed after a while, and one that ends is not listed any more", async () => {
  const id = await rig.started(flow());
  expect(await listed(id)).toEqual({ status: "queued", listed_as: null });
  await listQueued({ pool: database.pool, olderThanMs: 60_000 });
  expect(await listed(id)).toEqual({ status: "queued", listed_as: null });
  await listQueued({ pool: database.pool, olderThanMs: -1_000 });
  expect(await listed(id)).toEqual({ status: "queued", listed_as: "queued" });
  const second = await rig.started(flow());
  await rig.startWorker();
  for (const each of [id, second]) await runIn(rig.pool, { id: each, status: "succeeded" });
  for (const each of [id, second]) expect(await listed(each)).toEqual({ status: "succeeded", listed_as: null });
});

test("whoever writes a status, it is listed: the table keeps that by itself", async () => {
  const failing = await rig.started(draw({ steps: { halt: { type: "stop", config: { outcome: "failed", reason: "no" } } }, edges: ["start > halt"] }));
  await runIn(rig.pool, { id: failing, status: "failed" });
  expect(await listed(failing)).toEqual({ status: "failed", listed_as: "failed" });
  const waiting = await rig.started(draw({ steps: { pause: { type: "wait", config: { for: "PT1H" } } }, edges: ["start > pause"] }));
  await runIn(rig.pool, { id: waiting, status: "waiting" });
  expect(await listed(waiting)).toEqual({ status: "waiting", listed_as: "waiting" });
  await rig.engine.cancel({ actor: OPERATOR, runId: waiting, reason: "not needed" });
  await runIn(rig.pool, { id: waiting, status: "cancelled" });
  expect(await listed(waiting)).toEqual({ status: "cancelled", listed_as: "cancelled" });
  await database.pool.query("update run set status = 'succeeded' where id = $1", [waiting]);
  expect(await listed(waiting)).toEqual({ status: "succeeded", listed_as: null });
});

test("a run that goes through at once writes no index entry after its arrival", async () => {
  const counts = async () => {
    await Promise.all([rig.pool, database.pool].flatMap((pool) => Array.from({ length: 20 }, () => pool.query("select pg_stat_force_next_flush()"))));
    const { rows } = await database.pool.query<{ updates: number; hot: number }>(
      "select sum(n_tup_upd)::integer as updates, sum(n_tup_hot_upd)::integer as hot from pg_stat_user_tables where relname ~ '^run_2'",
    );
    return rows[0] ?? { updates: 0, hot: 0 };
  };
  const before = await counts();
  for (let number = 0; number < 5; number += 1) await runIn(rig.pool, { id: await rig.started(flow()), status: "succeeded" });
  const after = await until(async () => {
    const now = await counts();
    return now.updates - before.updates >= 10 ? now : null;
  });
  expect(after.updates - before.updates).toBe(after.hot - before.hot);
});
