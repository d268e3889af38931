/**
 * Deciding, and taking a decision back.
 *
 *     open ──decision, policy not met──▶ open
 *     open ──decision, policy met──▶ decided ──8 s──▶ done (the engine, when the run takes the outcome)
 *     decided ──undo within 8 s──▶ open
 *
 * A decision is one transaction that holds the approval's row: the decision, the state, the run's outcome, audit and
 * announcement become durable together or not at all. What the person had seen is worked out before it begins, because
 * that asks Odoo, and no transaction of ours waits for another system.
 */
import { z } from "zod";
import type { Actor, Approvals, DecideResult } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Announce, Engine, RecordAudit, Transaction } from "#server/deps.ts";
import { v7 } from "uuid";
import { sqlFile } from "../db/sql.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Changes } from "./changes.ts";
import { checkForm } from "./form.ts";
import { mayDecide, settledBy } from "./policy.ts";
import { hashOf, readApproval, readPeople, settledDecision, viewOf } from "./read.ts";
import type { ReadDeps } from "./read.ts";
import { Decision } from "./rows.ts";
import type { ApprovalRow, Person } from "./rows.ts";
import { questionOf } from "./summary.ts";

const LOCK = sqlFile(import.meta.url, "lock");
const INSERT = sqlFile(import.meta.url, "insert-decision");
const STANDING = sqlFile(import.meta.url, "standing-decisions");
const SETTLE = sqlFile(import.meta.url, "settle");

/** How long a decision can be taken back. */
export const UNDO_MS = 8_000;

export type DecideDeps = ReadDeps & {
  engine: Pick<Engine, "resume" | "withdraw">;
  audit: RecordAudit;
  announce: Announce;
  changes: { of: (approval: ApprovalRow, q: { fresh: boolean }) => Promise<Changes> };
};

type Choice = Parameters<Approvals["decide"]>[1];

export async function decide(deps: DecideDeps, actor: Actor, q: Choice): Promise<DecideResult> {
  const reason = q.reason?.trim() ?? "";
  const [row, people] = await Promise.all([readApproval(deps, q.id), readPeople(deps)]);
  if (row.state !== "open") return closed(row);
  allowed(row, actor, people);
  if (q.outcome !== "approved" && reason === "")
    throw new UseCaseError({
      code: "approval.reason_missing",
      status: 422,
      message: q.outcome === "rejected" ? "Say why you reject it." : "Say what has to change.",
      fix: "The reason is shown to the people who asked.",
    });
  if (q.outcome === "approved" || q.form !== undefined) checkForm({ schema: row.form, form: q.form, title: row.title });

  const changes = await deps.changes.of(row, { fresh: true });
  if (changes.readable && hashOf(row, changes) !== q.seen)
    return { ok: false, reason: "changed", current: await viewOf(deps, { actor, row, changes, people }) };
  const { flow } = (await deps.versions.get(row.version_id)).document;
  const sealed = q.form === undefined ? q : { ...q, form: deps.sensitive.seal(q.form, flow.sensitive) };
  const written = await inTransaction(deps.pool, (transaction) =>
    write({ deps, transaction, actor, row, people, choice: sealed, reason: reason === "" ? null : reason, rechecked: changes.readable }),
  );
  return written ?? closed(await readApproval(deps, q.id));
}

type Write = {
  deps: DecideDeps;
  transaction: Transaction;
  actor: Actor;
  row: ApprovalRow;
  people: Person[];
  choice: Choice;
  reason: string | null;
  rechecked: boolean;
};

/** Null when somebody else was faster. */
async function write(q: Write): Promise<DecideResult | null> {
  const { deps, transaction, actor, row, choice } = q;
  const locked = (await transaction.query<{ state: string }>(LOCK, [row.id])).rows[0];
  if (locked?.state !== "open") return null;
  // others may have voted since: whose turn it is and what is settled follow from the decisions that stand now
  const before = { ...row, decisions: await standingNow(transaction, row.id) };
  allowed(before, actor, q.people);
  const at = new Date(deps.clock.now());
  const inserted = await transaction.query(INSERT, [
    v7(),
    row.id,
    choice.outcome,
    q.reason,
    choice.form === undefined ? null : JSON.stringify(choice.form),
    actor.kind,
    actor.id,
    actor.name,
    at,
    choice.seen,
    q.rechecked,
  ]);
  if (inserted.rowCount !== 1) return null;
  const outcome = settledBy({ ...questionOf(before), decisions: await standingNow(transaction, row.id) }, q.people);
  const undoUntil = outcome === null ? new Date(at.getTime() + UNDO_MS).toISOString() : await settle(q, outcome);
  await deps.audit(
    {
      actor,
      action: "approval.decided",
      subject: { kind: "approval", id: row.id, name: row.title },
      environment: row.environment,
      detail: {
        runId: row.run_id,
        step: row.step_id,
        round: row.visit,
        outcome: choice.outcome,
        reason: q.reason,
        settled: outcome !== null,
        rechecked: q.rechecked,
        seen: choice.seen,
      },
    },
    transaction,
  );
  await deps.announce({ kind: "approval", id: row.id, environment: row.environment, runId: row.run_id }, transaction);
  return { ok: true, state: outcome === null ? "open" : "decided", undoUntil, notRechecked: !q.rechecked };
}

async function settle(q: Write, outcome: "approved" | "rejected" | "changes"): Promise<string> {
  const output = { outcome, by: q.actor.name, reason: q.reason, form: q.choice.form ?? null };
  const resumed = await q.deps.engine.resume(
    { runId: q.row.run_id, stepId: q.row.step_id, visit: q.row.visit, port: outcome, output, delayMs: UNDO_MS },
    q.transaction,
  );
  const settled = await q.transaction.query(SETTLE, [q.row.id, outcome, resumed.effectiveAt]);
  if (settled.rowCount !== 1) throw new Error(`approval ${q.row.id} left the state open while its row was held`);
  return new Date(resumed.effectiveAt).toISOString();
}

export async function standingNow(transaction: Transaction, approvalId: string): Promise<Decision[]> {
  return z.array(Decision).parse((await transaction.query(STANDING, [approvalId])).rows);
}

function allowed(row: ApprovalRow, actor: Actor, people: Person[]): void {
  const may = mayDecide(questionOf(row), actor, people);
  if (!may.ok) throw new UseCaseError({ code: may.code, status: may.code === "approval.voted" ? 409 : 403, message: may.why });
}

/** Decided before: who, what and when. Closed without a decision: a sentence. */
function closed(row: ApprovalRow): DecideResult {
  const settled = settledDecision(row);
  if (settled !== null && row.state !== "expired" && row.state !== "cancelled")
    return { ok: false, reason: "already-decided", by: settled.byName, outcome: settled.outcome, at: settled.at };
  throw new UseCaseError({
    code: "approval.closed",
    status: 409,
    message:
      row.state === "expired"
        ? "This approval has expired: nobody decided in time."
        : row.state === "open"
          ? "Somebody else decided at the same moment. Look again."
          : "This approval is closed: the run does not wait for it any more.",
  });
}
