/** Cancelling: the run stops at its next step boundary, and a call that is under way is aborted. Whoever holds the run ends it; a run that waits is claimed to be ended. */
import { UseCaseError } from "../deps.ts";
import type { Engine } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import type { EngineDeps } from "./deps.ts";
import { isId } from "./ids.ts";
import { CANCEL_CHANNEL } from "./listen.ts";
import { jobKeyOf, taskOf } from "./queue.ts";
import { SQL } from "./statements.ts";

export function createCancel(deps: EngineDeps): Engine["cancel"] {
  return (q, also) =>
    inTransaction(deps.pool, async (transaction) => {
      const { rows } = isId(q.runId)
        ? await transaction.query<{ id: string; latency: string; environment: string; flow_key: string }>(SQL.requestCancel, [q.runId, q.reason, q.actor.name])
        : { rows: [] };
      const run = rows[0];
      if (!run) throw new UseCaseError({ code: "run.finished", status: 409, message: "This run has ended or is being cancelled already." });
      await transaction.query(SQL.addJobs, [JSON.stringify([{ task: taskOf(run.latency), run_id: run.id, key: jobKeyOf(run.id), run_at: null }])]);
      await transaction.query(SQL.announce, [CANCEL_CHANNEL, run.id]);
      await also?.(undefined, transaction);
    });
}
