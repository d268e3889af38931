/**
 * Queued runs are listed (found by their status through an index) only once they have been queued for a while: most are over before, and an
 * entry in an index that goes again costs more than the run's own end. Until then they are found by their ids, which are the newest there are.
 */
import type { Pool } from "../db/pool.ts";
import { inTransaction } from "../db/transaction.ts";
import { SQL } from "./statements.ts";

export function listQueued(q: { pool: Pool; olderThanMs: number }): Promise<void> {
  return inTransaction(q.pool, async (transaction) => {
    const { rows } = await transaction.query<{ now: Date }>(SQL.holdListing);
    const [held] = rows;
    if (held === undefined) return;
    const upto = new Date(held.now.getTime() - q.olderThanMs);
    await transaction.query(SQL.listQueued, [upto]);
    await transaction.query(SQL.listedUpto, [upto]);
  });
}
