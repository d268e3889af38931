import { expect, test } from "vitest";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { draw, OPERATOR, runIn, stepsOf } from "../testing/engine.ts";

const { database, rig, target } = await engineOfFile();

const FORM = ["seq", "step_id", "visit", "item", "status", "port", "how", "attempts", "output", "request", "response", "started_at", "finished_at"] as const;
const fields = { type: "map", config: { fields: [{ name: "total", value: { $: "trigger.body.net * 2" } }] } };
const size = { type: "branch", config: { cases: [{ port: "big", when: { $: "steps.fields.total > 10" } }], else: "small" } };
const send = {
  type: "http",
  delivery: "exactly-once" as const,
  config: { connection: "target", method: "POST", url: "/orders", body: { $: "steps.fields" } },
};
const flow = () => draw({ steps: { fields, size, send }, edges: ["start > fields", "fields > size", "size.big > send"] });

const rowsOf = async (runId: string) =>
  (
    await database.pool.query<{ step_id: string; led: number | null; brief: number }>(
      "select step_id, json_array_length(led_by) as led, brief from step_row where run_id = $1 order by seq",
      [runId],
    )
  ).rows;

/** the same history as an earlier release wrote it: a row for each step, nothing left out */
async function asWrittenBefore(runId: string): Promise<void> {
  const { rows } = await database.pool.query("select * from step_run where run_id = $1 order by seq", [runId]);
  await database.pool.query("delete from step_row where run_id = $1", [runId]);
  for (const row of rows)
    await database.pool.query(
      `insert into step_row (run_id, seq, step_id, visit, item, status, port, how, attempts, output, request, response, failure, waiting_for, effect_key, started_at, finished_at)
       select run_id, seq, step_id, visit, item, status, port, how, attempts, output, request, response, failure, waiting_for, effect_key, started_at, finished_at
       from jsonb_populate_record(null::step_run, $1)`,
      [JSON.stringify(row)],
    );
}

test("the steps of one checkpoint share a row, and each is read as a row of its own", async () => {
  const runId = await rig.started(flow(), { net: 7 });
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  expect(await rowsOf(runId)).toEqual([{ step_id: "send", led: 3, brief: expect.any(Number) }]);
  const steps = await stepsOf(rig.pool, runId);
  expect(steps.map((step) => [step.step_id, step.status, step.port, step.output])).toEqual([
    ["start", "succeeded", "out", null],
    ["fields", "succeeded", "out", { total: 14 }],
    ["size", "succeeded", "big", { port: "big" }],
    ["send", "succeeded", "out", expect.objectContaining({ status: 200 })],
  ]);
  const { rows } = await database.pool.query<{ same: boolean; attempts: unknown[]; ordered: boolean; sent: boolean }>(
    `select s.response = s.output as same, s.request #>> '{headers,idempotency-key}' = s.effect_key as sent, s.attempts, s.started_at <= s.finished_at as ordered from step_run s where s.run_id = $1 and s.step_id = 'send'`,
    [runId],
  );
  expect(rows).toEqual([
    {
      same: true,
      ordered: true,
      sent: true,
      attempts: [{ startedAt: expect.stringMatching(/^\d{4}.*Z$/), finishedAt: expect.stringMatching(/Z$/), failure: null }],
    },
  ]);
});

test("history in either form reads the same, and is replayed the same without a write", async () => {
  const runId = await rig.started(flow(), { net: 8 });
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  const read = async () => (await database.pool.query(`select ${FORM.join(", ")} from step_run where run_id = $1 order by seq`, [runId])).rows;
  const compact = await read();
  const first = await rig.engine.replay({ runId, from: "send", actor: OPERATOR });
  await runIn(rig.pool, { id: first.runId, status: "succeeded" });
  await asWrittenBefore(runId);
  expect(await rowsOf(runId)).toHaveLength(4);
  expect(await read()).toEqual(compact);
  const second = await rig.engine.replay({ runId, from: "send", actor: OPERATOR });
  await runIn(rig.pool, { id: second.runId, status: "succeeded" });
  const told = async (id: string) => (await stepsOf(rig.pool, id)).map((step) => [step.step_id, step.how, step.port, step.output]);
  expect(await told(second.runId)).toEqual(await told(first.runId));
  expect(target.calls).toHaveLength(1);
});

test("a receipt of an earlier release is found by the key and the hash that it was kept with", async () => {
  const runId = await rig.started(flow(), { net: 10 });
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  const [key] = (await database.pool.query<{ effect_key: string }>("select effect_key from step_run where run_id = $1 and step_id = 'send'", [runId])).rows;
  const { rows } = await database.pool.query("delete from receipt where run_id = $1 returning *", [runId]);
  expect(rows).toMatchObject([{ effect_key: expect.stringMatching(/^#[\w-]{22}$/), request_hash: expect.stringMatching(/^[\w-]{22}$/) }]);
  const [receipt] = rows;
  // the half that is kept now is the first half of what was kept then
  const whole = Buffer.from(receipt.request_hash, "base64url").toString("hex") + "0".repeat(32);
  await database.pool.query(
    `insert into receipt (effect_key, environment, flow_id, step_id, run_id, state, delivery, request_hash, outcome)
     select $2, environment, flow_id, step_id, run_id, state, delivery, $3, outcome from jsonb_populate_record(null::receipt, $1)`,
    [JSON.stringify(receipt), key?.effect_key, whole],
  );
  const again = await rig.engine.replay({ runId, actor: OPERATOR });
  await runIn(rig.pool, { id: again.runId, status: "succeeded" });
  expect((await stepsOf(rig.pool, again.runId)).at(-1)).toMatchObject({ step_id: "send", how: "found" });
  expect(target.calls).toHaveLength(1);
});

test("a run that goes on later finds what an earlier checkpoint recorded, and adds to it", async () => {
  const pause = { type: "wait", config: { for: "PT1H" } };
  const document = draw({ steps: { fields, pause, size }, edges: ["start > fields", "fields > pause", "pause > size"] });
  const runId = await rig.started(document, { net: 9 });
  await runIn(rig.pool, { id: runId, status: "waiting" });
  await database.pool.query("update step_row set waiting_for = jsonb_set(waiting_for, '{until}', to_jsonb(now())) where run_id = $1 and step_id = 'pause'", [
    runId,
  ]);
  await database.pool.query("update graphile_worker._private_jobs set run_at = now() where key like $1", [`wait:${runId}%`]);
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  expect((await stepsOf(rig.pool, runId)).map((step) => [step.step_id, step.status])).toEqual([
    ["start", "succeeded"],
    ["fields", "succeeded"],
    ["pause", "succeeded"],
    ["size", "succeeded"],
  ]);
});
