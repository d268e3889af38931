/** The queue's own tables. They are there before anything is accepted: a run and its job are one commit. */
import { runMigrations } from "graphile-worker";
import type { Pool } from "../db/pool.ts";
import { TASKS } from "./queue.ts";
import { SQL } from "./statements.ts";

export async function installQueue({ pool }: { pool: Pool }): Promise<void> {
  await runMigrations({ pgPool: pool });
  await pool.query(SQL.planByKey);
  await pool.query(SQL.installTasks, [TASKS]);
}
