import { describe, expect, test } from "vitest";
import { inTransaction } from "../db/transaction.ts";
import { UseCaseError } from "../deps.ts";
import { deploy, draw, OPERATOR, runIn, runRow, stepsOf, until } from "../testing/engine.ts";
import { engineOfFile } from "../testing/engine-of-file.ts";

const { database, target, rig } = await engineOfFile({ limits: { heartbeatMs: 500 } });

const send = { type: "http", config: { connection: "target", method: "POST", url: "/orders", body: { $: "trigger.body" } } };
const ask = (more: { [key: string]: string } = {}) => ({ type: "approve", config: { title: "Start it?", assignees: { roles: ["approver"] }, ...more } });

type ApprovalLine = { id: string; step_id: string; visit: number; state: string; outcome: string | null; due_at: Date | null };

async function approvalsOf(runId: string): Promise<ApprovalLine[]> {
  return (await database.pool.query<ApprovalLine>("select * from approval where run_id = $1 order by created_at, step_id", [runId])).rows;
}

const decide = (runId: string, q: { step?: string; visit?: number; port?: string; delayMs?: number } = {}) =>
  rig.engine.resume({
    runId,
    stepId: q.step ?? "ask",
    visit: q.visit ?? 1,
    port: q.port ?? "approved",
    output: { outcome: q.port ?? "approved" },
    delayMs: q.delayMs ?? 0,
  });

const asking = () => draw({ steps: { ask: ask(), send }, edges: ["start > ask", "ask.approved > send"] });

