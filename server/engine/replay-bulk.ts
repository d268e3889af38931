/**
 * Bulk replays: the runs are in a table, and every worker looks whether the next one is due. A replay and the note that it was made are one
 * transaction, so that a worker that dies in between has done neither; whoever looks next goes on with the same run. While one worker is at
 * a bulk replay its row is locked: it keeps its rate however many workers there are, and pausing it means that no further run begins.
 */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { Actor } from "../app.ts";
import { UseCaseError } from "../deps.ts";
import type { Transaction } from "../deps.ts";
import { inTransaction } from "../db/transaction.ts";
import { crashPoint } from "./crash-points.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { storable } from "./json.ts";
import { createLooking } from "./looking.ts";
import { isConnectionTrouble } from "./patience.ts";
import { replayIn } from "./replay.ts";
import { SQL } from "./statements.ts";

export type BulkReplaying = {
  /** makes the replays that are due; tells how many runs had their turn */
  tick: () => Promise<number>;
  start: () => void;
  stop: () => Promise<void>;
};

/** A worker that comes late catches up with this much of the rate, and no more. */
const BACKLOG_MS = 1_000;

const Bulk = z.object({
  id: z.string(),
  environment: z.string(),
  rate_per_minute: z.number(),
  begin_at: z.enum(["failure", "start"]),
  version: z.enum(["recorded", "deployed"]),
  created_by: z.object({ kind: z.enum(["person", "api-key", "system"]), id: z.string(), name: z.string() }),
  next_at: z.date(),
});
type Bulk = z.infer<typeof Bulk>;

const Next = z.object({
  position: z.number(),
  run_id: z.string(),
  flow_key: z.string().nullable(),
  business_key: z.string().nullable(),
  failed_step: z.string().nullable(),
  deployed: z.number().nullable(),
  repeated_by: z.string().nullable(),
});
type Next = z.infer<typeof Next>;

type Refusal = { code: string; message: string };

export function createBulkReplaying(q: { deps: EngineDeps; limits: EngineLimits }): BulkReplaying {
  const { deps, limits } = q;
  const looking = createLooking({ look: tick, everyMs: limits.bulkReplayMs, log: deps.log, trouble: "a bulk replay could not go on; it is tried again" });

  async function tick(): Promise<number> {
    let count = 0;
    while (!looking.isStopping() && (await one(deps))) count += 1;
    return count;
  }

  return { tick, start: looking.start, stop: looking.stop };
}

/** Gives the next run that is due its turn; false where none is. */
async function one(deps: EngineDeps): Promise<boolean> {
  const at: { bulk?: Bulk; next?: Next } = {};
  try {
    return await inTransaction(deps.pool, async (transaction) => {
      const now = deps.clock.now();
      at.bulk = Bulk.optional().parse((await transaction.query(SQL.takeBulkReplay, [new Date(now)])).rows[0]);
      if (!at.bulk) return false;
      at.next = Next.optional().parse((await transaction.query(SQL.nextBulkRun, [at.bulk.id])).rows[0]);
      if (!at.next) {
        await transaction.query(SQL.finishBulkReplay, [at.bulk.id, new Date(now)]);
        return true;
      }
      const made = await makeReplay({ deps, transaction, bulk: at.bulk, next: at.next });
      crashPoint("replay.made");
      await note(transaction, { ...at, bulk: at.bulk, next: at.next, made, now });
      return true;
    });
  } catch (error) {
    if (isConnectionTrouble(error) || !at.bulk || !at.next) throw error;
    const { bulk, next } = at;
    // a fault of ours with one run must not keep the others from their turn
    deps.log.error({ err: error, runId: next.run_id, bulk: bulk.id }, "a run of a bulk replay could not be replayed; the next one has its turn");
    const message = `The replay could not be made: ${error instanceof Error ? error.message : "unknown"}. The server's log holds the cause.`;
    await inTransaction(deps.pool, (transaction) => note(transaction, { bulk, next, made: { code: "replay.broke", message }, now: deps.clock.now() }));
    return true;
  }
}

type Noting = { bulk: Bulk; next: Next; made: { runId: string } | Refusal; now: number };

async function note(transaction: Transaction, { bulk, next, made, now }: Noting): Promise<void> {
  const isMade = "runId" in made;
  await transaction.query(SQL.noteBulkRun, [bulk.id, next.position, isMade ? made.runId : null, isMade ? null : storable(made), new Date(now)]);
  // what is refused takes nobody's time: the next one follows at once
  const from = Math.max(bulk.next_at.getTime(), now - BACKLOG_MS);
  await transaction.query(SQL.paceBulkReplay, [bulk.id, new Date(isMade ? from + 60_000 / bulk.rate_per_minute : from)]);
}

type Making = { deps: EngineDeps; transaction: Transaction; bulk: Bulk; next: Next };

async function makeReplay({ deps, transaction, bulk, next }: Making): Promise<{ runId: string } | Refusal> {
  if (next.flow_key === null) return { code: "run.missing", message: "The run is not in the history any more." };
  if (next.repeated_by !== null)
    return { code: "replay.repeated", message: `Run ${next.repeated_by} has repeated it since. Choose that one, or replay this one by itself.` };
  if (bulk.version === "deployed" && next.deployed === null)
    return { code: "replay.not_deployed", message: `No version of ${next.flow_key} is deployed in ${bulk.environment}.` };
  const asked = {
    runId: next.run_id,
    ...(bulk.begin_at === "failure" && next.failed_step !== null ? { from: next.failed_step } : {}),
    ...(bulk.version === "deployed" && next.deployed !== null ? { version: next.deployed } : {}),
  };
  try {
    const made = await replayIn({ deps, transaction, asked });
    const actor: Actor = { ...bulk.created_by, role: "operator" };
    await deps.audit(
      {
        actor,
        action: "run.replayed",
        subject: { kind: "run", id: next.run_id, name: next.business_key ?? next.flow_key },
        environment: bulk.environment,
        detail: { runId: made.runId, from: asked.from ?? null, version: asked.version ?? null, edited: false, asNewEvent: false, bulk: bulk.id },
      },
      transaction,
    );
    return made;
  } catch (error) {
    // refused before anything was written
    if (error instanceof UseCaseError) return { code: error.code, message: error.fix === undefined ? error.message : `${error.message} ${error.fix}` };
    if (error instanceof StepFailure) return { code: error.failure.code, message: error.failure.message };
    throw error;
  }
}
