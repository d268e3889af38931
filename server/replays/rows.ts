/** Rows of bulk replays, and how people see them. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { RUN_STATUSES } from "#flow/run.ts";
import type { BulkReplayRun, BulkReplayView } from "#server/app.ts";

export const ViewRow = z.object({
  id: z.string(),
  environment: z.string(),
  state: z.enum(["running", "paused", "cancelled", "finished"]),
  rate_per_minute: z.number(),
  begin_at: z.enum(["failure", "start"]),
  version: z.enum(["recorded", "deployed"]),
  filter: Json.nullable(),
  runs: z.number(),
  created_by: z.object({ name: z.string() }),
  created_at: z.date(),
  finished_at: z.date().nullable(),
  started: z.number(),
  refused: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  ended_otherwise: z.number(),
});

export function viewOf(row: z.infer<typeof ViewRow>): BulkReplayView {
  return {
    id: row.id,
    environment: row.environment,
    state: row.state,
    ratePerMinute: row.rate_per_minute,
    beginAt: row.begin_at,
    version: row.version,
    filter: row.filter,
    counts: { runs: row.runs, pending: row.runs - row.started - row.refused, started: row.started, refused: row.refused },
    replays: {
      succeeded: row.succeeded,
      failed: row.failed,
      endedOtherwise: row.ended_otherwise,
      open: row.started - row.succeeded - row.failed - row.ended_otherwise,
    },
    createdBy: row.created_by.name,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

export const RunRow = z.object({
  position: z.number(),
  run_id: z.string(),
  state: z.enum(["pending", "started", "refused"]),
  replay_id: z.string().nullable(),
  refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
  at: z.date().nullable(),
  business_key: z.string().nullable(),
  flow_key: z.string().nullable(),
  run_status: z.enum(RUN_STATUSES).nullable(),
  replay_status: z.enum(RUN_STATUSES).nullable(),
});

export function runOf(row: z.infer<typeof RunRow>): BulkReplayRun {
  return {
    position: row.position,
    state: row.state,
    run: { id: row.run_id, flow: row.flow_key, businessKey: row.business_key, status: row.run_status },
    replay: row.replay_id === null ? null : { id: row.replay_id, status: row.replay_status },
    refusal: row.refusal,
    at: row.at?.toISOString() ?? null,
  };
}
