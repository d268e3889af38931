/**
 * Who advances a run. A lease is an owner and an epoch on the run's row: claiming raises the epoch, and whatever is written later is
 * conditional on both, so a worker that was only frozen cannot write over its successor.
 */
import type { Clock } from "../deps.ts";
import type { Pool } from "../db/pool.ts";
import { createBatcher } from "./batcher.ts";
import type { Batcher } from "./batcher.ts";
import { isConnectionTrouble, withPatience } from "./patience.ts";
import { SQL } from "./statements.ts";
import type { ClaimedRun } from "./types.ts";

/** Null where there is nothing to advance: finished, or held by somebody who will look again. */
export type Claim = Batcher<string, ClaimedRun | null>;

export function createClaim(q: { pool: Pool; owner: () => string; clock: Clock }): Claim {
  return createBatcher({
    maxItems: 100,
    lanes: 3,
    isShared: isConnectionTrouble,
    work: (ids) => withPatience(() => claim({ ...q, ids })),
  });
}

async function claim(q: { pool: Pool; owner: () => string; clock: Clock; ids: string[] }): Promise<(ClaimedRun | null)[]> {
  const unique = [...new Set(q.ids)];
  const claimed = await take(q, unique);
  let missing = unique.filter((id) => !claimed.has(id));
  // held by somebody else: a note for them. Not held any more by then: ours after all
  for (let round = 0; missing.length > 0 && round < 3; round += 1) {
    const { rows } = await q.pool.query<{ id: string }>(SQL.leaveNote, [missing, q.owner()]);
    const noted = new Set(rows.map((row) => row.id));
    missing = missing.filter((id) => !noted.has(id));
    if (missing.length === 0) break;
    const second = await take(q, missing);
    if (second.size === 0) break;
    for (const [id, row] of second) claimed.set(id, row);
    missing = missing.filter((id) => !second.has(id));
  }
  const given = new Set<string>();
  return q.ids.map((id) => {
    if (given.has(id)) return null;
    given.add(id);
    return claimed.get(id) ?? null;
  });
}

async function take(q: { pool: Pool; owner: () => string; clock: Clock }, ids: string[]): Promise<Map<string, ClaimedRun>> {
  const { rows } = await q.pool.query<ClaimedRun>({ name: "engine-claim", text: SQL.claim, values: [ids, q.owner(), new Date(q.clock.now())] });
  return new Map(rows.map((row) => [row.id, row]));
}

/** The lease went to somebody else: nothing of ours may be recorded any more. */
export class LeaseLost extends Error {}
