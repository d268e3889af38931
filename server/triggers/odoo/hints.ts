/** Records that somebody named: Odoo's webhook, or a look that was not the last word. They are read and judged as the sweep does it. */
import { z } from "zod";
import { sqlFile } from "../../db/sql.ts";
import type { Watching } from "./deps.ts";
import { createReader } from "./read.ts";
import { watchedOf, WatchRow } from "./row.ts";
import { seenOf, tellGone, tellRecords } from "./tell.ts";

const TAKE = sqlFile(import.meta.url, "take-hints");
const DROP = sqlFile(import.meta.url, "drop-hints");
const WATCH = sqlFile(import.meta.url, "watch");

/** Others look at a hint that was taken for so long and not dropped. */
const TAKEN_MS = 100_000;
const MOST = 200;
/** A call that has not been answered by then is not waited for: what changed is told. */
const UNCLEAR_MS = 60_000;

const Hint = z.object({ registration_id: z.string(), record_id: z.number(), source: z.enum(["webhook", "self"]), told_at: z.string(), age_ms: z.number() });
type Hint = z.infer<typeof Hint>;

/** Takes what is due; tells how many runs began, and whether there was anything. @throws StepFailure */
export async function followHints(q: { deps: Watching; stop: AbortSignal }): Promise<{ told: number; taken: number }> {
  const { rows } = await q.deps.pool.query(TAKE, [TAKEN_MS, MOST]);
  const hints = z.array(Hint).parse(rows);
  const byTrigger = Map.groupBy(hints, (hint) => hint.registration_id);
  const told = await Promise.all([...byTrigger].map(([id, its]) => follow({ ...q, id, hints: its })));
  return { told: told.reduce((sum, count) => sum + count, 0), taken: hints.length };
}

async function follow(q: { deps: Watching; stop: AbortSignal; id: string; hints: Hint[] }): Promise<number> {
  const { deps, id, hints } = q;
  const { rows } = await deps.pool.query(WATCH, [id]);
  const row = rows[0] === undefined ? null : WatchRow.parse(rows[0]);
  const watched = row === null ? null : await watchedOf(row, deps.versions);
  // not begun yet, or begun with other settings: the sweep that begins it reads everything that was written since
  if (row === null || watched === null || row.spec !== watched.spec) return drop(q, hints);
  const reader = createReader({ odoo: deps.portsFor(row.environment).odoo, config: watched.config, stop: q.stop });
  const ids = hints.map((hint) => hint.record_id);
  const known = await seenOf({ deps, registrationId: id, ids });
  const records = await reader.records({ domain: [["id", "in", ids]], limit: ids.length });
  const bySelf = new Set(hints.filter((hint) => hint.source === "self").map((hint) => hint.record_id));
  const source = (record: number) => (bySelf.has(record) ? "sweep" : "webhook");
  const impatient = new Set(hints.filter((hint) => hint.age_ms > UNCLEAR_MS).map((hint) => hint.record_id));
  const mode = row.baseline_id === null ? "look" : "early";
  let told = await tellRecords({ deps, watched, at: row.at, records, known, mode, source, mayWait: (record) => !impatient.has(record) });
  const there = new Set(records.map((record) => record.id));
  const gone = await reader.gone(ids.filter((each) => !there.has(each) && known.has(each)));
  told += await tellGone({ deps, watched, at: row.at, ids: gone, source: "webhook" });
  await drop(q, hints);
  return told;
}

async function drop({ deps, id }: { deps: Watching; id: string }, hints: Hint[]): Promise<number> {
  await deps.pool.query(DROP, [id, JSON.stringify(hints.map(({ record_id, told_at }) => ({ record_id, told_at })))]);
  return 0;
}
