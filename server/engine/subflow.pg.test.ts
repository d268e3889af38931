/** Sub-flows: a run goes on with what another one gave, and never starts it twice. */
import { expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import { deploy, draw, OPERATOR, runIn, runRow, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { database, target, rig } = await engineOfFile({ limits: { heartbeatMs: 200, watchdogMs: 1_000 } });
const post = {
  type: "http",
  delivery: "exactly-once" as const,
  config: { connection: "target", method: "POST", url: "/customer", body: { $: "trigger.body" } },
};

/** A flow that is called: its trigger is the API. */
function called(key: string, steps: Parameters<typeof draw>[0]["steps"], edges: string[]): FlowDocument {
  return draw({ steps: { start: { type: "trigger.api", config: {} }, ...steps }, edges, flow: { key } });
}
const calling = (key: string, more: { edges?: string[] } = {}) =>
  draw({
    steps: {
      customer: { type: "subflow", config: { flow: key, input: { name: { $: "trigger.body.name" } } } },
      after: { type: "map", config: { fields: [{ name: "got", value: { $: "steps.customer" } }] } },
    },
    edges: more.edges ?? ["start > customer", "customer > after"],
  });

type ChildRow = { id: string; status: string; correlation_id: string; hop: number; parent_run: string; parent_step: string; trigger: Json };
const childrenOf = async (runId: string) =>
  (
    await database.pool.query<ChildRow>(
      "select * from run where correlation_id = (select correlation_id from run where id = $1) and parent_run is not null order by id",
      [runId],
    )
  ).rows;
const outputOf = async (runId: string, step: string) => (await stepsOf(rig.pool, runId)).findLast((each) => each.step_id === step)?.output;

test("the child carries the correlation id, a hop more and its parent; the parent waits without a job of its own and goes on with what it gave", async () => {
  const held: (() => void)[] = [];
  target.answer((_, response) => held.push(() => response.writeHead(200, { "content-type": "application/json" }).end('{"id":7}')));
  await deploy(rig.pool, called("make-customer", { make: post }, ["start > make"]));
  const runId = await rig.started(calling("make-customer"), { name: "Ostara Logistics" });
  const waiting = await runIn(rig.pool, { id: runId, status: "waiting" });
  expect(waiting.waiting_for).toMatchObject({ kind: "child", step: "customer" });
  await until(() => held.length === 1, { of: "the child's call" });
  const [child] = await childrenOf(runId);
  expect(child).toMatchObject({ hop: 1, parent_run: runId, parent_step: "customer", trigger: { body: { name: "Ostara Logistics" } } });
  held[0]?.();
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  expect(await outputOf(runId, "after")).toMatchObject({ got: { status: 200, body: { id: 7 } } });
  expect(await childrenOf(runId)).toHaveLength(1);

  // a replay finds what was done
  const again = await rig.engine.replay({ actor: OPERATOR, runId });
  await runIn(rig.pool, { id: again.runId, status: "succeeded" });
  expect((await stepsOf(rig.pool, again.runId)).find((step) => step.step_id === "customer")?.how).toBe("found");
  expect(target.calls).toHaveLength(1);
});

test("what the child failed of is what the step failed of; a replay of the parent repeats the child, and sends only what is missing", async () => {
  let broken = true;
  target.answer((call, response) => response.writeHead(call.path === "/customer" || !broken ? 200 : 422, { "content-type": "application/json" }).end("{}"));
  const second = { ...post, config: { ...post.config, url: "/bank" } };
  await deploy(rig.pool, called("two-calls", { one: post, two: second }, ["start > one", "one > two"]));
  const runId = await rig.started(calling("two-calls"), { name: "Nimbus" });
  const failed = await runIn(rig.pool, { id: runId, status: "failed" });
  expect(failed.failure?.message).toMatch(/^two-calls: /);
  broken = false;
  const again = await rig.engine.replay({ actor: OPERATOR, runId, from: "customer" });
  await runIn(rig.pool, { id: again.runId, status: "succeeded" });
  expect(target.calls.map((call) => call.path)).toEqual(["/customer", "/bank", "/bank"]);
  expect((await childrenOf(runId)).map((child) => [child.parent_run, child.status])).toEqual([
    [runId, "failed"],
    [again.runId, "succeeded"],
  ]);
});

test("the step's error path catches the child's failure; a flow that is not there says so", async () => {
  await deploy(
    rig.pool,
    called("refuses", { no: { type: "stop", config: { outcome: "failed", code: "customer.blocked", reason: "This customer is blocked." } } }, ["start > no"]),
  );
  const caught = await rig.started(calling("refuses", { edges: ["start > customer", "customer.error > after"] }), { name: "x" });
  await runIn(rig.pool, { id: caught, status: "succeeded" });
  expect(await outputOf(caught, "after")).toMatchObject({ got: { code: "customer.blocked", message: "refuses: This customer is blocked." } });
  const nowhere = await rig.started(calling("no-such-flow"), { name: "x" });
  expect((await runIn(rig.pool, { id: nowhere, status: "failed" })).failure).toMatchObject({ code: "subflow.not_deployed", class: "technical" });
});

test("an input that does not fit the called flow's schema is a business error of the step, with the place", async () => {
  const document = called("wants-name", { out: { type: "map", config: { fields: [] } } }, ["start > out"]);
  const schema = { type: "object", required: ["name"], properties: { name: { type: "string", minLength: 3 } } };
  await deploy(rig.pool, { ...document, steps: document.steps.map((step) => (step.id === "start" ? { ...step, config: { schema } } : step)) });
  const short = await rig.started(calling("wants-name"), { name: "x" });
  expect((await runIn(rig.pool, { id: short, status: "failed" })).failure).toMatchObject({ class: "business", code: "trigger.schema" });
  const fits = await rig.started(calling("wants-name"), { name: "Ostara" });
  await runIn(rig.pool, { id: fits, status: "succeeded" });
});

test("cancelling the parent cancels the child", async () => {
  await deploy(rig.pool, called("waits-long", { pause: { type: "wait", config: { for: "PT1H" } } }, ["start > pause"]));
  const runId = await rig.started(calling("waits-long"), { name: "x" });
  const [child] = await until(async () => {
    const rows = await childrenOf(runId);
    return rows[0]?.status === "waiting" ? rows : null;
  });
  await runIn(rig.pool, { id: runId, status: "waiting" });
  await rig.engine.cancel({ actor: OPERATOR, runId, reason: "Sent twice" });
  await runIn(rig.pool, { id: runId, status: "cancelled" });
  await runIn(rig.pool, { id: child?.id ?? "", status: "cancelled" });
});

test("a child whose parent ended with its worker, before it could tell it, is cancelled by whoever looks next", async () => {
  const { flowId } = await deploy(
    rig.pool,
    called("goes-on", { pause: { type: "wait", config: { for: "PT1H" } }, make: post }, ["start > pause", "pause > make"]),
  );
  const runId = await rig.started(calling("goes-on"), { name: "x" });
  await runIn(rig.pool, { id: runId, status: "waiting" });
  const [child] = await until(async () => {
    const rows = await childrenOf(runId);
    return rows[0]?.status === "waiting" ? rows : null;
  });
  // what the parent's last checkpoint wrote; the next thing that its worker would have done was to cancel the child
  await database.pool.query(
    "update run set status = 'cancelled', listed_as = 'cancelled', cancel_reason = 'Sent twice', finished_at = now() - interval '1 minute' where id = $1",
    [runId],
  );
  const ended = await runIn(rig.pool, { id: child?.id ?? "", status: "cancelled" });
  expect(ended.waiting_for).toBeNull();
  expect((await database.pool.query("select 1 from run where flow_id = $1", [flowId])).rowCount).toBe(1);
  expect(target.calls).toEqual([]);
});

test("a flow that calls itself ends at the hop limit with a business error, all the way up", async () => {
  await deploy(rig.pool, called("circle", { self: { type: "subflow", config: { flow: "circle", input: {} } } }, ["start > self"]));
  const runId = await rig.started(calling("circle"), { name: "x" });
  const run = await runIn(rig.pool, { id: runId, status: "failed" });
  expect(run.failure).toMatchObject({ class: "business", code: "subflow.hop_limit" });
  expect((await childrenOf(runId)).length).toBe(16);
});

test("a parent whose wake-up was lost looks by itself", async () => {
  const { flowId } = await deploy(rig.pool, called("slow", { pause: { type: "wait", config: { for: "PT1H" } } }, ["start > pause"]));
  const runId = await rig.started(calling("slow"), { name: "x" });
  await runIn(rig.pool, { id: runId, status: "waiting" });
  // it stands still: what it does would write over what follows
  await until(async () => (await childrenOf(runId))[0]?.status === "waiting");
  // the child ends behind the parent's back, and the parent's next look is due
  await database.pool.query("update run set status = 'succeeded', finished_at = now() where flow_id = $1", [flowId]);
  await database.pool.query(`update step_row set waiting_for = jsonb_set(waiting_for, '{until}', to_jsonb(now())) where run_id = $1 and step_id = 'customer'`, [
    runId,
  ]);
  await database.pool.query("update graphile_worker._private_jobs set run_at = now() where key like $1", [`wait:${runId}%`]);
  await runIn(rig.pool, { id: runId, status: "succeeded" });
  expect((await runRow(rig.pool, runId)).status).toBe("succeeded");
});
