/** The engine: accepts arrivals, advances runs, waits, resumes, replays. The only writer of runs, step runs, origins, receipts, resumes and workers. */
import type { Engine } from "../deps.ts";
import { createCancel } from "./cancel.ts";
import { LIMITS } from "./deps.ts";
import type { EngineDeps } from "./deps.ts";
import { createAccept } from "./intake.ts";
import { createEar } from "./listen.ts";
import { createPublishEvent } from "./publish-event.ts";
import { createReplayPreview } from "./replay-preview.ts";
import { createReplay } from "./replay.ts";
import { createResume, createWithdraw } from "./resume.ts";
import { createSettleOutcome } from "./settle.ts";
import { SQL } from "./statements.ts";
import { createWaitFor } from "./wait-for.ts";
import { startWorker } from "./worker.ts";

/** One per process. `close` lets go of the database; workers are drained first. */
export function createEngine(deps: EngineDeps): Engine & { close: () => Promise<void> } {
  const limits = { ...LIMITS, ...deps.limits };
  const ear = createEar({ pool: deps.pool, log: deps.log });
  const publishEvent = createPublishEvent({ deps, limits });
  const accept = createAccept({ deps, limits });
  return {
    accept,
    resume: createResume(deps.pool),
    withdraw: createWithdraw(deps.pool),
    cancel: createCancel(deps),
    replay: createReplay(deps),
    replayPreview: createReplayPreview({ deps, limits }),
    settleOutcome: createSettleOutcome(deps),
    publishEvent,
    waitFor: createWaitFor({ pool: deps.pool, ear, sensitive: deps.sensitive }),
    startWorker: () => startWorker({ deps, limits, ear, publishEvent, accept }),
    ready: async () => {
      const { rows } = await deps.pool.query<{ usable: boolean }>(SQL.queueUsable);
      return rows[0]?.usable ?? false;
    },
    close: async () => ear.close(),
  };
}
