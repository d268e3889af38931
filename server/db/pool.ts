/** The one pg pool of a process. Times come back as ISO strings' Date, bigints as numbers where they are safe. */
import pg from "pg";
import type { Pool } from "pg";

export type { Pool } from "pg";

export function createPool(q: { url: string; max?: number; name?: string }): Pool {
  const pool = new pg.Pool({
    connectionString: q.url,
    max: q.max ?? 20,
    application_name: q.name ?? "throughline",
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
  });
  // an idle connection that the server closes must not end the process; the next query opens a new one
  pool.on("error", () => undefined);
  // the same for one that is in use and between two statements: whoever holds it is told by its next query
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}
