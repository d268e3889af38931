/** The engine: accepts arrivals, advances runs, waits, resumes, replays. The only writer of runs, step runs, origins, receipts, resumes and workers. */
import type { Actor } from "../app.ts";
import { UseCaseError } from "../deps.ts";
import type { Engine } from "../deps.ts";
import { createBacktest } from "./backtest.ts";
import { createCancel } from "./cancel.ts";
import { LIMITS } from "./deps.ts";
import type { EngineDeps } from "./deps.ts";
import { createAccept, createAcceptIn } from "./intake.ts";
import { createEar } from "./listen.ts";
import { createPublishEvent } from "./publish-event.ts";
import { createReplayPreview } from "./replay-preview.ts";
import { createReplay } from "./replay.ts";
import { createResume, createWithdraw } from "./resume.ts";
import { createDecideDeleted, createSettleOutcome } from "./settle.ts";
import { SQL } from "./statements.ts";
import { createWaitFor } from "./wait-for.ts";
import { startWorker } from "./worker.ts";

const NOBODY: Actor = { kind: "system", id: "engine", name: "Throughline", role: "administrator" };

/** One per process. `close` lets go of the database; workers are drained first. */
export function createEngine(deps: EngineDeps): Engine & { close: () => Promise<void> } {
  const limits = { ...LIMITS, ...deps.limits };
  const ear = createEar({ pool: deps.pool, log: deps.log });
  const publishEvent = createPublishEvent({ deps, limits });
  const accept = createAccept({ deps, limits });
  const cancel = createCancel(deps);
  const waitFor = createWaitFor({ pool: deps.pool, ear, sensitive: deps.sensitive });
  const resultOf = async (runId: string) => (await waitFor({ runId, milliseconds: 0 })).output;
  // one that has ended meanwhile needs no end
  const abandon = (runId: string) =>
    cancel({ actor: NOBODY, runId, reason: "The run that waited for it has ended." }).catch((error: unknown) => {
      if (!(error instanceof UseCaseError)) throw error;
    });
  return {
    accept,
    acceptIn: createAcceptIn({ deps, limits }),
    resume: createResume(deps.pool),
    withdraw: createWithdraw(deps.pool),
    cancel,
    replay: createReplay(deps),
    replayPreview: createReplayPreview({ deps, limits }),
    settleOutcome: createSettleOutcome(deps),
    decideDeleted: createDecideDeleted(deps),
    backtest: createBacktest({ deps, limits }),
    publishEvent,
    waitFor,
    startWorker: () => startWorker({ deps, limits, ear, publishEvent, accept, resultOf, abandon }),
    ready: async () => {
      const { rows } = await deps.pool.query<{ usable: boolean }>(SQL.queueUsable);
      return rows[0]?.usable ?? false;
    },
    close: async () => ear.close(),
  };
}
