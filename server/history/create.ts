/** The room of how long history is kept. The engine keeps to it (server/engine/retention.ts). */
import { z } from "zod";
import type { Actor, HistoryRoom } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Clock, RecordAudit } from "#server/deps.ts";

const POLICIES = sqlFile(import.meta.url, "policies");
const SET_POLICY = sqlFile(import.meta.url, "set-policy");

const Row = z.object({ environment: z.string(), name: z.string(), succeeded_days: z.number(), failed_days: z.number() });
const Was = z.object({ was_succeeded: z.number(), was_failed: z.number() });

export type HistoryDeps = { pool: Pool; audit: RecordAudit; clock: Clock };

export function createHistory(deps: HistoryDeps): HistoryRoom {
  return {
    policies: async () => {
      const rows = z.array(Row).parse((await deps.pool.query(POLICIES)).rows);
      return rows.map((row) => ({ environment: row.environment, name: row.name, succeededDays: row.succeeded_days, failedDays: row.failed_days }));
    },
    setPolicy: (actor, q) => setPolicy(deps, actor, q),
  };
}

async function setPolicy(deps: HistoryDeps, actor: Actor, q: Parameters<HistoryRoom["setPolicy"]>[1]): Promise<void> {
  const { environment, succeededDays, failedDays } = q;
  await inTransaction(deps.pool, async (transaction) => {
    const { rows } = await transaction.query(SET_POLICY, [environment, succeededDays, failedDays, new Date(deps.clock.now())]);
    if (!rows[0]) throw new UseCaseError({ code: "environment.missing", status: 404, message: `There is no environment ${environment}.` });
    const was = Was.parse(rows[0]);
    const changes = [
      { name: "succeeded, days", before: was.was_succeeded, after: succeededDays },
      { name: "failed, days", before: was.was_failed, after: failedDays },
    ].filter((change) => change.before !== change.after);
    if (changes.length === 0) return;
    await deps.audit(
      {
        actor,
        action: "history.policy_changed",
        subject: { kind: "history", id: environment, name: "How long runs are kept" },
        environment,
        detail: { changes },
      },
      transaction,
    );
  });
}
