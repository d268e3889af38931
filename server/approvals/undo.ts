/** Taking one's own decision back, as long as the run has not taken it. Nothing is erased: the decision stays as history, marked withdrawn. */
import type { Actor } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Transaction } from "#server/deps.ts";
import { sqlFile } from "../db/sql.ts";
import { inTransaction } from "../db/transaction.ts";
import { standingNow, UNDO_MS } from "./decide.ts";
import type { DecideDeps } from "./decide.ts";
import { settledBy } from "./policy.ts";
import { readApproval, readPeople } from "./read.ts";
import type { ApprovalRow, Decision } from "./rows.ts";
import { questionOf } from "./summary.ts";

const LOCK = sqlFile(import.meta.url, "lock");
const WITHDRAW = sqlFile(import.meta.url, "withdraw-decision");
const REOPEN = sqlFile(import.meta.url, "reopen");

type Undone = { ok: boolean; why: string | null };

/** Thrown to roll back: the engine took the outcome while we were taking it back. */
class TooLate extends Error {}

const LATE: Undone = { ok: false, why: "It is too late: the run has already gone on with this decision." };

export async function undo(deps: DecideDeps, actor: Actor, q: { id: string }): Promise<Undone> {
  const row = await readApproval(deps, q.id);
  try {
    return await inTransaction(deps.pool, (transaction) => takeBack({ deps, transaction, actor, row }));
  } catch (error) {
    if (error instanceof TooLate) return LATE;
    throw error;
  }
}

async function takeBack(q: { deps: DecideDeps; transaction: Transaction; actor: Actor; row: ApprovalRow }): Promise<Undone> {
  const { deps, transaction, actor, row } = q;
  const locked = (await transaction.query<{ state: string; outcome: string | null; effective_at: Date | null }>(LOCK, [row.id])).rows[0];
  if (!locked) throw new UseCaseError({ code: "approval.missing", status: 404, message: `There is no approval ${row.id}.` });
  if (locked.state !== "open" && locked.state !== "decided") return LATE;
  const decisions = await standingNow(transaction, row.id);
  const mine = decisions.find((decision) => decision.byId === actor.id);
  if (!mine) return { ok: false, why: notMine(decisions) };
  const now = deps.clock.now();
  const until = locked.state === "decided" && locked.effective_at !== null ? locked.effective_at.getTime() : Date.parse(mine.at) + UNDO_MS;
  if (now >= until) return locked.state === "decided" ? LATE : { ok: false, why: `A decision can be taken back within ${UNDO_MS / 1000} seconds.` };
  // a rejection by somebody else stands, whoever takes an approval back
  const still = settledBy({ ...questionOf(row), decisions: decisions.filter((decision) => decision.id !== mine.id) }, await readPeople(deps));
  if (locked.state === "decided" && still !== locked.outcome) {
    if (!(await deps.engine.withdraw({ runId: row.run_id, stepId: row.step_id, visit: row.visit }, transaction))) throw new TooLate();
    await transaction.query(REOPEN, [row.id]);
  }
  await transaction.query(WITHDRAW, [mine.id, new Date(now)]);
  await deps.audit(
    {
      actor,
      action: "approval.withdrawn",
      subject: { kind: "approval", id: row.id, name: row.title },
      environment: row.environment,
      detail: { runId: row.run_id, outcome: mine.outcome },
    },
    transaction,
  );
  await deps.announce({ kind: "approval", id: row.id, environment: row.environment, runId: row.run_id }, transaction);
  return { ok: true, why: null };
}

function notMine(decisions: Decision[]): string {
  const last = decisions.at(-1);
  return last ? `Only ${last.byName} can take this decision back.` : "There is no decision to take back.";
}
