/** One run with everything its page shows. */
import { z } from "zod";
import { Failure } from "#flow/failure.ts";
import { placeOf } from "#flow/nested.ts";
import { RUN_STATUSES } from "#flow/run.ts";
import { Json } from "#flow/document.ts";
import type { FlowDocument } from "#flow/document.ts";
import type { RunStatus } from "#flow/run.ts";
import type { RevealedRun, RunView, StepRunView } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import { sqlFile } from "../db/sql.ts";
import { ActivityRow, activityOf } from "./activity.ts";
import { mask } from "./mask.ts";
import { notReached } from "./not-reached.ts";
import { StepRow, stepView } from "./step-view.ts";
import { summariesById, withNames } from "./summary.ts";
import type { SummaryDeps } from "./summary.ts";

const RUN = sqlFile(import.meta.url, "run");
const STEPS = sqlFile(import.meta.url, "steps");
const RELATED = sqlFile(import.meta.url, "related");
const ACTIVITY = sqlFile(import.meta.url, "activity");

const RunRow = z.object({
  id: z.string(),
  version_id: z.string(),
  trigger: Json,
  trigger_step: z.string(),
  status: z.enum(RUN_STATUSES),
  correlation_id: z.string(),
  replay_of: z.string().nullable(),
  replay_from: z.string().nullable(),
  failure: Failure.nullable().catch(null),
  created_at: z.date(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  parent_run: z.string().nullable(),
  parent_step: z.string().nullable(),
  parent_flow: z.string().nullable(),
  chunk: z.number().nullable(),
  parts: z.number(),
});
type RunRow = z.infer<typeof RunRow>;

export async function getRun(deps: SummaryDeps, q: { runId: string }): Promise<RunView> {
  const id = z.guid().safeParse(q.runId);
  if (!id.success) throw missing(q.runId);
  const run = RunRow.optional().parse((await deps.pool.query(RUN, [q.runId])).rows[0]);
  if (!run) throw missing(q.runId);
  const [version, steps, related, activity, summaries] = await Promise.all([
    deps.versions.get(run.version_id),
    deps.pool.query(STEPS, [run.id]),
    deps.pool.query<{ id: string }>(RELATED, [run.id, run.correlation_id, run.replay_of]),
    deps.pool.query(ACTIVITY, [run.id]),
    summariesById(deps, [run.id]),
  ]);
  const summary = summaries[0];
  if (!summary) throw missing(q.runId);
  const hidden = secretHeaders(version.document);
  const views = z
    .array(StepRow)
    .parse(steps.rows)
    .map((row) => stepView(row, { document: version.document, run, hidden, findStep: deps.findStep }));
  return {
    ...summary,
    parent: run.parent_run === null ? null : { runId: run.parent_run, step: run.parent_step ?? "", flow: run.parent_flow ?? "" },
    isPart: run.chunk !== null,
    parts: run.parts,
    trigger: mask(run.trigger, hidden),
    document: run.chunk === null ? version.document : frameAlone(version.document, run.parent_step ?? ""),
    steps: views,
    isSealed: (version.document.flow.sensitive ?? []).length > 0,
    // a part goes through one frame, and the rest of the flow is its parent's
    skipped: run.chunk === null ? notReached({ document: version.document, steps: views, status: run.status }) : [],
    related: await summariesById(
      deps,
      related.rows.map((row) => row.id),
    ),
    activity: activityOf({ rows: z.array(ActivityRow).parse(activity.rows), facts: factsOf(run, views), document: withNames(version.document, deps.findStep) }),
    can: {
      replay: run.chunk === null ? canReplay(run.status) : { ok: false, why: "This run takes a part of the items of another one through: replay that one." },
      cancel: canCancel(run.status),
    },
  };
}

/** @returns what is sealed, opened; headers that hold credentials stay dots */
export async function revealRun(deps: SummaryDeps & { open: (value: Json) => Json }, q: { runId: string }): Promise<RevealedRun> {
  const id = z.guid().safeParse(q.runId);
  const run = id.success ? RunRow.optional().parse((await deps.pool.query(RUN, [q.runId])).rows[0]) : undefined;
  if (!run) throw missing(q.runId);
  const [version, steps] = await Promise.all([deps.versions.get(run.version_id), deps.pool.query(STEPS, [run.id])]);
  const hidden = secretHeaders(version.document);
  const shown = (value: Json) => mask(deps.open(value), hidden);
  const rows = z.array(StepRow).parse(steps.rows);
  return {
    trigger: shown(run.trigger),
    steps: Object.fromEntries(
      rows.map((row) => [String(row.seq), { output: shown(row.output ?? null), request: shown(row.request ?? null), response: shown(row.response ?? null) }]),
    ),
  };
}

/** What a part goes through; the rest of the flow is its parent's. */
function frameAlone(document: FlowDocument, frame: string): FlowDocument {
  const step = placeOf(document, frame)?.step;
  return step ? { ...document, steps: [step], edges: [] } : document;
}

function missing(runId: string): UseCaseError {
  return new UseCaseError({
    code: "run.missing",
    status: 404,
    message: `There is no run ${runId}.`,
    fix: "It may be older than the history is kept, or the address is mistyped.",
  });
}

/** The headers that webhook triggers of this version take credentials from. */
function secretHeaders(document: FlowDocument): string[] {
  return document.steps.flatMap((step) => {
    const auth = z.object({ header: z.string() }).safeParse(step.config.auth);
    return auth.success ? [auth.data.header] : [];
  });
}

function factsOf(run: RunRow, steps: StepRunView[]): Parameters<typeof activityOf>[0]["facts"] {
  return {
    createdAt: run.created_at,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
    status: run.status,
    triggerStep: run.trigger_step,
    isPart: run.chunk !== null,
    replayOf: run.replay_of,
    replayFrom: run.replay_from,
    failureMessage: run.failure?.message ?? null,
    failedStep: run.failure?.where?.step ?? steps.findLast((step) => step.status === "failed")?.step ?? null,
    retries: steps.flatMap((step) =>
      step.attempts.flatMap((attempt, index) => {
        const last = index === step.attempts.length - 1 && step.status === "failed";
        return attempt.failure && !last
          ? [{ at: attempt.finishedAt ?? attempt.startedAt, step: step.step, attempt: index + 1, message: attempt.failure.message }]
          : [];
      }),
    ),
  };
}

function canReplay(status: RunStatus): { ok: boolean; why: string | null } {
  if (status === "succeeded" || status === "failed" || status === "cancelled") return { ok: true, why: null };
  if (status === "skipped") return { ok: false, why: "This run was declined by its trigger: there is nothing to replay." };
  return { ok: false, why: "This run is not finished yet. Cancel it first, or wait until it has finished." };
}

function canCancel(status: RunStatus): { ok: boolean; why: string | null } {
  switch (status) {
    case "succeeded":
      return { ok: false, why: "This run has already finished successfully." };
    case "failed":
      return { ok: false, why: "This run has already failed." };
    case "cancelled":
      return { ok: false, why: "This run is already cancelled." };
    case "skipped":
      return { ok: false, why: "This run was declined by its trigger and never started." };
    default:
      return { ok: true, why: null };
  }
}
