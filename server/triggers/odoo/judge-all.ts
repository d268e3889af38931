/** Of the changes that a look found, those that are news: what a flow wrote itself is none for it, and what is not clear yet is looked at again. */
import { z } from "zod";
import { sqlFile } from "../../db/sql.ts";
import type { Change, OdooRecord } from "./decide.ts";
import type { Watching } from "./deps.ts";
import { judge, OwnWrite } from "./echo.ts";
import type { Cause } from "./echo.ts";
import { instantOf } from "./odoo-time.ts";
import type { SeenRow, Watched } from "./row.ts";

const OWN_WRITES = sqlFile(import.meta.url, "own-writes");

/** Odoo's clock and ours may differ by this much, where they are set at all. */
const SKEW_MS = 5_000;

type Judged = { echoes: Set<number>; later: Set<number>; causes: Map<number, Cause> };
type Found = { record: OdooRecord; change: Change | null };

export async function judgeAll(q: {
  deps: Watching;
  watched: Watched;
  looked: Found[];
  known: Map<number, SeenRow>;
  mayWait: (id: number) => boolean;
}): Promise<Judged> {
  const judged: Judged = { echoes: new Set(), later: new Set(), causes: new Map() };
  const found = q.looked.flatMap(({ record, change }) => (change === null ? [] : [{ record, change }]));
  if (found.length === 0) return judged;
  const { deps, watched } = q;
  const { environment, flow_id: flowId } = watched.row;
  const { connection, model } = watched.config;
  const times = found.map(({ record }) => instantOf(record.written));
  const { rows } = await deps.pool.query(OWN_WRITES, [
    environment,
    connection,
    model,
    found.map(({ record }) => record.id),
    new Date(Math.min(...times) - SKEW_MS),
    // the second of a write is its beginning
    new Date(Math.max(...times) + 1_000 + SKEW_MS),
  ]);
  const writes = z.array(OwnWrite).parse(rows);
  if (writes.length === 0) return judged;
  const self = await deps.selfOf({ environment, connection });
  for (const { record, change } of found) {
    const since = q.known.get(record.id)?.read_at.getTime() ?? 0;
    const at = instantOf(record.written);
    const its = writes.filter((write) => {
      if (write.how === "record") return write.record_id === record.id && (write.ended_at?.getTime() ?? 0) >= since;
      if (write.how === "under-way") return true;
      return write.began_at.getTime() <= at + 1_000 + SKEW_MS && (write.ended_at?.getTime() ?? at) >= at - SKEW_MS;
    });
    const isOurs = self === null || record.writer === null || record.writer === self;
    const verdict = judge({ change, values: record.values, flowId, isOurs, writes: its });
    if (verdict.kind === "echo") judged.echoes.add(record.id);
    else if (verdict.kind === "later" && q.mayWait(record.id)) judged.later.add(record.id);
    else if (verdict.kind === "news" && verdict.cause !== null) judged.causes.set(record.id, verdict.cause);
  }
  return judged;
}
