/** A person settles what the product cannot know: an effect happened and gave this, or it may be sent once more. Both go on in a replay from that step. */
import { z } from "zod";
import { inTransaction } from "../db/transaction.ts";
import type { Engine, Transaction } from "../deps.ts";
import { UseCaseError } from "../deps.ts";
import { StepRow } from "./active-run.ts";
import type { EngineDeps } from "./deps.ts";
import { SETTLED } from "./receipt.ts";
import { isId } from "./ids.ts";
import { storable } from "./json.ts";
import { replayIn } from "./replay.ts";
import { SQL } from "./statements.ts";

type Settling = Parameters<Engine["settleOutcome"]>[0];

const OPEN_QUESTIONS = ["effect.outcome_unknown", "effect.request_changed"];

export function createSettleOutcome(deps: EngineDeps): Engine["settleOutcome"] {
  return (q) =>
    inTransaction(deps.pool, async (transaction) => {
      const { effectKey, code } = await questionOf(transaction, q);
      const isDone = q.decision === "mark-done";
      if (isDone && code !== "effect.outcome_unknown")
        throw new UseCaseError({
          code: "effect.known",
          status: 409,
          message: "It is known that this was sent, with other content. It can only be sent again.",
        });
      // the receipt decides who was first: a second person finds it settled
      const changed = isDone
        ? await transaction.query(SQL.settleReceipt, [effectKey, storable(q.output ?? null), SETTLED, new Date(deps.clock.now())])
        : await transaction.query(SQL.forgetReceipt, [effectKey, code === "effect.request_changed"]);
      if (changed.rowCount !== 1)
        throw new UseCaseError({ code: "effect.settled", status: 409, message: "Somebody has settled this already.", fix: "Look at the replays of this run." });
      return replayIn({ deps, transaction, asked: { runId: q.runId, from: q.step } });
    });
}

async function questionOf(transaction: Transaction, q: Settling): Promise<{ effectKey: string; code: string }> {
  const rows = isId(q.runId) ? z.array(StepRow).parse((await transaction.query(SQL.stepRuns, [q.runId])).rows) : [];
  const last = rows.findLast((row) => row.step_id === q.step);
  const code = last?.failure?.code ?? "";
  if (!last?.effect_key || !OPEN_QUESTIONS.includes(code))
    throw new UseCaseError({ code: "effect.not_open", status: 409, message: `Nothing is to be settled at step ${q.step} of this run.` });
  return { effectKey: last.effect_key, code };
}
