/** Somebody says that records changed. It is kept, and looked at by a worker within a moment. */
import type { Pool } from "../../db/pool.ts";
import { sqlFile } from "../../db/sql.ts";

const PUT = sqlFile(import.meta.url, "put-hint");

export async function putHints(q: { pool: Pool; registrationId: string; ids: number[] }): Promise<void> {
  await q.pool.query(PUT, [q.registrationId, q.ids, "webhook", 0]);
}
