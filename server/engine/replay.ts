/** Replays: a run linked to its original, with the same origin and so with the same effect keys. What has happened is found, not done again. */
import { inTransaction } from "../db/transaction.ts";
import { LIVE_CHANNEL } from "../app.ts";
import type { Pool } from "../db/pool.ts";
import { UseCaseError } from "../deps.ts";
import type { Engine, Transaction } from "../deps.ts";
import { namesOf } from "./arrival.ts";
import type { EngineDeps } from "./deps.ts";
import { isId, newId } from "./ids.ts";
import { storable } from "./json.ts";
import { jobKeyOf, taskOf } from "./queue.ts";
import { planReplay } from "./replay-plan.ts";
import type { ReplayAsked, ReplayPlan } from "./replay-plan.ts";
import { SQL } from "./statements.ts";
import type { ReplayEdits } from "./types.ts";

export function createReplay(deps: EngineDeps): Engine["replay"] {
  return (q, also) =>
    inTransaction(deps.pool, async (transaction) => {
      const made = await replayIn({ deps, transaction, asked: q });
      await also?.(made, transaction);
      return made;
    });
}

export async function replayIn(q: { deps: EngineDeps; transaction: Transaction; asked: ReplayAsked }): Promise<{ runId: string }> {
  const { deps, transaction, asked } = q;
  const plan = await planReplay({ deps, database: transaction, asked });
  if (!asked.asNewEvent) {
    const { environment, flow_id: flowId, origin } = plan.original;
    await transaction.query(SQL.lockOrigin, [[environment, flowId, origin].join("/")]);
    await refuseBesideAnother(transaction, plan);
  }
  const runId = newId();
  await transaction.query(SQL.insertReplay, await rowOf({ deps, asked, plan, runId }));
  if (plan.names.size > 0) {
    const names = [...plan.names].map(([old_id, new_id]) => ({ old_id, new_id }));
    await transaction.query(SQL.copySteps, [runId, plan.original.id, storable(names)]);
  }
  const { environment, flow_key: flow } = plan.original;
  await transaction.query(SQL.addJobs, [storable([{ task: taskOf(latencyOf(plan)), run_id: runId, key: jobKeyOf(runId), run_at: null }])]);
  await transaction.query(SQL.announce, [LIVE_CHANNEL, JSON.stringify({ kind: "run", id: runId, environment, status: "queued", flow })]);
  return { runId };
}

/** Two runs of one origin beside each other could send the same effect at the same moment. */
export async function refuseBesideAnother(database: Pool | Transaction, { original }: ReplayPlan): Promise<void> {
  const { environment, flow_id: flowId, origin, correlation_id: correlationId } = original;
  const { rows } = await database.query<{ id: string }>(SQL.openSibling, [
    correlationId,
    environment,
    flowId,
    origin,
    isId(correlationId) ? correlationId : null,
  ]);
  if (!rows[0]) return;
  throw new UseCaseError({
    code: "replay.beside_another",
    status: 409,
    message: `Run ${rows[0].id} already repeats what happened here and has not ended.`,
    fix: "Wait for its end, or cancel it.",
  });
}

function latencyOf(plan: ReplayPlan): string {
  return plan.version.document.flow.latency ?? "near-real-time";
}

/** Where nothing was edited, names and money stay as they were read then. */
async function rowOf(q: { deps: EngineDeps; asked: ReplayAsked; plan: ReplayPlan; runId: string }): Promise<unknown[]> {
  const { deps, asked, plan, runId } = q;
  const { original, version } = plan;
  const now = new Date(deps.clock.now());
  const isSame = asked.triggerBody === undefined && version.id === original.version_id;
  const kept = { businessKey: original.business_key, value: original.value, currency: original.currency };
  const names = isSame
    ? kept
    : await namesOf({
        deps,
        version,
        environment: original.environment,
        trigger: plan.triggerBody,
        runId,
        correlationId: original.correlation_id,
        at: now.getTime(),
      });
  return [
    runId,
    original.environment,
    original.flow_id,
    version.document.flow.key,
    version.id,
    version.number,
    plan.trigger.id,
    latencyOf(plan),
    asked.asNewEvent ? `${original.origin}#${runId}` : original.origin,
    storable(deps.sensitive.seal(plan.triggerBody, version.document.flow.sensitive)),
    names.businessKey,
    names.value,
    names.currency,
    original.correlation_id,
    original.hop,
    original.seed,
    original.id,
    plan.from,
    storable(deps.sensitive.seal(editsOf(asked, plan), version.document.flow.sensitive)),
    now,
  ];
}

export function editsOf(asked: ReplayAsked, plan: ReplayPlan): ReplayEdits {
  const { original } = plan;
  return {
    ...(asked.triggerBody === undefined ? {} : { triggerBody: asked.triggerBody }),
    ...(asked.input === undefined ? {} : { input: asked.input }),
    // a new event happens now; everything else happened when it happened
    ...(asked.asNewEvent ? {} : { clock: original.replay_edits?.clock ?? original.created_at.toISOString() }),
  };
}
