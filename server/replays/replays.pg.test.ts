import { describe, expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import type { Replays } from "#server/app.ts";
import { createBulkReplaying } from "../engine/replay-bulk.ts";
import { LIMITS } from "../engine/deps.ts";
import { deploy, draw, OPERATOR, runIn, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { startWorkerProcess } from "../testing/worker-process.ts";
import { createReplays } from "./create.ts";

// no bulk replay goes on by itself here: the tests say when somebody looks, and what time it is
const { database, target, rig } = await engineOfFile({ limits: { bulkReplayMs: 3_600_000 } });
let now = Date.now();
const clock = { now: () => now };
const room: Replays = createReplays({ pool: rig.pool, engine: rig.engine, audit: rig.deps.audit, clock });
const bulk = createBulkReplaying({ deps: { ...rig.deps, clock }, limits: LIMITS });

// start > first > second
const post = (url: string, body: Json) => ({ type: "http", config: { connection: "target", method: "POST", url, body } });
const chain = (): FlowDocument =>
  draw({ steps: { first: post("/first", { $: "trigger.body" }), second: post("/second", { $: "trigger.body" }) }, edges: ["start > first", "first > second"] });

/** Runs of one flow that failed at their second step, whose target is well again. */
async function failedRuns(count: number, document = chain()) {
  target.answer((call, response) => response.writeHead(call.path === "/second" ? 422 : 200, { "content-type": "application/json" }).end("{}"));
  const { flowId } = await deploy(rig.pool, document);
  const registration = await rig.registration(flowId);
  const ids: string[] = [];
  for (let n = 1; n <= count; n += 1) ids.push((await rig.engine.accept({ registration, trigger: { body: { n } }, originKey: `n-${n}` })).runId);
  for (const id of ids) await runIn(rig.pool, { id, status: "failed" });
  target.answer(null);
  target.calls.length = 0;
  return { ids, document, flow: document.flow.key };
}

const production = { environment: "production" };
const itemsOf = async (id: string) => (await room.runs({ id })).items;

async function allEnded(id: string) {
  return until(async () => {
    const view = await room.get({ id });
    return view.counts.pending === 0 && view.replays.open === 0 ? view : null;
  });
}

describe("a bulk replay", () => {
  test("replays each run of a filter from the step at which it failed, in the order in which they came", async () => {
    const { ids, flow } = await failedRuns(3);
    const filter = { flow, status: ["failed" as const] };
    expect(await room.preview({ ...production, filter })).toEqual({
      runs: 3,
      willBegin: 3,
      unfinished: 0,
      repeated: 0,
      lookedAt: 3,
      effects: [{ will: "will be sent", count: 3 }],
    });
    // at a step: where they failed, and nowhere else
    expect((await room.preview({ ...production, filter: { ...filter, step: "second" } })).runs).toBe(3);
    expect((await room.preview({ ...production, filter: { ...filter, step: "first" } })).runs).toBe(0);
    const { id } = await room.begin(OPERATOR, { ...production, filter, ratePerMinute: 6_000 });
    now += 60_000;
    while ((await bulk.tick()) > 0) now += 1_000;
    const view = await allEnded(id);
    expect(view).toMatchObject({ state: "finished", counts: { runs: 3, pending: 0, started: 3, refused: 0 }, replays: { succeeded: 3, failed: 0 } });
    expect(target.calls.map((call) => call.path)).toEqual(["/second", "/second", "/second"]);
    expect((await itemsOf(id)).map((item) => item.run.id)).toEqual(ids);
    // and each replay is told on its run, with who asked for it
    const { rows } = await rig.pool.query("select actor_name, detail ->> 'bulk' as bulk from audit where action = 'run.replayed' and subject_id = $1", [
      ids[0],
    ]);
    expect(rows).toEqual([{ actor_name: OPERATOR.name, bulk: id }]);
  });

  test("keeps its rate, and catches up with no more than a second of it", async () => {
    const { ids } = await failedRuns(6);
    const { id } = await room.begin(OPERATOR, { ...production, runIds: ids, ratePerMinute: 60 });
    expect(await bulk.tick()).toBe(1);
    expect(await bulk.tick()).toBe(0);
    now += 1_000;
    expect(await bulk.tick()).toBe(1);
    // nobody looked for an hour: the second that is caught up with, and the one that is due
    now += 3_600_000;
    expect(await bulk.tick()).toBe(2);
    expect(await room.get({ id })).toMatchObject({ state: "running", counts: { pending: 2, started: 4 } });
    await room.cancel(OPERATOR, { id });
  });

  test("begins no run while it is paused, goes on when it is resumed, and none after it was cancelled", async () => {
    const { ids } = await failedRuns(3);
    const { id } = await room.begin(OPERATOR, { ...production, runIds: ids, ratePerMinute: 60 });
    expect(await bulk.tick()).toBe(1);
    await room.pause(OPERATOR, { id });
    now += 60_000;
    expect(await bulk.tick()).toBe(0);
    await expect(room.pause(OPERATOR, { id })).rejects.toMatchObject({ status: 409, code: "replays.state" });
    await room.resume(OPERATOR, { id });
    expect(await bulk.tick()).toBe(1);
    await room.cancel(OPERATOR, { id });
    now += 60_000;
    expect(await bulk.tick()).toBe(0);
    expect(await room.get({ id })).toMatchObject({ state: "cancelled", counts: { started: 2, pending: 1 } });
    await expect(room.resume(OPERATOR, { id })).rejects.toMatchObject({ status: 409 });
  });

  test("records why a run was refused and goes on with the next one", async () => {
    const { ids, document } = await failedRuns(3);
    const [repeated = "", open = "", fine = ""] = ids;
    const again = await rig.engine.replay({ actor: OPERATOR, runId: repeated });
    await runIn(rig.pool, { id: again.runId, status: "succeeded" });
    const paused = draw({ steps: { pause: { type: "wait", config: { for: "PT1H" } } }, edges: ["start > pause"] });
    const waiting = await rig.started(paused);
    await runIn(rig.pool, { id: waiting, status: "waiting" });
    // in the version that is deployed now, the step at which they failed is gone
    await deploy(rig.pool, { ...document, steps: document.steps.filter((step) => step.id !== "second"), edges: document.edges.slice(0, 1) });
    await rig.pool.query(
      `insert into deployment (id, flow_id, environment, version_id, deployed_by_id, deployed_by_name)
       select gen_random_uuid(), v.flow_id, 'production', v.id, 'test', 'Test' from version v join flow f on f.id = v.flow_id where f.key = $1 and v.number = 2`,
      [document.flow.key],
    );
    const selection = { ...production, runIds: [repeated, open, fine, waiting] };
    expect(await room.preview(selection)).toMatchObject({ runs: 4, willBegin: 2, unfinished: 1, repeated: 1 });
    const { id } = await room.begin(OPERATOR, { ...selection, ratePerMinute: 6_000, version: "deployed" });
    const second = await room.begin(OPERATOR, { ...production, runIds: [open, fine, waiting], ratePerMinute: 6_000 });
    for (let n = 0; n < 5; n += 1) {
      now += 1_000;
      await bulk.tick();
    }
    expect((await itemsOf(id)).map((item) => [item.run.id, item.state, item.refusal?.code])).toEqual([
      [repeated, "refused", "replay.repeated"],
      [open, "refused", "replay.step_missing"],
      [fine, "refused", "replay.step_missing"],
      [waiting, "refused", "replay.not_deployed"],
    ]);
    expect((await itemsOf(second.id)).map((item) => [item.state, item.refusal?.code])).toEqual([
      ["started", undefined],
      ["started", undefined],
      ["refused", "run.not_finished"],
    ]);
    expect((await room.runs({ id, state: "refused" })).items).toHaveLength(4);
    expect(await room.get({ id })).toMatchObject({ state: "finished", counts: { refused: 4, started: 0 } });
    await allEnded(second.id);
    await rig.engine.cancel({ actor: OPERATOR, runId: waiting, reason: "the test is over" });
  });

  test("of ten who look at once, one makes each replay", async () => {
    const { ids } = await failedRuns(5);
    const { id } = await room.begin(OPERATOR, { ...production, runIds: ids, ratePerMinute: 6_000 });
    now += 60_000;
    for (let n = 0; n < 10; n += 1) {
      await Promise.all(Array.from({ length: 10 }, () => bulk.tick()));
      now += 1_000;
    }
    expect(await allEnded(id)).toMatchObject({ state: "finished", counts: { started: 5 }, replays: { succeeded: 5 } });
    const { rows } = await rig.pool.query("select replay_of from run where replay_of = any ($1::uuid[])", [ids]);
    expect(rows).toHaveLength(5);
    expect(target.calls).toHaveLength(5);
  });

  test("goes on where it was when the worker dies in the middle of making a replay", async () => {
    const { ids } = await failedRuns(4);
    now = Date.now();
    const { id } = await room.begin(OPERATOR, { ...production, runIds: ids, ratePerMinute: 6_000 });
    const process = { url: database.url, installation: database.installationKey, target: target.url };
    const dying = await startWorkerProcess({ ...process, crashAt: "replay.made" });
    expect(await dying.ended).toBe("SIGKILL");
    // neither the run nor the note of it is there
    expect(await room.get({ id })).toMatchObject({ state: "running", counts: { pending: 4 } });
    expect((await rig.pool.query("select 1 from run where replay_of = any ($1::uuid[])", [ids])).rowCount).toBe(0);
    const next = await startWorkerProcess(process);
    try {
      expect(await until(async () => ((await room.get({ id })).state === "finished" ? room.get({ id }) : null))).toMatchObject({ counts: { started: 4 } });
      await allEnded(id);
      expect((await rig.pool.query("select 1 from run where replay_of = any ($1::uuid[])", [ids])).rowCount).toBe(4);
      expect(target.calls).toHaveLength(4);
    } finally {
      next.signal("SIGKILL");
      await next.ended;
    }
  });

  test("of nothing, of a run that is not there or of one in another environment is refused", async () => {
    const { ids } = await failedRuns(1);
    const begin = (q: Parameters<Replays["begin"]>[1]) => room.begin(OPERATOR, q);
    await expect(begin({ ...production, filter: { flow: "nowhere" }, ratePerMinute: 60 })).rejects.toMatchObject({ status: 422, code: "replays.none" });
    await expect(begin({ ...production, runIds: ["not a run"], ratePerMinute: 60 })).rejects.toMatchObject({ status: 404, code: "run.missing" });
    await expect(begin({ environment: "test", runIds: ids, ratePerMinute: 60 })).rejects.toMatchObject({ status: 404, code: "run.missing" });
    await expect(room.get({ id: "nothing" })).rejects.toMatchObject({ status: 404 });
  });
});
