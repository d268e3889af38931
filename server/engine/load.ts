/** From a claimed row to a run that can go on: outcomes that are due are taken first, then the history is read. A run's first advance reads nothing. */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { technical } from "#flow/failure.ts";
import { LIVE_CHANNEL } from "../app.ts";
import { inTransaction } from "../db/transaction.ts";
import { openRun, StepRow } from "./open-run.ts";
import { scopeOf } from "./scope.ts";
import type { ActiveRun } from "./active-run.ts";
import { readChunk } from "./chunk.ts";
import { crashPoint } from "./crash-points.ts";
import type { LoadedVersion } from "../deps.ts";
import type { EngineDeps } from "./deps.ts";
import { LeaseLost } from "./lease.ts";
import { reopenFrames, withinAt } from "./look.ts";
import { withPatience } from "./patience.ts";
import { SQL } from "./statements.ts";
import type { ClaimedRun, ReplayEdits } from "./types.ts";

export async function loadRun(q: { deps: EngineDeps; owner: string; row: ClaimedRun }): Promise<ActiveRun> {
  const { deps, row } = q;
  const [version, vars] = await Promise.all([deps.versions.get(row.version_id), deps.connections.variables(row.environment)]);
  if (!version.document.steps.some((step) => step.id === row.trigger_step))
    throw technical(
      "configuration",
      "flow.step_missing",
      `Version ${version.number} of ${version.flowName} has no step ${row.trigger_step}, by which this run was started.`,
    );
  const isFirst = row.lease_epoch === 1 && row.replay_of === null;
  const recorded = isFirst ? [] : await withPatience(() => readHistory(q));
  const read = opened(deps, { row, version, recorded });
  return openRun({ ...read, version, vars, part: await partOf(deps, read.row), now: deps.clock.now() });
}

/** A part of a long for each sees what its frame sees: that is read where it is, and not copied into every part. */
async function partOf(deps: EngineDeps, row: ClaimedRun): Promise<ActiveRun["part"]> {
  if (row.chunk === null || row.parent_run === null) return null;
  const chunk = readChunk(row.trigger);
  const [parent] = (await withPatience(() => deps.pool.query<ClaimedRun>(SQL.parentRun, [row.parent_run]))).rows;
  if (!parent) throw technical("internal", "each.parent_missing", `Run ${row.parent_run}, which this run is a part of, is not there any more.`);
  const [version, vars] = await Promise.all([deps.versions.get(row.version_id), deps.connections.variables(row.environment)]);
  const recorded = await withPatience(() => readSteps({ deps, row: parent }));
  const read = opened(deps, { row: parent, version, recorded });
  const now = deps.clock.now();
  const whole = openRun({ ...read, version, vars, part: await partOf(deps, read.row), now });
  await reopenFrames(whole, now);
  return { chunk, outer: scopeOf(whole, withinAt(whole, chunk)) };
}

/** With the values that are sealed in history. A replay may stand on what another version sealed. */
function opened(deps: EngineDeps, q: { row: ClaimedRun; version: LoadedVersion; recorded: StepRow[] }): { row: ClaimedRun; recorded: StepRow[] } {
  const { row, recorded } = q;
  if (q.version.document.flow.sensitive === undefined && row.replay_of === null) return { row, recorded };
  const { open } = deps.sensitive;
  return {
    row: { ...row, trigger: open(row.trigger), replay_edits: row.replay_edits && openedEdits(row.replay_edits, open) },
    recorded: recorded.map((step) => ({ ...step, output: step.output === null ? null : open(step.output) })),
  };
}

function openedEdits(edits: ReplayEdits, open: (value: Json) => Json): ReplayEdits {
  return {
    ...edits,
    ...(edits.triggerBody === undefined ? {} : { triggerBody: open(edits.triggerBody) }),
    ...(edits.input === undefined ? {} : { input: open(edits.input) }),
  };
}

async function readHistory(q: { deps: EngineDeps; owner: string; row: ClaimedRun }): Promise<StepRow[]> {
  const { deps, row } = q;
  if (row.cancel_reason === null) {
    const { rows } = await deps.pool.query<{ due: boolean }>(SQL.dueResumes, [row.id]);
    if (rows[0]?.due) {
      await takeResumes(q);
      crashPoint("resume.taken");
    }
  }
  const steps = await readSteps(q);
  const overdue = row.cancel_reason === null ? steps.filter((step) => step.status === "waiting" && step.due && step.waiting_for?.kind === "approval") : [];
  if (overdue.length === 0) return steps;
  let expired = 0;
  for (const step of overdue) expired += await expire(q, step);
  return expired > 0 ? readSteps(q) : steps;
}

async function readSteps(q: { deps: EngineDeps; row: Pick<ClaimedRun, "id"> }): Promise<StepRow[]> {
  return z.array(StepRow).parse((await q.deps.pool.query(SQL.stepRuns, [q.row.id])).rows);
}

function takeResumes(q: { deps: EngineDeps; owner: string; row: ClaimedRun }): Promise<void> {
  const { deps, row } = q;
  return inTransaction(deps.pool, async (transaction) => {
    await transaction.query(SQL.lockApprovals, [[row.id]]);
    crashPoint("resume.locked");
    const { rows } = await transaction.query<{ held: number }>(SQL.takeResumes, [row.id, q.owner, row.lease_epoch, new Date(deps.clock.now()), LIVE_CHANNEL]);
    if (rows[0]?.held !== 1) throw new LeaseLost();
  });
}

function expire(q: { deps: EngineDeps; owner: string; row: ClaimedRun }, step: StepRow): Promise<number> {
  const { deps, row } = q;
  return inTransaction(deps.pool, async (transaction) => {
    await transaction.query(SQL.lockApprovals, [[row.id]]);
    const values = [row.id, q.owner, row.lease_epoch, new Date(deps.clock.now()), LIVE_CHANNEL, step.step_id, step.visit];
    const { rows } = await transaction.query<{ recorded: number }>(SQL.expireApproval, values);
    return rows[0]?.recorded ?? 0;
  });
}