describe("approvals", () => {
  test("the question is open exactly when the run waits for it, and its outcome moves the run on", async () => {
    const runId = await rig.started(asking());
    const waiting = await runIn(rig.pool, { id: runId, status: "waiting" });
    expect(waiting.waiting_for).toMatchObject({ kind: "approval", step: "ask" });
    const [approval] = await approvalsOf(runId);
    expect(approval).toMatchObject({ step_id: "ask", visit: 1, state: "open" });
    await until(() => rig.announced.some((message) => message.kind === "approval" && message.id === approval?.id));
    await decide(runId);
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(1);
    expect((await approvalsOf(runId))[0]).toMatchObject({ state: "done" });
  });

  test("a run that fails of a fault of ours asks nobody any more", async () => {
    const { versions } = rig.deps;
    const runId = await rig.started(asking());
    await runIn(rig.pool, { id: runId, status: "waiting" });
    rig.deps.versions = { get: () => Promise.reject(new Error("a version of another release")) };
    await decide(runId);
    const { failure } = await runIn(rig.pool, { id: runId, status: "failed" });
    rig.deps.versions = versions;
    expect(failure).toMatchObject({ code: "run.internal" });
    expect((await approvalsOf(runId)).map(({ state }) => state)).toEqual(["cancelled"]);
  });

  test("an outcome takes effect only after its delay, and can be taken back until then", async () => {
    const runId = await rig.started(asking());
    await runIn(rig.pool, { id: runId, status: "waiting" });
    const { resumeId } = await decide(runId, { delayMs: 60_000 });
    expect(await rig.engine.withdraw({ resumeId, runId, stepId: "ask", visit: 1 })).toBe(true);
    expect(await rig.engine.withdraw({ resumeId, runId, stepId: "ask", visit: 1 })).toBe(false);
    expect((await runRow(rig.pool, runId)).status).toBe("waiting");
    await decide(runId, { port: "rejected" });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(0);
    const { rows } = await database.pool.query("select port, withdrawn_at is not null as withdrawn from resume where run_id = $1 order by created_at", [runId]);
    expect(rows).toEqual([
      { port: "approved", withdrawn: true },
      { port: "rejected", withdrawn: false },
    ]);
  });

  test("once the run has gone on, nothing is taken back and nothing is decided twice", async () => {
    const runId = await rig.started(asking());
    await runIn(rig.pool, { id: runId, status: "waiting" });
    await decide(runId);
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(await rig.engine.withdraw({ runId, stepId: "ask", visit: 1 })).toBe(false);
    await expect(decide(runId)).rejects.toBeInstanceOf(UseCaseError);
  });

  test("of twenty outcomes at once exactly one counts", async () => {
    const runId = await rig.started(asking());
    await runIn(rig.pool, { id: runId, status: "waiting" });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => decide(runId)));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(1);
  });

  test("an outcome that is recorded in a transaction that fails was never recorded", async () => {
    const runId = await rig.started(asking());
    await runIn(rig.pool, { id: runId, status: "waiting" });
    const client = await database.pool.connect();
    await client.query("begin");
    await rig.engine.resume({ runId, stepId: "ask", visit: 1, port: "approved", output: null, delayMs: 0 }, client);
    await client.query("rollback");
    client.release();
    await decide(runId, { port: "rejected" });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect(target.calls).toHaveLength(0);
  });

  test("nobody decides in time: the run leaves by expired and the question is closed", async () => {
    const runId = await rig.started(
      draw({
        steps: { ask: ask({ dueIn: "PT1S" }), send, late: { type: "map", config: { fields: [] } } },
        edges: ["start > ask", "ask.approved > send", "ask.expired > late"],
      }),
    );
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect((await stepsOf(rig.pool, runId)).map((step) => [step.step_id, step.port])).toEqual([
      ["start", "out"],
      ["ask", "expired"],
      ["late", "out"],
    ]);
    expect(await approvalsOf(runId)).toMatchObject([{ state: "expired", outcome: "expired" }]);
    expect(target.calls).toHaveLength(0);
  });

  test("sent back for changes, the same question is asked again as a new round", async () => {
    const runId = await rig.started(
      draw({
        steps: { prepare: { type: "map", config: { fields: [] } }, ask: ask(), send },
        edges: ["start > prepare", "prepare > ask", "ask.changes ~> prepare", "ask.approved > send"],
      }),
    );
    await runIn(rig.pool, { id: runId, status: "waiting" });
    await decide(runId, { port: "changes" });
    await until(async () => (await approvalsOf(runId)).some((approval) => approval.visit === 2 && approval.state === "open"));
    await decide(runId, { visit: 2 });
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    expect((await approvalsOf(runId)).map((approval) => [approval.visit, approval.state])).toEqual([
      [1, "done"],
      [2, "done"],
    ]);
    expect(target.calls).toHaveLength(1);
  });

  test("a rework closes questions on other branches that it makes pointless", async () => {
    const runId = await rig.started(
      draw({
        steps: { prepare: { type: "map", config: { fields: [] } }, left: ask(), right: ask(), send },
        edges: ["start > prepare", "prepare > left", "prepare > right", "left.changes ~> prepare", "left.approved > send", "right.approved > send"],
      }),
    );
    await runIn(rig.pool, { id: runId, status: "waiting" });
    await decide(runId, { step: "left", port: "changes" });
    await until(async () => (await approvalsOf(runId)).filter((approval) => approval.visit === 2 && approval.state === "open").length === 2);
    const first = (await approvalsOf(runId)).filter((approval) => approval.visit === 1);
    expect(first.map((approval) => [approval.step_id, approval.state])).toEqual([
      ["left", "done"],
      ["right", "cancelled"],
    ]);
    await rig.engine.cancel({ actor: OPERATOR, runId, reason: "test is over" });
    await runIn(rig.pool, { id: runId, status: "cancelled" });
  });
});

