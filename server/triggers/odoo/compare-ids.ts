/** Deletions leave no trace in Odoo: the ids that it has are compared with those that were there, page by page. */
import { sqlFile } from "../../db/sql.ts";
import type { Sweep } from "./sweep.ts";
import { tellGone } from "./tell.ts";

const MISSING = sqlFile(import.meta.url, "missing-ids");

const PAGE = 10_000;
/** Asked one by one: whether it is gone, or only hidden from us. */
const CONFIRMED = 500;

/** `isLarge`: more than one page, which is not read at every look. */
export async function compareIds(q: Sweep & { goOn: () => Promise<void> }): Promise<{ told: number; isLarge: boolean }> {
  const { deps, watched, reader } = q;
  const { registration_id: id } = watched.row;
  const limit = deps.idsPage ?? PAGE;
  let after = 0;
  let told = 0;
  for (;;) {
    const there = await reader.ids({ after, limit });
    const last = there.length < limit ? null : (there.at(-1) ?? null);
    const { rows } = await deps.pool.query<{ record_id: number }>(MISSING, [id, after, last, there]);
    for (let from = 0; from < rows.length; from += CONFIRMED) {
      const asked = rows.slice(from, from + CONFIRMED).map((row) => row.record_id);
      await q.goOn();
      told += await tellGone({ deps, watched, at: watched.row.at, ids: await reader.gone(asked), source: "ids" });
    }
    if (last === null) return { told, isLarge: after > 0 };
    await q.goOn();
    after = last;
  }
}
