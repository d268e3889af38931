import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FlowDocument, Json } from "#flow/document.ts";
import type { EffectPreview } from "#flow/step.ts";
import type { Actor, Approvals } from "#server/app.ts";
import type { Engine, Simulate } from "#server/deps.ts";
import { testDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { auditInto, insertApproval, insertFlow, insertPerson, insertRun, insertStepRun, versionsOf } from "../testing/history.ts";
import type { TestFlow } from "../testing/history.ts";
import { createVault } from "../connections/vault.ts";
import { DOTS, createSensitive } from "../sensitive.ts";
import { createApprovals } from "./create.ts";

// won ─▶ ask ─approved─▶ cust ; ask ─changes─▶ won is not drawn: the loop goes back to map
const document: FlowDocument = {
  throughline: 1,
  flow: { key: "won-opportunity", name: "Won opportunity", sensitive: ["iban"] },
  steps: [
    { id: "won", type: "trigger.webhook", config: {} },
    { id: "map", type: "map", name: "Map", config: {} },
    { id: "ask", type: "approve", name: "Delivery director", config: {} },
    { id: "cust", type: "odoo.upsert", config: { model: "res.partner" } },
  ],
  edges: [
    { from: "won", to: "map" },
    { from: "map", to: "ask" },
    { from: "ask", port: "approved", to: "cust" },
    { from: "ask", port: "changes", to: "map", rework: true },
  ],
};

const sensitive = createSensitive(createVault(Buffer.alloc(32, 7)));
let db: TestDatabase;
let flow: TestFlow;
let priya: Actor;
let elena: Actor;
let noor: Actor;
let approvals: Approvals;
let now = Date.parse("2026-06-01T10:00:00Z");
/** what Odoo holds at the moment, as the dry run reads it */
let world: { previews: EffectPreview[] };
const announced: string[] = [];

const update = (before: Json, after: Json): EffectPreview => ({
  system: "odoo",
  title: "Update contact Acme GmbH",
  model: "res.partner",
  record: { id: 412, name: "Acme GmbH" },
  action: "update",
  fields: [{ name: "email", label: "Email", before, after }],
});

/** Writes and withdraws outcomes in the resume table with the caller's transaction, as the engine does. */
const engine: Pick<Engine, "resume" | "withdraw"> = {
  resume: async (q, transaction) => {
    const resumeId = v7();
    const effectiveAt = new Date(now + q.delayMs).toISOString();
    await (transaction ?? db.pool).query("insert into resume (id, run_id, step_id, visit, port, output, effective_at) values ($1, $2, $3, $4, $5, $6, $7)", [
      resumeId,
      q.runId,
      q.stepId,
      q.visit,
      q.port,
      JSON.stringify(q.output),
      effectiveAt,
    ]);
    return { resumeId, effectiveAt };
  },
  withdraw: async (q, transaction) => {
    const taken = await (transaction ?? db.pool).query(
      "update resume set withdrawn_at = now() where run_id = $1 and step_id = $2 and visit = $3 and withdrawn_at is null and consumed_at is null returning id",
      [q.runId, q.stepId, q.visit],
    );
    return taken.rowCount === 1;
  },
};

const simulate: Simulate = async () => ({
  status: "succeeded",
  failure: null,
  milliseconds: 1,
  steps: [],
  effects: [{ step: "cust", previews: world.previews }],
});

beforeAll(async () => {
  db = await testDatabase();
  flow = await insertFlow(db.pool, document);
  priya = await insertPerson(db.pool, { id: "priya", name: "Priya Raman", role: "approver" });
  elena = await insertPerson(db.pool, { id: "elena", name: "Elena Voss", role: "approver" });
  noor = await insertPerson(db.pool, { id: "noor", name: "Noor Haddad", role: "viewer" });
  approvals = createApprovals({
    sensitive,
    pool: db.pool,
    versions: versionsOf([flow]),
    rules: { standing: async () => ({ flow: flow.document.flow.key, relations: {}, judgedBy: [] }) },
    findStep: () => undefined,
    engine,
    simulate,
    audit: auditInto(db.pool),
    announce: async (message) => {
      announced.push(message.kind);
    },
    clock: { now: () => now },
  });
});
afterAll(() => db.drop());
beforeEach(() => {
  world = { previews: [update("finance@acme.example", "ap@acme.example")] };
});

async function ask(over: Partial<Parameters<typeof insertApproval>[1]> & { trigger?: Json } = {}): Promise<{ id: string; runId: string }> {
  const { trigger, ...approval } = over;
  const runId = await insertRun(db.pool, flow, {
    status: "waiting",
    businessKey: "SO-1042",
    value: 148_500,
    trigger: trigger ?? { body: { owner: { name: "Ingrid Solberg" } } },
  });
  await insertStepRun(db.pool, { runId, seq: 0, stepId: "won", port: "out", output: { body: {} } });
  await insertStepRun(db.pool, { runId, seq: 1, stepId: "ask", status: "waiting" });
  return { id: await insertApproval(db.pool, { flow, runId, stepId: "ask", ...approval }), runId };
}

async function approve(id: string, actor: Actor): ReturnType<Approvals["decide"]> {
  const { seen } = await approvals.get(actor, { id });
  return approvals.decide(actor, { id, outcome: "approved", seen });
}

const resumes = async (runId: string) =>
  (
    await db.pool.query<{ port: string; output: Json; withdrawn: boolean }>(
      "select port, output, withdrawn_at is not null as withdrawn from resume where run_id = $1 order by id",
      [runId],
    )
  ).rows;
const stateOf = async (id: string) => (await db.pool.query<{ state: string }>("select state from approval where id = $1", [id])).rows[0]?.state;

describe("facts that hold sensitive values", () => {
  const facts = () => [
    { label: "Account", value: sensitive.whole("SE3550000000054910000003"), format: "text" },
    { label: "Name", value: "Elin Moberg", format: "text" },
  ];

  test("are whole for whoever is asked, which is on record once, and dots for everybody else", async () => {
    world = { previews: [{ ...update("SE1", "SE2"), fields: [{ name: "iban", label: "IBAN", before: "SE1", after: "SE2" }] }] };
    const { id } = await ask({ assignees: { people: ["priya"] }, facts: facts() });
    for (let look = 0; look < 2; look += 1) {
      const view = await approvals.get(priya, { id });
      expect(view.facts.map((fact) => fact.value)).toEqual(["SE3550000000054910000003", "Elin Moberg"]);
      expect(view.changes[0]?.fields[0]).toMatchObject({ before: "SE1", after: "SE2" });
    }
    for (const other of [elena, noor]) {
      const view = await approvals.get(other, { id });
      expect(view.facts.map((fact) => fact.value)).toEqual([DOTS, "Elin Moberg"]);
      expect(view.changes[0]?.fields[0]).toMatchObject({ before: DOTS, after: DOTS });
    }
    const seen = await db.pool.query("select actor_id, action from audit where subject_id = $1", [id]);
    expect(seen.rows).toEqual([{ actor_id: "priya", action: "approval.facts_seen" }]);
    // what she saw is what she decides on
    expect(await approve(id, priya)).toMatchObject({ ok: true });
  });

  test("of which nobody in particular is asked are dots for those who may not decide; what is filled in is sealed", async () => {
    const { id, runId } = await ask({ facts: facts() });
    expect((await approvals.get(noor, { id })).facts[0]?.value).toBe(DOTS);
    const { seen } = await approvals.get(priya, { id });
    await approvals.decide(priya, { id, outcome: "approved", seen, form: { iban: "DE89370400440532013000", note: "new account" } });
    const kept = await db.pool.query("select form from approval_decision where approval_id = $1", [id]);
    expect(JSON.stringify([kept.rows, await resumes(runId)])).not.toContain("DE893704");
    expect(sensitive.open((await resumes(runId))[0]?.output ?? null)).toMatchObject({ form: { iban: "DE89370400440532013000", note: "new account" } });
  });
});

describe("deciding", () => {
  test("shows everything a person needs, and the decision resumes the run after the time to undo", async () => {
    const { id, runId } = await ask();
    const view = await approvals.get(priya, { id });
    expect(view).toMatchObject({
      mayDecide: true,
      why: null,
      requester: "Ingrid Solberg",
      businessKey: "SO-1042",
      value: 148_500,
      stepName: "Delivery director",
      thread: `${runId}/ask`,
    });
    expect(view.changes[0]?.fields[0]).toMatchObject({ before: "finance@acme.example", after: "ap@acme.example" });
    expect(view.consequences).toEqual({
      approved: "Contact updated in Odoo.",
      rejected: "Nothing is written to Odoo; this path ends here.",
      changes: "Goes back to Map with your reason.",
    });
    expect(view.history).toMatchObject([{ kind: "requested", round: 1 }]);

    const decided = await approvals.decide(priya, { id, outcome: "approved", seen: view.seen, reason: "Margin is fine" });
    expect(decided).toEqual({ ok: true, state: "decided", undoUntil: new Date(now + 8000).toISOString(), notRechecked: false });
    expect(await resumes(runId)).toEqual([
      { port: "approved", output: { outcome: "approved", by: "Priya Raman", reason: "Margin is fine", form: null }, withdrawn: false },
    ]);
    const audited = await db.pool.query("select actor_name, action, detail from audit where subject_id = $1", [id]);
    expect(audited.rows).toMatchObject([{ actor_name: "Priya Raman", action: "approval.decided", detail: { outcome: "approved", settled: true } }]);
    expect(announced).toContain("approval");
  });

  test("of two people who decide at the same moment, exactly one decides; the other is told who", async () => {
    const { id, runId } = await ask();
    const { seen } = await approvals.get(priya, { id });
    const results = await Promise.all([
      approvals.decide(priya, { id, outcome: "approved", seen }),
      approvals.decide(elena, { id, outcome: "rejected", reason: "Too early", seen }),
      approvals.decide(priya, { id, outcome: "approved", seen }),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.reason === "already-decided")).toHaveLength(2);
    expect(await resumes(runId)).toHaveLength(1);
    expect((await db.pool.query("select 1 from approval_decision where approval_id = $1", [id])).rowCount).toBe(1);
  });

  test("rejecting and asking for changes need a reason, and nothing is written without one", async () => {
    const { id, runId } = await ask();
    const { seen } = await approvals.get(priya, { id });
    await expect(approvals.decide(priya, { id, outcome: "rejected", reason: "  ", seen })).rejects.toMatchObject({
      status: 422,
      code: "approval.reason_missing",
    });
    await expect(approvals.decide(priya, { id, outcome: "changes", seen })).rejects.toMatchObject({ status: 422 });
    expect(await resumes(runId)).toEqual([]);
    expect(await stateOf(id)).toBe("open");
  });

  test("a person who is not asked, or whose role may not decide, is refused with the reason", async () => {
    const { id } = await ask({ assignees: { people: ["elena@halvorsen.example"], groups: [], roles: [] } });
    const { seen, why } = await approvals.get(priya, { id });
    expect(why).toBe("This approval is for other people to decide.");
    await expect(approvals.decide(priya, { id, outcome: "approved", seen })).rejects.toMatchObject({ status: 403, code: "approval.not_asked" });
    await expect(approvals.decide(noor, { id, outcome: "approved", seen })).rejects.toMatchObject({ status: 403, code: "approval.role" });
    expect(await approve(id, elena)).toMatchObject({ ok: true });
  });

  test("the form is checked against its schema", async () => {
    const { id } = await ask({ form: { type: "object", required: ["start"], properties: { start: { type: "string", format: "date" } } } });
    const { seen } = await approvals.get(priya, { id });
    await expect(approvals.decide(priya, { id, outcome: "approved", seen })).rejects.toMatchObject({ status: 422, code: "approval.form" });
    await expect(approvals.decide(priya, { id, outcome: "approved", seen, form: { start: "soon" } })).rejects.toThrow("start must match format");
    expect(await approvals.decide(priya, { id, outcome: "approved", seen, form: { start: "2026-12-01" } })).toMatchObject({ ok: true });
  });

  test("four eyes: the person who started the run cannot decide it", async () => {
    const { id } = await ask({
      policy: { kind: "any", fourEyes: true },
      trigger: { body: {}, startedBy: { id: "priya", name: "Priya Raman", email: "priya@halvorsen.example" } },
    });
    const { seen, why } = await approvals.get(priya, { id });
    expect(why).toContain("second pair of eyes");
    await expect(approvals.decide(priya, { id, outcome: "approved", seen })).rejects.toMatchObject({ status: 403, code: "approval.four_eyes" });
    expect(await approve(id, elena)).toMatchObject({ ok: true, state: "decided" });
  });

  test("a quorum of two stays open after the first approval and settles with the second", async () => {
    const { id, runId } = await ask({ policy: { kind: "quorum", n: 2 } });
    expect(await approve(id, priya)).toMatchObject({ ok: true, state: "open" });
    expect(await resumes(runId)).toEqual([]);
    expect(await approvals.get(priya, { id })).toMatchObject({
      mayDecide: false,
      why: "You have already decided; the others have not yet.",
      policy: { kind: "quorum", needed: 2 },
    });
    expect(await approve(id, elena)).toMatchObject({ ok: true, state: "decided" });
    expect(await resumes(runId)).toHaveLength(1);
  });
});

describe("what the person saw", () => {
  test("a record that changed meanwhile stops the decision and shows the new values", async () => {
    const { id, runId } = await ask();
    const { seen } = await approvals.get(priya, { id });
    world = { previews: [update("billing@acme.example", "ap@acme.example")] };
    const decided = await approvals.decide(priya, { id, outcome: "approved", seen });
    if (decided.ok || decided.reason !== "changed") throw new Error("the decision was taken although the record had changed");
    expect(decided.current.changes[0]?.fields[0]?.before).toBe("billing@acme.example");
    expect(await resumes(runId)).toEqual([]);
    expect(await approvals.decide(priya, { id, outcome: "approved", seen: decided.current.seen })).toMatchObject({ ok: true, notRechecked: false });
  });

  test("where Odoo cannot be read the decision counts, marked as not rechecked", async () => {
    const { id } = await ask();
    const { seen } = await approvals.get(priya, { id });
    world = { previews: [{ ...update(null, "ap@acme.example"), unread: "Odoo does not answer." }] };
    expect(await approvals.decide(priya, { id, outcome: "approved", seen })).toMatchObject({ ok: true, notRechecked: true });
    const view = await approvals.get(elena, { id });
    expect(view.votes).toMatchObject([{ by: "Priya Raman", rechecked: false }]);
    expect(view.changesProblem).toContain("Odoo does not answer.");
  });
});

describe("taking it back", () => {
  test("within 8 seconds the same person reopens the question, and the decision stays as history", async () => {
    const { id, runId } = await ask();
    await approve(id, priya);
    expect(await approvals.undo(elena, { id })).toEqual({ ok: false, why: "Only Priya Raman can take this decision back." });
    now += 7_000;
    expect(await approvals.undo(priya, { id })).toEqual({ ok: true, why: null });
    expect(await stateOf(id)).toBe("open");
    expect(await resumes(runId)).toMatchObject([{ withdrawn: true }]);
    expect((await approvals.get(priya, { id })).history.map((entry) => entry.kind)).toEqual(expect.arrayContaining(["requested", "approved", "withdrawn"]));
    expect(await approve(id, priya)).toMatchObject({ ok: true });
    expect(await resumes(runId)).toMatchObject([{ withdrawn: true }, { withdrawn: false }]);
  });

  test("after 8 seconds, or once the run has gone on, it is too late", async () => {
    const late = await ask();
    await approve(late.id, priya);
    now += 8_000;
    expect(await approvals.undo(priya, { id: late.id })).toMatchObject({ ok: false });
    const consumed = await ask();
    await approve(consumed.id, priya);
    await db.pool.query("update resume set consumed_at = now() where run_id = $1", [consumed.runId]);
    expect(await approvals.undo(priya, { id: consumed.id })).toMatchObject({ ok: false, why: expect.stringContaining("too late") });
    expect(await stateOf(consumed.id)).toBe("decided");
    expect((await db.pool.query("select 1 from approval_decision where approval_id = $1 and withdrawn_at is null", [consumed.id])).rowCount).toBe(1);
  });

  test("a rejection stands when somebody else takes an earlier approval back", async () => {
    const { id, runId } = await ask({ policy: { kind: "quorum", n: 2 } });
    await approve(id, priya);
    const { seen } = await approvals.get(elena, { id });
    await approvals.decide(elena, { id, outcome: "rejected", reason: "No", seen });
    expect(await approvals.undo(priya, { id })).toMatchObject({ ok: true });
    expect(await stateOf(id)).toBe("decided");
    expect(await resumes(runId)).toMatchObject([{ port: "rejected", withdrawn: false }]);
  });
});

describe("lists", () => {
  test("mine to decide come due first; the rest waits on others; settled ones are done", async () => {
    await db.pool.query("delete from approval");
    const later = await ask({ dueAt: new Date(now + 60_000), title: "later" });
    const soon = await ask({ dueAt: new Date(now + 1_000), title: "soon" });
    const others = await ask({ assignees: { people: ["elena"], groups: [], roles: [] }, title: "others" });
    const done = await ask({ title: "done" });
    await approve(done.id, priya);
    const open = await approvals.list(priya, { environment: "production", state: "open" });
    expect(open.items.map((item) => item.id)).toEqual([soon.id, later.id]);
    expect(open.counts).toEqual({ open: 2, waiting: 1 });
    expect((await approvals.list(priya, { state: "waiting" })).items.map((item) => item.id)).toEqual([others.id]);
    expect((await approvals.list(priya, { state: "done" })).items).toMatchObject([
      { id: done.id, outcome: "approved", state: "decided", undoUntil: expect.any(String) },
    ]);
    expect((await approvals.list(priya, { state: "open", assignee: "elena@halvorsen.example" })).counts.open).toBe(3);
    expect((await approvals.list(priya, { environment: "test", state: "open" })).items).toEqual([]);
  });

  test("the thread of a step holds all its rounds", async () => {
    const first = await ask();
    const { seen } = await approvals.get(priya, { id: first.id });
    await approvals.decide(priya, { id: first.id, outcome: "changes", reason: "Price the senior roles", seen });
    await db.pool.query("update approval set state = 'done', closed_at = now() where id = $1", [first.id]);
    const second = await insertApproval(db.pool, { flow, runId: first.runId, stepId: "ask", visit: 2 });
    const view = await approvals.get(priya, { id: second });
    expect(view.history.map((entry) => [entry.kind, entry.round])).toEqual(
      expect.arrayContaining([
        ["requested", 1],
        ["changes", 1],
        ["resubmitted", 2],
      ]),
    );
    expect(view.history.find((entry) => entry.kind === "changes")?.reason).toBe("Price the senior roles");
  });

  test("an approval that does not exist is said to be missing", async () => {
    await expect(approvals.get(priya, { id: "nonsense" })).rejects.toMatchObject({ status: 404 });
    await expect(approvals.get(priya, { id: v7() })).rejects.toMatchObject({ status: 404 });
  });
});
