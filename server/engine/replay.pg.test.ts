import { describe, expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import { deploy, draw, OPERATOR, runIn, runRow, stepsOf } from "../testing/engine.ts";
import type { EngineRig } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { database, target, rig } = await engineOfFile();

const post = (url: string, body: Json) => ({ type: "http", config: { connection: "target", method: "POST", url, body } });
const map = (name: string, value: string) => ({ type: "map", config: { fields: [{ name, value: { $: value } }] } });

async function ended(document: FlowDocument, q: { status: string; body?: Json } = { status: "succeeded" }) {
  const runId = await rig.started(document, q.body);
  await runIn(rig.pool, { id: runId, status: q.status });
  return runId;
}

async function replayed(q: Omit<Parameters<EngineRig["engine"]["replay"]>[0], "actor">, status = "succeeded") {
  const { runId } = await rig.engine.replay({ ...q, actor: OPERATOR });
  await runIn(rig.pool, { id: runId, status });
  return { runId, steps: await stepsOf(rig.pool, runId) };
}

const willOf = async (q: Parameters<EngineRig["engine"]["replayPreview"]>[0]) =>
  (await rig.engine.replayPreview(q)).steps.map((step) => [step.step, step.will]);

/** start > fields > first > second */
const chain = (): FlowDocument =>
  draw({
    steps: {
      fields: map("at", "{'now': $now(), 'luck': $random(), 'n': trigger.body.n}"),
      first: post("/first", { $: "steps.fields" }),
      second: post("/second", { $: "{'at': $now(), 'count': steps.first.body.count}" }),
    },
    edges: ["start > fields", "fields > first", "first > second"],
  });

describe("a replay", () => {
  test("of a finished run, unchanged, sends nothing: not even values of time and chance differ", async () => {
    const original = await ended(chain());
    expect(target.calls).toHaveLength(2);
    expect(await willOf({ runId: original })).toEqual([
      ["start", "copied"],
      ["fields", "execute"],
      ["first", "found, will be skipped"],
      ["second", "found, will be skipped"],
    ]);
    const { runId, steps } = await replayed({ runId: original });
    expect(target.calls).toHaveLength(2);
    expect(steps.map((step) => [step.step_id, step.how])).toEqual([
      ["start", "executed"],
      ["fields", "executed"],
      ["first", "found"],
      ["second", "found"],
    ]);
    expect(steps.map((step) => step.output)).toEqual((await stepsOf(rig.pool, original)).map((step) => step.output));
    const { rows } = await database.pool.query("select replay_of, origin from run where id = $1", [runId]);
    expect(rows).toEqual([{ replay_of: original, origin: (await runRow(rig.pool, original)).origin }]);
    // and a replay of the replay neither
    await replayed({ runId });
    expect(target.calls).toHaveLength(2);
  });

  test("from a step takes over what came before it and goes on from there", async () => {
    target.answer((call, response) => response.writeHead(call.path === "/second" ? 422 : 200, { "content-type": "application/json" }).end('{"count":1}'));
    const original = await ended(chain(), { status: "failed" });
    target.answer(null);
    target.calls.length = 0;
    expect(await willOf({ runId: original, from: "second" })).toEqual([
      ["start", "copied"],
      ["fields", "copied"],
      ["first", "copied"],
      ["second", "will be sent"],
    ]);
    const { steps } = await replayed({ runId: original, from: "second" });
    expect(target.calls.map((call) => call.path)).toEqual(["/second"]);
    expect(steps.map((step) => [step.step_id, step.how])).toEqual([
      ["start", "copied"],
      ["fields", "copied"],
      ["first", "copied"],
      ["second", "executed"],
    ]);
  });

  test("with an edited body does not send changed content by itself, and says so beforehand", async () => {
    const original = await ended(chain(), { status: "succeeded", body: { n: 1 } });
    target.calls.length = 0;
    expect(await willOf({ runId: original, triggerBody: { n: 2 } })).toEqual([
      ["start", "copied"],
      ["fields", "execute"],
      ["first", "needs send again"],
    ]);
    const { runId, steps } = await replayed({ runId: original, triggerBody: { n: 2 } }, "failed");
    expect(steps.at(-1)).toMatchObject({ step_id: "first", status: "failed", failure: { code: "effect.request_changed" } });
    expect(target.calls).toHaveLength(0);
    const settled = await rig.engine.settleOutcome({ actor: OPERATOR, runId, step: "first", decision: "send-again" });
    await runIn(rig.pool, { id: settled.runId, status: "failed" });
    expect(target.calls.map((call) => call.path)).toEqual(["/first"]);
    // whoever presses it late was asked about what was sent before, not about what has been sent since
    await expect(rig.engine.settleOutcome({ actor: OPERATOR, runId, step: "first", decision: "send-again" })).rejects.toMatchObject({ code: "effect.settled" });
  });

  test("as a new event has an origin of its own, so everything happens again", async () => {
    const original = await ended(chain());
    target.calls.length = 0;
    const { runId } = await replayed({ runId: original, asNewEvent: true });
    expect(target.calls).toHaveLength(2);
    expect((await runRow(rig.pool, runId)).origin).toBe(`${(await runRow(rig.pool, original)).origin}#${runId}`);
  });

  test("with an edited input executes that step with it", async () => {
    target.answer((_, response) => response.writeHead(422, { "content-type": "application/json" }).end("{}"));
    const original = await ended(draw({ steps: { first: post("/first", { wrong: true }) }, edges: ["start > first"] }), { status: "failed" });
    target.answer(null);
    target.calls.length = 0;
    await replayed({ runId: original, from: "first", input: { connection: "target", method: "POST", url: "/first", body: { right: true } } });
    expect(target.calls.map((call) => call.body)).toEqual([{ right: true }]);
  });

  test("follows a renamed step onto a newer version: its key stays, its effect is found", async () => {
    const document = chain();
    const original = await ended(document);
    target.calls.length = 0;
    const renamed: FlowDocument = {
      ...document,
      steps: document.steps.map((step) => (step.id === "first" ? { ...step, id: "order", was: ["first"] } : step)),
      edges: document.edges.map((edge) => ({ ...edge, from: edge.from === "first" ? "order" : edge.from, to: edge.to === "first" ? "order" : edge.to })),
    };
    renamed.steps = renamed.steps.map((step) =>
      step.id === "second" ? { ...step, config: { ...step.config, body: { $: "{'at': $now(), 'count': steps.order.body.count}" } } } : step,
    );
    await deploy(database.pool, renamed);
    const { steps } = await replayed({ runId: original, version: 2, from: "order" });
    expect(steps.map((step) => [step.step_id, step.how])).toEqual([
      ["start", "copied"],
      ["fields", "copied"],
      ["order", "found"],
      ["second", "found"],
    ]);
    expect(target.calls).toHaveLength(0);
  });

  test("is refused with the reason where it could not begin, and by the preview with the same words", async () => {
    const document = chain();
    const original = await ended(document);
    const without: FlowDocument = {
      ...document,
      steps: document.steps.filter((step) => step.id !== "fields"),
      edges: [
        { from: "start", to: "first" },
        { from: "first", to: "second" },
      ],
    };
    await deploy(database.pool, without);
    const asked = { runId: original, version: 2, from: "second" };
    await expect(rig.engine.replay({ ...asked, actor: OPERATOR })).rejects.toMatchObject({ code: "replay.step_missing", status: 409 });
    expect((await rig.engine.replayPreview(asked)).refused).toContain("fields");
    await expect(rig.engine.replay({ runId: original, version: 9, actor: OPERATOR })).rejects.toMatchObject({ code: "replay.version_missing" });
    await expect(rig.engine.replay({ runId: original, from: "nowhere", actor: OPERATOR })).rejects.toMatchObject({ code: "replay.step_missing" });
  });

  test("is refused while another run of the same origin goes on; of ten at once one begins", async () => {
    const waiting = draw({ steps: { pause: { type: "wait", config: { for: "PT1H" } } }, edges: ["start > pause"] });
    const runId = await rig.started(waiting);
    await runIn(rig.pool, { id: runId, status: "waiting" });
    await expect(rig.engine.replay({ runId, actor: OPERATOR })).rejects.toMatchObject({ code: "run.not_finished" });
    await rig.engine.cancel({ actor: OPERATOR, runId, reason: "test" });
    await runIn(rig.pool, { id: runId, status: "cancelled" });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => rig.engine.replay({ runId, actor: OPERATOR })));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  test("asks people anew, and counts their time from now", async () => {
    const asking = draw({
      steps: { ask: { type: "approve", config: { title: "Go?", assignees: { roles: ["approver"] }, dueIn: "PT0.2S" } } },
      edges: ["start > ask"],
    });
    const original = await ended(asking);
    const { runId } = await rig.engine.replay({ runId: original, actor: OPERATOR });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    const { rows } = await database.pool.query<{ ahead: boolean }>("select due_at > created_at as ahead from approval where run_id = $1", [runId]);
    expect(rows).toEqual([{ ahead: true }]);
  });
});

describe("what nobody can know", () => {
  /** A call that is sent and never answered. */
  async function silent() {
    target.answer((_, response) => response.destroy());
    const runId = await ended(
      draw({
        steps: { send: { ...post("/order", { n: 1 }), retry: { attempts: 5, firstDelay: "PT0.05S" } }, after: map("got", "steps.send.number") },
        edges: ["start > send", "send > after"],
      }),
      { status: "failed" },
    );
    target.answer(null);
    return runId;
  }

  test("at most once: a call whose answer never came is not repeated; the run fails and says what to do", async () => {
    const runId = await silent();
    const run = await runRow(rig.pool, runId);
    expect(run.failure).toMatchObject({ code: "effect.outcome_unknown", class: "business" });
    expect(target.calls).toHaveLength(1);
    expect(await willOf({ runId })).toEqual([
      ["start", "copied"],
      ["send", "outcome unknown"],
    ]);
    await replayed({ runId }, "failed");
    expect(target.calls).toHaveLength(1);
  });

  test("mark done: the result that a person gives is what later steps see, and nothing is sent", async () => {
    const runId = await silent();
    const settled = await rig.engine.settleOutcome({ actor: OPERATOR, runId, step: "send", decision: "mark-done", output: { number: "SO-7" } });
    await runIn(rig.pool, { id: settled.runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, settled.runId)).slice(1)).toMatchObject([
      { step_id: "send", how: "found", output: { number: "SO-7" } },
      { step_id: "after", output: { got: "SO-7" } },
    ]);
    expect(target.calls).toHaveLength(1);
  });

  test("send again: it is sent once more, with the same key; whoever settles it meanwhile is told that somebody was first", async () => {
    const runId = await silent();
    const held = Promise.withResolvers<void>();
    target.answer(async (_, response) => {
      await held.promise;
      response.writeHead(200, { "content-type": "application/json" }).end('{"number":"SO-8"}');
    });
    const settled = await rig.engine.settleOutcome({ actor: OPERATOR, runId, step: "send", decision: "send-again" });
    await expect.poll(() => target.calls.length, { timeout: 60_000 }).toBe(2);
    for (const late of [{ decision: "send-again" as const }, { decision: "mark-done" as const, output: { number: "SO-9" } }])
      await expect(rig.engine.settleOutcome({ actor: OPERATOR, runId, step: "send", ...late })).rejects.toMatchObject({ code: "effect.settled" });
    held.resolve();
    await runIn(rig.pool, { id: settled.runId, status: "succeeded" });
    target.answer(null);
    expect(target.calls).toHaveLength(2);
    expect(target.calls[0]?.key).toBe(target.calls[1]?.key);
  });

  test("of ten people who settle it at once, one does", async () => {
    const runId = await silent();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => rig.engine.settleOutcome({ actor: OPERATOR, runId, step: "send", decision: "send-again" })),
    );
    const done = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.runId] : []));
    expect(done).toHaveLength(1);
    await runIn(rig.pool, { id: done[0] ?? "", status: "succeeded" });
    expect(target.calls).toHaveLength(2);
  });

  test("where nothing is open, nothing is settled", async () => {
    const runId = await ended(chain());
    await expect(rig.engine.settleOutcome({ actor: OPERATOR, runId, step: "first", decision: "send-again" })).rejects.toMatchObject({ status: 409 });
  });
});
