/**
 * Sub-flows: a run starts another one under its effect key, so asking again finds the same run, and waits for its end. The child wakes its
 * parent when it ends; should that be lost, the parent looks by itself after a while.
 */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { business, Failure, StepFailure, technical } from "#flow/failure.ts";
import type { FlowsPort } from "#flow/ports.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Engine, RegistrationSource } from "../deps.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { jobKeyOf, taskOf } from "./queue.ts";
import { replayIn } from "./replay.ts";
import { SQL } from "./statements.ts";
import type { ClaimedRun } from "./types.ts";

export type CallSubflow = (parent: ClaimedRun) => FlowsPort["call"];

/** How long a parent waits before it looks by itself. */
export const LOOK_AGAIN_MS = 60_000;

const Child = z.object({ id: z.string(), status: z.string(), failure: Failure.nullable().catch(null), parent_run: z.string().nullable() });
type Child = z.infer<typeof Child>;

type Deps = { deps: EngineDeps; limits: EngineLimits; accept: Engine["accept"]; resultOf: (runId: string) => Promise<Json> };

export function createCallSubflow(q: Deps): CallSubflow {
  return (parent) => async (call) => {
    const registration = await registrationOf(q.deps.registrations, { environment: parent.environment, flow: call.flow });
    if (parent.hop + 1 > q.limits.hopLimit)
      throw business(
        "limit",
        "subflow.hop_limit",
        `${call.flow} would be number ${parent.hop + 1} in a chain of flows that start each other; the limit is ${q.limits.hopLimit}.`,
        {
          fix: "A flow probably calls itself through others. Break the circle.",
        },
      );
    const { runId: first } = await q.accept({
      registration,
      trigger: { body: call.input },
      originKey: call.key,
      correlationId: parent.correlation_id,
      hop: parent.hop + 1,
      parent: { run: parent.id, step: call.step },
    });
    const child = Child.parse((await q.deps.pool.query(SQL.latestChild, [first])).rows[0]);
    switch (child.status) {
      case "succeeded":
        return { state: "done", runId: child.id, output: await q.resultOf(child.id) };
      case "failed":
      case "cancelled":
      case "skipped":
        return child.parent_run === parent.id ? fail(child, call.flow) : again(q, { parent, child, step: call.step });
      default:
        return { state: "running", runId: child.id };
    }
  };
}

async function registrationOf(registrations: RegistrationSource, q: { environment: string; flow: string }) {
  const registration = await registrations.byFlow({ environment: q.environment, flowKey: q.flow, type: "trigger.api" });
  if (registration) return registration;
  throw technical("configuration", "subflow.not_deployed", `No flow ${q.flow} with an API trigger is deployed in ${q.environment}.`, {
    fix: "Deploy it there, or correct the key.",
  });
}

/** What the child failed of is what the step failed of. */
function fail(child: Child, flow: string): never {
  if (child.status !== "failed" || child.failure === null)
    throw business("rule", "subflow.ended", `${flow} was ${child.status}.`, {
      fix: "Look at its run; replay this one when it shall go on.",
      detail: { runId: child.id },
    });
  throw asOfChild(child.failure, flow, { runId: child.id });
}

export function asOfChild(cause: Failure, flow: string, more: { runId?: string }): StepFailure {
  const { where: _, retryAfterMs: __, ...failure } = cause;
  return new StepFailure({ ...failure, message: `${flow}: ${failure.message}`, retryable: false, detail: { ...more, cause } });
}

/** This run repeats one whose child had failed: the child is repeated, too. Its keys are the same, and so nothing is done twice. */
async function again(q: Deps, { parent, child, step }: { parent: ClaimedRun; child: Child; step: string }): Promise<{ state: "running"; runId: string }> {
  return inTransaction(q.deps.pool, async (transaction) => {
    const { runId } = await replayIn({ deps: q.deps, transaction, asked: { runId: child.id } });
    await transaction.query(SQL.adopt, [runId, parent.id, step]);
    return { state: "running", runId };
  });
}

/** Tells a run that something it waits for has happened. */
export function wake(deps: EngineDeps, runId: string): Promise<void> {
  return inTransaction(deps.pool, async (transaction) => {
    const { rows } = await transaction.query<{ id: string; latency: string }>(SQL.wake, [runId]);
    const run = rows[0];
    if (run) await transaction.query(SQL.addJobs, [JSON.stringify([{ task: taskOf(run.latency), run_id: run.id, key: jobKeyOf(run.id), run_at: null }])]);
  });
}
