/** One transaction on one connection of the pool: committed when `work` resolves, rolled back when it throws. */
import type { PoolClient } from "pg";
import type { Pool } from "./pool.ts";

/** A deadlock or serialization failure means that nothing happened: the work is done again, at most three times in all. */
const AGAIN = new Set(["40001", "40P01"]);

export async function inTransaction<T>(pool: Pool, work: (transaction: PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("begin");
      const result = await work(client);
      await client.query("commit");
      return result;
    } catch (error) {
      // a connection that cannot even roll back is thrown away instead of going back to the pool
      await client.query("rollback").catch((cause: Error) => {
        broken = cause;
      });
      if (attempt >= 3 || !(error instanceof Error && "code" in error && typeof error.code === "string" && AGAIN.has(error.code))) throw error;
    } finally {
      client.release(broken);
    }
  }
}
