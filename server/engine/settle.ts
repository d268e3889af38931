/**
 * A person settles what the product cannot know, or must not decide: an effect happened and gave this, or it may be sent once more; a record
 * that this flow made and somebody deleted is made again, or left deleted. All of them go on in a replay from that step.
 */
import { z } from "zod";
import { inTransaction } from "../db/transaction.ts";
import type { Json } from "#flow/document.ts";
import type { Engine, Transaction } from "../deps.ts";
import { UseCaseError } from "../deps.ts";
import { StepRow } from "./open-run.ts";
import type { EngineDeps } from "./deps.ts";
import { receiptKey, SETTLED } from "./receipt.ts";
import { isId } from "./ids.ts";
import { storable } from "./json.ts";
import { replayIn } from "./replay.ts";
import { SQL } from "./statements.ts";

const OPEN_QUESTIONS = ["effect.outcome_unknown", "effect.request_changed"];

export function createSettleOutcome(deps: EngineDeps): Engine["settleOutcome"] {
  return (q, also) =>
    inTransaction(deps.pool, async (transaction) => {
      const { receipt, code, sentBy } = await questionOf(transaction, q, OPEN_QUESTIONS);
      const isDone = q.decision === "mark-done";
      if (isDone && code !== "effect.outcome_unknown")
        throw new UseCaseError({
          code: "effect.known",
          status: 409,
          message: "It is known that this was sent, with other content. It can only be sent again.",
        });
      // the receipt decides who was first: a second person finds it settled
      const changed = isDone
        ? await transaction.query(SQL.settleReceipt, [receipt, storable(q.output ?? null), SETTLED, new Date(deps.clock.now()), sentBy])
        : await transaction.query(SQL.forgetReceipt, [receipt, code === "effect.request_changed", sentBy]);
      return goOn({ deps, transaction, asked: q, changed: changed.rowCount, also });
    });
}

export function createDecideDeleted(deps: EngineDeps): Engine["decideDeleted"] {
  return (q, also) =>
    inTransaction(deps.pool, async (transaction) => {
      const { receipt, record } = await questionOf(transaction, q, ["odoo.record_deleted"]);
      const changed = await settleRecord({ deps, transaction, receipt, record, decision: q.decision, now: new Date(deps.clock.now()) });
      return goOn({ deps, transaction, asked: q, changed, also });
    });
}

type Deciding = { deps: EngineDeps; transaction: Transaction; receipt: string; record: number | null; decision: "recreate" | "skip"; now: Date };

/**
 * Of a list that was made together only the record that was asked about is settled: the receipt forgets it, or knows that it is left deleted,
 * and says of the others what it said. Whoever decides later finds another record there, or that it is settled.
 *
 * @returns how many receipts were changed: 0 where somebody was first
 */
async function settleRecord({ deps, transaction, receipt, record, decision, now }: Deciding): Promise<number> {
  const { rows } = await transaction.query<{ outcome: Json }>(SQL.holdReceipt, [receipt]);
  const raw = rows[0]?.outcome;
  if (raw === undefined) return 0;
  const known = deps.sensitive.open(raw);
  if (!isListOf(raw)) {
    if (decision === "skip") return (await transaction.query(SQL.leaveDeleted, [receipt, SETTLED, now])).rowCount ?? 0;
    if (record !== null && (!isObject(known) || known.id !== record)) return 0;
    return (await transaction.query(SQL.forgetReceipt, [receipt, true, null])).rowCount ?? 0;
  }
  const at = listOf(known).findIndex((each) => isObject(each) && each.id === record && each.action !== "skipped");
  if (at < 0) return 0;
  const settled = decision === "skip" ? { action: "skipped", changed: [] } : { id: null };
  const records = raw.records.map((each, index) => (index === at && isObject(each) ? { ...each, ...settled } : each));
  return (await transaction.query(SQL.amendReceipt, [receipt, storable({ ...raw, records }), now])).rowCount ?? 0;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOf(outcome: Json): outcome is { [key: string]: Json; records: Json[] } {
  return isObject(outcome) && Array.isArray(outcome.records);
}

function listOf(outcome: Json): Json[] {
  return isListOf(outcome) ? outcome.records : [];
}

type GoingOn = {
  deps: EngineDeps;
  transaction: Transaction;
  asked: { runId: string; step: string };
  changed: number | null;
  also: Parameters<Engine["settleOutcome"]>[1];
};

async function goOn({ deps, transaction, asked, changed, also }: GoingOn): Promise<{ runId: string }> {
  if (changed !== 1)
    throw new UseCaseError({ code: "effect.settled", status: 409, message: "Somebody has settled this already.", fix: "Look at the replays of this run." });
  const made = await replayIn({ deps, transaction, asked: { runId: asked.runId, from: asked.step } });
  await also?.(made, transaction);
  return made;
}

/** `sentBy` is null where an earlier release recorded the failure. */
type Question = { receipt: string; code: string; record: number | null; sentBy: string | null };

const SentBy = z.object({ sentBy: z.string() }).catch({ sentBy: "" });

async function questionOf(transaction: Transaction, q: { runId: string; step: string }, open: readonly string[]): Promise<Question> {
  const rows = isId(q.runId) ? z.array(StepRow).parse((await transaction.query(SQL.stepRuns, [q.runId])).rows) : [];
  const last = rows.findLast((row) => row.step_id === q.step);
  const code = last?.failure?.code ?? "";
  if (!last?.effect_key || !open.includes(code))
    throw new UseCaseError({ code: "effect.not_open", status: 409, message: `Nothing is to be settled at step ${q.step} of this run.` });
  const record = last.failure?.where?.record;
  const { sentBy } = SentBy.parse(last.failure?.detail);
  return { receipt: receiptKey(last.effect_key), code, record: typeof record === "number" ? record : null, sentBy: sentBy || null };
}
