/** The parts of a long for each are shown with their run, a page at a time, and nowhere else. */
import { expect, test } from "vitest";
import type { Json } from "#flow/document.ts";
import { draw, drawBody, OPERATOR, runIn } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { sqlFile } from "../db/sql.ts";
import { createRuns } from "./create.ts";

const { rig, target } = await engineOfFile();
const runs = createRuns({ ...rig.deps, pool: rig.pool, engine: rig.engine, registrations: rig.registrations });

const FAILING = sqlFile(new URL("../overview/", import.meta.url).href, "failing");
const REPEATED = sqlFile(new URL("../replays/", import.meta.url).href, "count");

const send = { type: "http", delivery: "exactly-once" as const, config: { connection: "target", method: "POST", url: "/order", body: { $: "item" } } };
const lines: { type: string; config: { [key: string]: Json } } = {
  type: "each",
  config: { items: { $: "[1..700].{ 'id': $ }" }, itemKey: { $: "item.id" }, onFailure: "continue", body: drawBody({ steps: { send }, edges: [] }) },
};

test("a run names its parts by page, in the order of their items, and those with failures alone; lists and counts leave parts out", async () => {
  target.answer((call, response) => response.writeHead((call.body as { id: number }).id === 450 ? 422 : 200, { "content-type": "application/json" }).end("{}"));
  const runId = await rig.started(draw({ steps: { lines }, edges: ["start > lines"] }));
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  const first = await runs.parts({ runId, limit: 3 });
  expect(first.items.map((part) => [part.first, part.items, part.status, part.succeeded, part.failed, part.step.id])).toEqual([
    [0, 200, "succeeded", 200, 0, "lines"],
    [200, 200, "succeeded", 200, 0, "lines"],
    [400, 200, "succeeded", 199, 1, "lines"],
  ]);
  const second = await runs.parts({ runId, limit: 3, cursor: first.nextCursor ?? "" });
  expect([second.items.map((part) => [part.first, part.items]), second.nextCursor]).toEqual([[[600, 100]], null]);
  expect((await runs.parts({ runId, onlyFailed: true })).items.map((part) => part.first)).toEqual([400]);

  const list = await runs.list({ environment: "production" });
  expect([list.items.map((run) => run.id), list.facets.status.succeeded]).toEqual([[runId], 1]);
  const run = await runs.get({ runId });
  expect([run.parts, run.related]).toEqual([4, []]);
  const part = await runs.get({ runId: first.items[2]?.id ?? "" });
  expect(part).toMatchObject({ parent: { runId, step: "lines" }, isPart: true, parts: 0, skipped: [], can: { replay: { ok: false } } });
  expect(part.document.steps.map((step) => step.id)).toEqual(["lines"]);
  expect(part.steps.filter((step) => step.status === "failed").map((step) => [step.step, step.item])).toEqual([["send", "450"]]);
  await expect(runs.parts({ runId: "nothing" })).rejects.toMatchObject({ code: "run.missing" });
});

test("its parts make no run look repeated or set right", async () => {
  target.answer((call, response) => response.writeHead((call.body as { id: number }).id === 250 ? 422 : 200, { "content-type": "application/json" }).end("{}"));
  const runId = await rig.started(draw({ steps: { lines: { ...lines, config: { ...lines.config, onFailure: "stop" } } }, edges: ["start > lines"] }));
  await runIn(rig.pool, { id: runId, status: "failed" });
  expect((await rig.pool.query(REPEATED, [[runId]])).rows).toMatchObject([{ runs: 1, unfinished: 0, repeated: 0 }]);
  // the first part of the replay succeeds, and the replay does not
  const again = await rig.engine.replay({ actor: OPERATOR, runId });
  await runIn(rig.pool, { id: again.runId, status: "failed" });
  expect((await rig.pool.query<{ id: string }>(FAILING, ["production"])).rows.map((row) => row.id)).toEqual([again.runId, runId]);
});
