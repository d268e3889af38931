/** A job of the queue, from claim to release: one run goes on as far as it goes. Trouble that is not the run's own never stays silent. */
import { StepFailure, technical } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import { advance } from "./advance.ts";
import { waitingOf } from "./active-run.ts";
import { crashPoint } from "./crash-points.ts";
import { lanesOf, takeTurns, waitsForTurn } from "./lanes.ts";
import type { Lane } from "./lanes.ts";
import { LeaseLost } from "./lease.ts";
import type { Claim } from "./lease.ts";
import { loadRun } from "./load.ts";
import { isConnectionTrouble } from "./patience.ts";
import { SQL } from "./statements.ts";
import type { ClaimedRun } from "./types.ts";
import type { World } from "./world.ts";

export type Work = {
  /** advances a run until nobody asks for more of it */
  on: (runId: string) => Promise<void>;
  /** runs in hand at this moment */
  inHand: () => number;
};

export function createWork(q: { world: World; claim: Claim; giveBack: (run: ClaimedRun) => void }): Work {
  // one job per run is the rule, two are possible: the second one must not take the lease from the first
  const inHand = new Map<string, { again: boolean }>();

  async function on(runId: string): Promise<void> {
    const held = inHand.get(runId);
    if (held) {
      held.again = true;
      return;
    }
    const mine = { again: true };
    inHand.set(runId, mine);
    try {
      while (mine.again) {
        mine.again = false;
        if (await once(q, runId)) mine.again = true;
      }
    } finally {
      inHand.delete(runId);
    }
  }

  return { on, inHand: () => inHand.size };
}

const NOTHING = { receipts: [], asked: [], closed: [], jobs: [], parkings: [] };

/** @returns whether somebody asked for more while it was advanced */
async function once(q: { world: World; claim: Claim; giveBack: (run: ClaimedRun) => void }, runId: string): Promise<boolean> {
  const row = await q.claim(runId);
  if (row === null) return false;
  crashPoint("claim.done");
  try {
    const run = await loadRun({ deps: q.world.deps, owner: q.world.owner(), row });
    if (run.lanes.length > 0 && row.cancel_reason === null) {
      const lane = await takeTurns({ pool: q.world.deps.pool, row, lanes: run.lanes });
      if (lane !== null) return await waitInLane({ world: q.world, row, lane });
    }
    const advanced = await advance(q.world, run);
    // a run that queued up again has its job; it waits behind the others
    return advanced.wakeRequested && advanced.status !== "queued";
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    if (!isConnectionTrouble(error) && (await failRun(q.world, row, error))) return false;
    q.giveBack(row);
    return false;
  }
}

/** @returns whether its turn came while that was recorded */
async function waitInLane(q: { world: World; row: ClaimedRun; lane: Lane }): Promise<boolean> {
  const { world, row, lane } = q;
  const since = world.deps.clock.now();
  const waitingFor = waitingOf({ kind: lane.reason === "order" ? "order" : "limit", step: null, since, until: null, text: waitsForTurn(lane, row) });
  const standing = { status: "queued", waitingFor, failure: null, release: true } as const;
  const recorded = await world.record({ run: row, standing, steps: [], ...NOTHING, leaves: [] });
  return recorded.wakeRequested;
}

/** A bug of ours, or a version that cannot be read: the run ends and says so, instead of being tried for ever. */
async function failRun(world: World, run: ClaimedRun, error: unknown): Promise<boolean> {
  world.deps.log.error({ err: error, runId: run.id }, "a run could not be advanced");
  try {
    const standing = { status: "failed", waitingFor: null, failure: failureOf(run, error), release: true } as const;
    // nobody is asked any more what cannot be answered
    const { rows: closed } = await world.deps.pool.query<{ step: string; visit: number }>(SQL.openQuestions, [run.id]);
    await world.record({ run, standing, steps: [], ...NOTHING, closed, leaves: lanesOf(run, null) });
    return true;
  } catch (cause) {
    world.deps.log.error({ err: cause, runId: run.id }, "the failure of a run could not be recorded; it will be tried again");
    return false;
  }
}

function failureOf(run: ClaimedRun, error: unknown): Failure {
  if (error instanceof StepFailure) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return technical("internal", "run.internal", `Run ${run.id} could not go on: ${message}`, {
    fix: "This is a fault of the product: report it with the run's id.",
  }).failure;
}