describe("a decision, the due time and a cancellation at the same moment", () => {
  /** As the approvals' room decides: the approval's row first, then the run, all in one transaction. */
  async function decideLikePeople(runId: string): Promise<boolean> {
    return inTransaction(database.pool, async (transaction) => {
      const { rows } = await transaction.query<{ id: string; state: string }>("select id, state from approval where run_id = $1 for update", [runId]);
      if (rows[0]?.state !== "open") return false;
      await rig.engine.resume({ runId, stepId: "ask", visit: 1, port: "approved", output: { outcome: "approved" }, delayMs: 0 }, transaction);
      await transaction.query("update approval set state = 'decided', outcome = 'approved' where id = $1", [rows[0].id]);
      return true;
    });
  }

  test("one of them wins, run and approval agree on which, and nobody waits for anybody for ever", async () => {
    const { flowId } = await deploy(
      database.pool,
      draw({
        steps: { ask: ask({ dueIn: "PT2S" }), send, late: { type: "map", config: { fields: [] } } },
        edges: ["start > ask", "ask.approved > send", "ask.expired > late"],
      }),
    );
    const registration = await rig.registration(flowId);
    const runs = await Promise.all(Array.from({ length: 60 }, () => rig.engine.accept({ registration, trigger: { body: {} }, originKey: null })));
    // on a slow machine the first may have expired when the last is asked: then the race is among the others
    const due = await until(async () => {
      const { rows } = await database.pool.query<{ due: Date }>("select due_at as due from approval where flow_id = $1 order by due_at desc", [flowId]);
      return rows.length === runs.length ? rows[30]?.due.getTime() : null;
    });
    await until(() => Date.now() >= due - 30);
    await Promise.all(
      runs.flatMap(({ runId }, n) => [
        decideLikePeople(runId),
        ...(n % 3 === 0
          ? [rig.engine.cancel({ actor: OPERATOR, runId, reason: "race" }).catch((error: unknown) => expect(error).toBeInstanceOf(UseCaseError))]
          : []),
      ]),
    );
    for (const { runId } of runs) {
      const run = await until(async () => {
        const row = await runRow(rig.pool, runId);
        return ["succeeded", "cancelled"].includes(row.status) ? row : null;
      });
      const [approval] = await approvalsOf(runId);
      const asked = (await stepsOf(rig.pool, runId)).find((step) => step.step_id === "ask");
      const agreed = { done: "approved", expired: "expired", cancelled: null }[String(approval?.state)];
      expect(asked?.port ?? null, `${run.status}, ${approval?.state}`).toBe(agreed);
    }
  });
});

describe("cancelling", () => {
  test("a run that waits ends at once, and its questions are closed", async () => {
    const runId = await rig.started(asking());
    await runIn(rig.pool, { id: runId, status: "waiting" });
    await rig.engine.cancel({ actor: OPERATOR, runId, reason: "ordered twice" });
    await runIn(rig.pool, { id: runId, status: "cancelled" });
    expect(await approvalsOf(runId)).toMatchObject([{ state: "cancelled" }]);
    const { rows } = await database.pool.query("select cancel_reason, cancelled_by from run where id = $1", [runId]);
    expect(rows).toEqual([{ cancel_reason: "ordered twice", cancelled_by: OPERATOR.name }]);
    await expect(decide(runId)).rejects.toBeInstanceOf(UseCaseError);
  });

  test("a call that is under way is aborted, and nothing after it happens", async () => {
    let closed = false;
    target.answer((_, response) => {
      response.on("close", () => {
        closed = true;
      });
    });
    const runId = await rig.started(draw({ steps: { send, after: send }, edges: ["start > send", "send > after"] }));
    await until(() => target.calls.length === 1);
    await rig.engine.cancel({ actor: OPERATOR, runId, reason: "stop" });
    await runIn(rig.pool, { id: runId, status: "cancelled" });
    await until(() => closed);
    expect(target.calls).toHaveLength(1);
    const { rows } = await database.pool.query("select state from receipt where run_id = $1", [runId]);
    expect(rows).toEqual([{ state: "unknown" }]);
  });

  test("a call that is under way is aborted also where the worker could not hear of it", async () => {
    let closed = false;
    target.answer((_, response) => {
      response.on("close", () => {
        closed = true;
      });
    });
    const runId = await rig.started(draw({ steps: { send }, edges: ["start > send"] }));
    // what is recorded of it before its end is recorded: nothing else would tell the worker
    await until(async () => (await stepsOf(rig.pool, runId)).some(({ status }) => status === "running"));
    // it listens again half a second later
    const { rowCount } = await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %throughline_cancel'",
    );
    expect(rowCount).toBe(1);
    await rig.engine.cancel({ actor: OPERATOR, runId, reason: "stop" });
    await until(() => closed, { within: 10_000 });
    await runIn(rig.pool, { id: runId, status: "cancelled" });
  });

  test("a run that has ended cannot be cancelled", async () => {
    const runId = await rig.started(draw({ steps: { send }, edges: ["start > send"] }));
    await runIn(rig.pool, { id: runId, status: "succeeded" });
    await expect(rig.engine.cancel({ actor: OPERATOR, runId, reason: "late" })).rejects.toMatchObject({ status: 409 });
  });
});
