import { describe, expect, test } from "vitest";
import { z } from "zod";
import { deploy, draw, OPERATOR, runIn, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";
import { insertRun } from "../testing/history.ts";
import { sqlFile } from "../db/sql.ts";
import { ActivityRow, activityOf } from "../runs/activity.ts";

const { database, target, rig } = await engineOfFile({ limits: { heartbeatMs: 200, watchdogMs: 600, hopLimit: 3 } });

const publish = (topic: string) => ({ type: "event.publish", config: { topic, payload: { $: "trigger.body" } } });
const subscriber = (topic: string, more: { steps?: Parameters<typeof draw>[0]["steps"]; edges?: string[]; filter?: { $: string } } = {}) =>
  draw({
    steps: {
      start: { type: "trigger.event", config: { topic, ...(more.filter ? { filter: more.filter } : {}) } },
      got: { type: "map", config: { fields: [{ name: "body", value: { $: "trigger.body" } }] } },
      ...more.steps,
    },
    edges: ["start > got", ...(more.edges ?? [])],
  });

const event = (id: string, topic: string, hop = 0) => ({ environment: "production", id, topic, payload: { id }, correlationId: `c-${id}`, hop, runId: null });

type Started = { id: string; status: string; correlation_id: string; hop: number };

async function runsOf(flowId: string): Promise<Started[]> {
  return (await database.pool.query<Started>("select id, status, correlation_id, hop from run where flow_id = $1 order by id", [flowId])).rows;
}

describe("events", () => {
  test("each subscriber gets one run of its own, in the same correlation, one hop further", async () => {
    const one = await deploy(database.pool, subscriber("project.won"));
    const two = await deploy(database.pool, subscriber("project.won"));
    const other = await deploy(database.pool, subscriber("project.lost"));
    const runId = await rig.started(draw({ steps: { tell: publish("project.won") }, edges: ["start > tell"] }), { n: 1 });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    for (const each of [one, two]) {
      const [run, ...more] = await runsOf(each.flowId);
      expect(more).toEqual([]);
      expect(run).toMatchObject({ correlation_id: runId, hop: 1 });
      await runIn(rig.pool, { id: run?.id ?? "", status: "succeeded" });
      expect((await stepsOf(rig.pool, run?.id ?? "")).at(-1)?.output).toEqual({ body: { n: 1 } });
    }
    expect(await runsOf(other.flowId)).toEqual([]);
    // the run is replayed: the event has happened, nobody is started again
    const again = await rig.engine.replay({ runId, actor: OPERATOR });
    await runIn(rig.pool, { id: again.runId, status: "succeeded" });
    expect(await runsOf(one.flowId)).toHaveLength(1);
  });

  test("two subscribers whose steps have the same names never share an effect's key: each sends its own", async () => {
    const send = { type: "http", config: { connection: "target", method: "POST", url: "/order", body: { $: "trigger.body" } } };
    const alike = () => subscriber("project.alike", { steps: { send }, edges: ["got > send"] });
    const flows = [await deploy(database.pool, alike()), await deploy(database.pool, alike())];
    await rig.engine.publishEvent(event("alike-1", "project.alike"));
    for (const { flowId } of flows) await runIn(rig.pool, { id: (await runsOf(flowId))[0]?.id ?? "", status: "succeeded" });
    const keys = target.calls.map((call) => call.key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(2);
  });

  test("published twenty times at once under one id, it happened once", async () => {
    const { flowId } = await deploy(database.pool, subscriber("order.paid"));
    const results = await Promise.all(Array.from({ length: 20 }, () => rig.engine.publishEvent(event("paid-1", "order.paid"))));
    expect(results.filter((result) => !result.duplicate)).toEqual([{ eventId: "paid-1", duplicate: false, subscribers: 1 }]);
    expect(await runsOf(flowId)).toHaveLength(1);
  });

  test("the event and its subscribers' runs are there together or not at all", async () => {
    const { flowId } = await deploy(database.pool, subscriber("order.atomic"));
    await database.pool.query(`alter table run add constraint refused check (flow_id <> '${flowId}') not valid`);
    await expect(rig.engine.publishEvent(event("atomic-1", "order.atomic"))).rejects.toThrow("refused");
    expect((await database.pool.query("select 1 from event where id = 'atomic-1'")).rowCount).toBe(0);
    await database.pool.query("alter table run drop constraint refused");
    await rig.engine.publishEvent(event("atomic-1", "order.atomic"));
    expect(await runsOf(flowId)).toHaveLength(1);
  });

  test("a filter lets through what it wants; what it declines is recorded as skipped, with the filter", async () => {
    const { flowId } = await deploy(database.pool, subscriber("order.filtered", { filter: { $: "trigger.body.id = 'yes'" } }));
    await rig.engine.publishEvent(event("no", "order.filtered"));
    await rig.engine.publishEvent(event("yes", "order.filtered"));
    const { rows } = await database.pool.query("select origin, status, cancel_reason from run where flow_id = $1 order by id", [flowId]);
    expect(rows[0]).toEqual({ origin: "no", status: "skipped", cancel_reason: "The trigger's filter (trigger.body.id = 'yes') was false." });
    expect(rows).toMatchObject([{}, { origin: "yes" }]);
    expect(rows[1].status).not.toBe("skipped");
  });

  test("a subscriber whose filter cannot tell has a run that failed and says why; publisher and other subscribers go on", async () => {
    const broken = await deploy(database.pool, subscriber("order.broken", { filter: { $: "trigger.body.missing > 1" } }));
    const sound = await deploy(database.pool, subscriber("order.broken"));
    expect(await rig.engine.publishEvent(event("broken-1", "order.broken"))).toMatchObject({ duplicate: false, subscribers: 2 });
    const { rows } = await database.pool.query("select status, failure, finished_at is not null as over from run where flow_id = $1", [broken.flowId]);
    expect(rows).toMatchObject([{ status: "failed", over: true, failure: { class: "business", code: "expression.not_boolean", where: { step: "start" } } }]);
    const [run] = await runsOf(sound.flowId);
    await runIn(rig.pool, { id: run?.id ?? "", status: "succeeded" });
  });

  test("an event that is not what a subscriber takes leaves a run that failed and says where; corrected, it is replayed, once", async () => {
    const schema = { $id: "urn:throughline:contract:order:2", type: "object", required: ["total"], properties: { total: { type: "number" } } };
    const strict = subscriber("order.checked", { filter: { $: "trigger.body.id != 'other'" } });
    const steps = strict.steps.map((step) => (step.id === "start" ? { ...step, config: { ...step.config, schema } } : step));
    const { flowId } = await deploy(database.pool, { ...strict, steps });
    const other = await deploy(database.pool, subscriber("order.checked"));
    await rig.engine.publishEvent({ ...event("unfit-1", "order.checked"), payload: { id: "o-1", total: "12" } });
    // what the filter does not want need not fit
    await rig.engine.publishEvent({ ...event("unfit-2", "order.checked"), payload: { id: "other" } });
    const [failed, declined] = await runsOf(flowId);
    expect([failed?.status, declined?.status]).toEqual(["failed", "skipped"]);
    const { rows } = await database.pool.query("select failure from run where id = $1", [failed?.id]);
    expect(rows[0].failure).toMatchObject({
      class: "business",
      code: "trigger.schema",
      where: { step: "start" },
      message: expect.stringContaining("order@2: total must be number"),
    });
    for (const run of await runsOf(other.flowId)) await runIn(rig.pool, { id: run.id, status: "succeeded" });
    const runId = failed?.id ?? "";
    await expect(rig.engine.replay({ runId, actor: OPERATOR })).rejects.toMatchObject({
      code: "replay.unfit",
      message: expect.stringContaining("total must be number"),
    });
    const again = await rig.engine.replay({ runId, actor: OPERATOR, triggerBody: { id: "o-1", total: 12 } });
    await runIn(rig.pool, { id: again.runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, again.runId)).at(-1)?.output).toEqual({ body: { id: "o-1", total: 12 } });
  });

  test("an event that does not fit the schema of the step that publishes it is not published; the run says why", async () => {
    const { flowId } = await deploy(database.pool, subscriber("order.kept"));
    const tell = { type: "event.publish", config: { topic: "order.kept", payload: { $: "trigger.body" }, schema: { type: "object", required: ["total"] } } };
    const document = draw({ steps: { tell }, edges: ["start > tell"] });
    const failed = await rig.started(document, { n: 1 });
    await runIn(rig.pool, { id: failed, status: "failed" });
    expect((await stepsOf(rig.pool, failed)).at(-1)?.failure).toMatchObject({
      class: "business",
      code: "event.payload",
      message: expect.stringContaining("'total'"),
    });
    expect(await runsOf(flowId)).toEqual([]);
    const fine = await rig.started(document, { total: 1 });
    await runIn(rig.pool, { id: fine, status: "succeeded" });
    expect(await runsOf(flowId)).toHaveLength(1);
  });

  test("two flows that start each other end at the hop limit with a business error", async () => {
    const ping = await deploy(database.pool, subscriber("ping", { steps: { tell: publish("pong") }, edges: ["got > tell"] }));
    const pong = await deploy(database.pool, subscriber("pong", { steps: { tell: publish("ping") }, edges: ["got > tell"] }));
    await rig.engine.publishEvent(event("ping-1", "ping"));
    const last = await until(async () => [...(await runsOf(ping.flowId)), ...(await runsOf(pong.flowId))].find((run) => run.status === "failed"));
    expect((await stepsOf(rig.pool, last.id)).at(-1)?.failure).toMatchObject({ code: "event.hop_limit" });
    expect((await runsOf(ping.flowId)).length + (await runsOf(pong.flowId)).length).toBe(4);
  });
});

const findingsOf = async (runId: string) =>
  (await database.pool.query<{ kind: string }>("select kind from finding where run_id = $1 order by at", [runId])).rows.map((row) => row.kind);
const NO_FACTS = {
  createdAt: new Date(),
  startedAt: null,
  finishedAt: null,
  status: "succeeded",
  triggerStep: "start",
  isPart: false,
  replayOf: null,
  replayFrom: null,
  failureMessage: null,
  failedStep: null,
  retries: [],
};

describe("the watchdog", () => {
  test("a run that has no job gets one", async () => {
    const document = draw({ steps: { map: { type: "map", config: { fields: [] } } }, edges: ["start > map"] });
    const id = await insertRun(database.pool, { ...(await deploy(database.pool, document)), document }, { status: "queued" });
    await runIn(rig.pool, { id, status: "succeeded" });
    expect(await findingsOf(id)).toEqual(["job-missing"]);
  });

  test("a run whose worker is gone is taken over, and says so", async () => {
    const document = draw({ steps: { map: { type: "map", config: { fields: [] } } }, edges: ["start > map"] });
    const id = await insertRun(database.pool, { ...(await deploy(database.pool, document)), document }, { status: "running" });
    await database.pool.query("update run set lease_owner = gen_random_uuid() where id = $1", [id]);
    await runIn(rig.pool, { id, status: "succeeded" });
    expect(await findingsOf(id)).toContain("worker-lost");
    const { rows } = await database.pool.query(sqlFile(new URL("../runs/activity.ts", import.meta.url).href, "activity"), [id]);
    const told = activityOf({ rows: z.array(ActivityRow).parse(rows), facts: NO_FACTS, document });
    expect(told.map((entry) => [entry.who, entry.text])).toContainEqual([
      null,
      "The worker that had it fell silent: another one goes on with it where it was.",
    ]);
  });

  test("a timer whose job was lost fires all the same", async () => {
    const runId = await rig.started(draw({ steps: { pause: { type: "wait", config: { for: "PT1H" } } }, edges: ["start > pause"] }));
    await runIn(rig.pool, { id: runId, status: "waiting" });
    const { rowCount } = await database.pool.query("delete from graphile_worker._private_jobs where key like $1", [`wait:${runId}%`]);
    expect(rowCount).toBe(1);
    // an hour later
    await database.pool.query("update step_row set waiting_for = waiting_for || jsonb_build_object('until', now()) where run_id = $1 and step_id = 'pause'", [
      runId,
    ]);
    await runIn(rig.pool, { id: runId, status: "succeeded" });
  });

  test("a decision whose job was lost takes effect all the same", async () => {
    const ask = { type: "approve", config: { title: "Go?", assignees: { roles: ["approver"] } } };
    const runId = await rig.started(draw({ steps: { ask }, edges: ["start > ask"] }));
    await runIn(rig.pool, { id: runId, status: "waiting" });
    const { resumeId } = await rig.engine.resume({ runId, stepId: "ask", visit: 1, port: "approved", output: null, delayMs: 300 });
    await database.pool.query("select graphile_worker.remove_job($1)", [`resume:${resumeId}`]);
    await runIn(rig.pool, { id: runId, status: "succeeded" });
  });

  test("a run that cannot be advanced fails and says so, instead of being tried for ever", async () => {
    const { flowId, versionId } = await deploy(database.pool, draw({ steps: { map: { type: "map", config: { fields: [] } } }, edges: ["start > map"] }));
    const registration = await rig.registration(flowId);
    const broken = { ...registration, version: { ...registration.version, id: versionId.replace(/^.{8}/, "00000000") } };
    const { runId } = await rig.engine.accept({ registration: broken, trigger: { body: {} }, originKey: null });
    const run = await runIn(rig.pool, { id: runId, status: "failed" });
    expect(run.failure).toMatchObject({ class: "technical", code: "run.internal" });
  });
});
