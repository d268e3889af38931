/** What every worker does once a second for runs that are parked: probes that are due, the next step of a way back, calls that a limit held up. */
import type { Pool } from "../db/pool.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Gates, Transaction } from "../deps.ts";
import type { Log } from "../log.ts";
import { laneOf } from "./breaker.ts";
import type { At, Breakers } from "./breaker.ts";
import type { EngineLimits } from "./deps.ts";
import { wakeRuns } from "./lanes.ts";
import { createLooking, type Looking } from "./looking.ts";
import { SQL } from "./statements.ts";

type Governing = { pool: Pool; log: Log; limits: EngineLimits; breakers: Breakers; gates: Gates };

export function startGovernor(q: Governing): Pick<Looking, "stop"> {
  const looking = createLooking({
    look: () => govern(q),
    everyMs: q.limits.governMs,
    log: q.log,
    trouble: "parked runs were not looked at; the next second follows",
  });
  looking.start();
  return looking;
}

async function govern(q: Governing): Promise<void> {
  const breakers = await q.breakers.exchange();
  for (const at of breakers) {
    if (at.probe_due) await inTransaction(q.pool, (transaction) => sendProbe(q, transaction, at));
    if (at.release_due) await inTransaction(q.pool, (transaction) => ramp(q, transaction, at));
  }
  const governed = new Set(breakers.filter((row) => row.state !== "closed").map(laneOf));
  const { rows } = await q.pool.query<{ lane: string; reason: string }>(SQL.parkedLanes);
  for (const { lane, reason } of rows) {
    if (governed.has(lane)) continue;
    // parked for a breaker that closed in the same moment
    const count = reason === "breaker" ? q.limits.rampFrom : q.gates.spare(placeOf(lane));
    if (count > 0) await inTransaction(q.pool, (transaction) => release(transaction, { lane, reason, count }));
  }
}

function placeOf(lane: string): At {
  const [, environment = "", ...connection] = lane.split(":");
  return { environment, connection: connection.join(":") };
}

async function sendProbe(q: Governing, transaction: Transaction, at: At): Promise<void> {
  const { rows } = await transaction.query<{ run_id: string }>(SQL.sendProbe, [at.environment, at.connection, laneOf(at), q.limits.probeMs]);
  await wakeRuns(transaction, rows);
}

async function ramp(q: Governing, transaction: Transaction, at: At): Promise<void> {
  const { rows } = await transaction.query<{ rate: number }>(SQL.rampBreaker, [at.environment, at.connection, q.limits.rampTo]);
  if (!rows[0]) return;
  const released = await release(transaction, { lane: laneOf(at), reason: "breaker", count: rows[0].rate });
  if (released < rows[0].rate) await transaction.query(SQL.closeBreaker, [at.environment, at.connection, laneOf(at)]);
}

async function release(transaction: Transaction, q: { lane: string; reason: string; count: number }): Promise<number> {
  const { rows } = await transaction.query<{ run_id: string }>(SQL.releaseParked, [q.lane, q.reason, q.count]);
  await wakeRuns(transaction, rows);
  return rows.length;
}
