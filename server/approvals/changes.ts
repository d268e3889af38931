/**
 * What changes if this is approved: a dry run from what the run has recorded, up to its next wait. Reads only.
 * Kept for a few seconds, so that a page that refreshes does not ask Odoo again and again; a decision always asks anew.
 */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { EffectPreview } from "#flow/step.ts";
import { StepFailure } from "#flow/failure.ts";
import type { Clock, Simulate, RuleSource, VersionSource } from "#server/deps.ts";
import { sqlFile } from "../db/sql.ts";
import type { Pool } from "../db/pool.ts";
import type { Sensitive } from "../sensitive.ts";
import type { ApprovalRow } from "./rows.ts";
import type { Simulated } from "./consequences.ts";

const RUN = sqlFile(import.meta.url, "run");
const HISTORY = sqlFile(import.meta.url, "history");
const FRESH_FOR = 5_000;
const KEPT = 200;

export type Changes = {
  previews: EffectPreview[];
  simulated: Simulated | null;
  problem: string | null;
  /** false: the hash of before → after cannot be compared */
  readable: boolean;
};

export type ChangesDeps = { pool: Pool; sensitive: Pick<Sensitive, "open">; versions: VersionSource; rules: RuleSource; simulate: Simulate; clock: Clock };

export function createChanges(deps: ChangesDeps): { of: (approval: ApprovalRow, q: { fresh: boolean }) => Promise<Changes> } {
  const kept = new Map<string, { at: number; changes: Promise<Changes> }>();
  return {
    of: (approval, q) => {
      const now = deps.clock.now();
      const found = kept.get(approval.id);
      if (!q.fresh && found && now - found.at < FRESH_FOR) return found.changes;
      const changes = workOut(deps, approval);
      kept.delete(approval.id);
      kept.set(approval.id, { at: now, changes });
      const oldest = kept.keys().next().value;
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      // a dry run that broke is not remembered
      changes.catch(() => kept.delete(approval.id));
      return changes;
    },
  };
}

const RunRow = z.object({
  id: z.string(),
  environment: z.string(),
  origin: z.string(),
  flow_id: z.string(),
  version_id: z.string(),
  seed: z.string(),
  correlation_id: z.string(),
  business_key: z.string().nullable(),
  trigger: Json,
  trigger_step: z.string(),
  started_at: z.date(),
});
const HistoryRow = z.object({
  step_id: z.string(),
  visit: z.number(),
  status: z.string(),
  port: z.string().nullable(),
  output: Json.nullable(),
  failure: Json.nullable(),
});

async function workOut(deps: ChangesDeps, approval: ApprovalRow): Promise<Changes> {
  const [run, history] = await Promise.all([deps.pool.query(RUN, [approval.run_id]), deps.pool.query(HISTORY, [approval.run_id])]);
  const { open } = deps.sensitive;
  const kept = RunRow.parse(run.rows[0]);
  const row = { ...kept, trigger: open(kept.trigger) };
  const recordedRows = z.array(HistoryRow).parse(history.rows);
  const version = await deps.versions.get(row.version_id);
  const ownership = await deps.rules.standing({ version, environment: row.environment });
  try {
    const result = await deps.simulate({
      document: version.document,
      contracts: version.contracts,
      ownership,
      environment: row.environment,
      trigger: row.trigger,
      history: historyOf(
        recordedRows.map((each) => ({ ...each, output: each.output === null ? null : open(each.output) })),
        row,
      ),
      outcomes: { [approval.step_id]: "approved" },
      stopAtWait: true,
      // the same instant each time: an expression with $now() must not make every look a different one
      now: Date.parse(approval.created_at),
      run: {
        id: row.id,
        origin: row.origin,
        flowId: row.flow_id,
        seed: row.seed,
        correlationId: row.correlation_id,
        startedAt: row.started_at.toISOString(),
        businessKey: row.business_key,
      },
    });
    const previews = result.effects.flatMap((effect) => effect.previews);
    const unread = previews.find((preview) => preview.unread !== undefined)?.unread;
    const problem = result.failure ? `The dry run stopped: ${result.failure.message}` : unread ? `The current values could not be read: ${unread}` : null;
    return { previews, simulated: result.failure ? null : result.effects, problem, readable: unread === undefined && result.failure?.class !== "technical" };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return { previews: [], simulated: null, problem: error.failure.message, readable: false };
  }
}

/** The trigger's payload is kept once, on the run; its record may hold none, or be left out. */
function historyOf(rows: z.infer<typeof HistoryRow>[], run: z.infer<typeof RunRow>): Recorded[] {
  const entries = rows.flatMap(recorded).filter((entry) => entry.step !== run.trigger_step);
  return [{ step: run.trigger_step, visit: 1, status: "succeeded", port: "out", output: run.trigger }, ...entries];
}

type Recorded = { step: string; visit: number; status: "succeeded" | "waiting"; port: string; output: Json };

/** Cancelled and still running records say nothing about where the run stands. A failure whose error path was taken counts as done. */
function recorded(row: z.infer<typeof HistoryRow>): Recorded[] {
  const base = { step: row.step_id, visit: row.visit, port: row.port ?? "out" };
  if (row.status === "succeeded") return [{ ...base, status: "succeeded", output: row.output }];
  if (row.status === "waiting") return [{ ...base, status: "waiting", output: row.output }];
  if (row.status === "failed" && row.port === "error") return [{ ...base, status: "succeeded", output: row.output ?? row.failure }];
  return [];
}
