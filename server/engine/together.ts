/**
 * A job of the queue names the runs that arrived together: fetching, locking and completing one job instead of twenty is most of what the
 * queue costs. They are advanced side by side as far as there are places. A run that finds none in time leaves the others and gets a job of
 * its own, so that a worker that has nothing to do can take it. A job that is done again, because its worker died, finds those that have
 * ended not to be claimed any more.
 */
import { z } from "zod";
import type { Pool } from "../db/pool.ts";
import { withPatience } from "./patience.ts";
import type { Places } from "./places.ts";
import { jobKeyOf } from "./queue.ts";
import { SQL } from "./statements.ts";

const Payload = z.union([z.object({ runId: z.string() }), z.object({ runIds: z.array(z.string()) })]);

const PATIENCE_MS = 15_000;

/** `on` advances one run. */
type Together = { pool: Pool; task: string; places: Places; on: (runId: string) => Promise<void>; patienceMs?: number };

export function createTogether(q: Together): (payload: unknown) => Promise<void> {
  return async (payload) => {
    const read = Payload.parse(payload);
    const ids = "runId" in read ? [read.runId] : read.runIds;
    const late: string[] = [];
    const one = async (id: string) => {
      const leave = await q.places.take(ids.length === 1 ? null : (q.patienceMs ?? PATIENCE_MS));
      if (leave === null) return late.push(id);
      try {
        await q.on(id);
      } finally {
        leave();
      }
    };
    const settled = await Promise.allSettled(ids.map(one));
    if (late.length > 0) await withPatience(() => q.pool.query(SQL.addJobs, [JSON.stringify(late.map((id) => jobOf(q.task, id)))]));
    // the job is tried again as a whole
    const failed = settled.find((each) => each.status === "rejected");
    if (failed) throw failed.reason;
  };
}

function jobOf(task: string, runId: string) {
  return { task, run_id: runId, key: jobKeyOf(runId), run_at: null };
}
