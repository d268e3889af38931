/** What a canvas shows over a flow's steps: how many runs stand at each of them. */
import { z } from "zod";
import type { OverlayView, Runs, StepCounts } from "#server/app.ts";
import type { Clock } from "#server/deps.ts";
import type { Pool } from "../db/pool.ts";
import { sqlFile } from "../db/sql.ts";

const OVERLAY = sqlFile(import.meta.url, "overlay");
const HOUR = 3_600_000;

/** Runs of one status that are counted: a step with more of them has trouble enough. */
const MOST = 2_000;

const Row = z.object({ step: z.string(), status: z.string(), version: z.number(), count: z.number() });

export async function overlayOf(deps: { pool: Pool; clock: Clock }, q: Parameters<Runs["overlay"]>[0]): ReturnType<Runs["overlay"]> {
  const from = new Date(deps.clock.now() - q.hours * HOUR);
  const { rows } = await deps.pool.query(OVERLAY, [q.environment, q.flow, from, MOST]);
  const counts = new Map<string, StepCounts>();
  const versions = new Map<number, number>();
  for (const row of z.array(Row).parse(rows)) {
    const of = counts.get(row.step) ?? { step: row.step, running: 0, waiting: 0, parked: 0, failed: 0 };
    counts.set(row.step, added(of, row.status, row.count));
    versions.set(row.version, (versions.get(row.version) ?? 0) + row.count);
  }
  return { steps: [...counts.values()].toSorted((a, b) => (a.step < b.step ? -1 : 1)), versions: byVersion(versions) };
}

/** The newest first. */
function byVersion(versions: ReadonlyMap<number, number>): OverlayView["versions"] {
  return [...versions].map(([version, runs]) => ({ version, runs })).toSorted((a, b) => b.version - a.version);
}

/** What waits for its turn is under way. */
function added(of: StepCounts, status: string, count: number): StepCounts {
  switch (status) {
    case "waiting":
      return { ...of, waiting: of.waiting + count };
    case "parked":
      return { ...of, parked: of.parked + count };
    case "failed":
      return { ...of, failed: of.failed + count };
    default:
      return { ...of, running: of.running + count };
  }
}
