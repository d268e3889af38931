/**
 * Waiting for an event. The log of events is what counts: a run says what it waits for, then looks in the log, and publishing wakes whoever
 * said so. An event counts from the instant at which the run began (in a replay, its original), so an answer that is faster than the run's
 * way to the step is not missed; what an earlier visit of the step took is not taken again. What came in time counts, even if nobody looked
 * until later.
 */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { EventsPort, Heard, HeardEvent } from "#flow/ports.ts";
import type { Pool } from "../db/pool.ts";
import { inTransaction } from "../db/transaction.ts";
import type { ActiveRun } from "./active-run.ts";
import { SQL } from "./statements.ts";
import type { StepRun } from "./types.ts";

type Hearing = { pool: Pool; open: (value: Json) => Json; run: ActiveRun; record: StepRun };
type Call = Parameters<EventsPort["hear"]>[0];

const PAGE = 200;

const Expected = z.object({ seen: z.string(), latest: z.string(), late: z.boolean().nullable() });
const Event = z.object({ seq: z.string(), id: z.string(), topic: z.string(), key: z.string().nullable(), payload: Json, at: z.date() });

export async function hear(q: Hearing, call: Call): Promise<Heard> {
  const { row } = q.run;
  const since = new Date(row.replay_edits?.clock ?? row.created_at);
  const until = call.withinMs === null ? null : new Date(q.record.startedAt + call.withinMs).toISOString();
  const expected = await expect(q, { call, since, until });
  const event = await look(q, { call, since, until, ...expected });
  if (event !== null || expected.late === true) await q.pool.query(SQL.stopExpecting, placeOf(q));
  if (event !== null) return { state: "came", event };
  if (expected.late === true && until !== null) return { state: "late", until };
  return { state: "waiting", until };
}

function expect(q: Hearing, { call, since, until }: { call: Call; since: Date; until: string | null }): Promise<z.infer<typeof Expected>> {
  const { environment } = q.run.row;
  return inTransaction(q.pool, async (transaction) => {
    await transaction.query(SQL.holdTopic, [environment, call.topic]);
    const { rows } = await transaction.query(SQL.expect, [...placeOf(q), environment, call.topic, call.key, since, until]);
    return Expected.parse(rows[0]);
  });
}

type Looking = { call: Call; since: Date; until: string | null; seen: string; latest: string };

async function look(q: Hearing, { call, since, until, seen, latest }: Looking): Promise<HeardEvent | null> {
  const taken = takenBefore(q);
  const { environment } = q.run.row;
  let after = seen;
  for (;;) {
    const { rows } = await q.pool.query(SQL.eventsAfter, [environment, call.topic, after, latest, since, call.key, until, PAGE]);
    const events = z.array(Event).parse(rows);
    for (const { seq, id, topic, key, payload, at } of events) {
      const event = { id, topic, key, body: q.open(payload), at: at.toISOString() };
      if (!taken.has(id) && (await call.isIt(event))) return event;
      after = seq;
    }
    if (events.length < PAGE) break;
  }
  if (latest !== seen) await q.pool.query(SQL.noteSeen, [...placeOf(q), latest]);
  return null;
}

/** What earlier visits of the step took: a rework waits for the next one. */
function takenBefore({ run, record }: Hearing): Set<string> {
  const ids = run.steps.flatMap(({ step, item, visit, output }) => {
    if (step !== record.step || item !== record.item || visit >= record.visit) return [];
    return typeof output === "object" && output !== null && !Array.isArray(output) && typeof output.id === "string" ? [output.id] : [];
  });
  return new Set(ids);
}

function placeOf({ run, record }: Hearing): [string, string, number, string] {
  return [run.row.id, record.step, record.visit, record.item];
}
