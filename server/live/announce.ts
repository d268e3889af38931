/** Tells every open page, in every process, that something changed. Inside a transaction it is told on commit, or never. */
import { LIVE_CHANNEL } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { Announce } from "#server/deps.ts";

const ANNOUNCE = sqlFile(import.meta.url, "announce");

export function createAnnounce({ pool }: { pool: Pool }): Announce {
  return async (message, transaction) => {
    await (transaction ?? pool).query(ANNOUNCE, [LIVE_CHANNEL, JSON.stringify(message)]);
  };
}
