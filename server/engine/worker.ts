/** A worker: a runner of the queue per latency class, so that batch work never stands in the way, and the housekeeping beside them. */
import { EventEmitter } from "node:events";
import { Logger, run as runQueue } from "graphile-worker";
import type { WorkerEvents } from "graphile-worker";
import type { Engine } from "../deps.ts";
import type { Json } from "#flow/document.ts";
import type { Log } from "../log.ts";
import { createBreakers } from "./breaker.ts";
import { createBulkReplaying } from "./replay-bulk.ts";
import { createRecorder } from "./checkpoint.ts";
import type { EngineDeps, EngineLimits } from "./deps.ts";
import { startGovernor } from "./governor.ts";
import { createHousekeeping } from "./housekeeping.ts";
import { keepRunning } from "./keep-running.ts";
import type { Running } from "./keep-running.ts";
import { createDeclare } from "./intent.ts";
import { createClaim } from "./lease.ts";
import type { Ear } from "./listen.ts";
import { createNoteWrites } from "./own-writes.ts";
import { withPatience } from "./patience.ts";
import { createPlaces } from "./places.ts";
import { LATENCIES, taskOf } from "./queue.ts";
import { createRetention } from "./retention.ts";
import { createCallSubflow } from "./subflow.ts";
import { createScheduler } from "./schedule.ts";
import { createTogether } from "./together.ts";
import { hearWhilePausing } from "./wake-up.ts";
import { createWork } from "./work.ts";
import type { World } from "./world.ts";

type Worker = { drain: () => Promise<void> };

export async function startWorker(q: {
  deps: EngineDeps;
  limits: EngineLimits;
  ear: Ear;
  publishEvent: World["publishEvent"];
  accept: Engine["accept"];
  resultOf: (runId: string) => Promise<Json>;
  abandon: (runId: string) => Promise<void>;
}): Promise<Worker> {
  const { deps, limits, ear } = q;
  let draining = false;
  const house = createHousekeeping({ pool: deps.pool, log: deps.log, limits, abandon: q.abandon, cancels: ear });
  const world: World = {
    deps,
    limits,
    portsFor: deps.portsFor,
    publishEvent: q.publishEvent,
    callSubflow: createCallSubflow({ deps, limits, accept: q.accept, resultOf: q.resultOf }),
    abandon: q.abandon,
    noteWrites: createNoteWrites(deps),
    declare: createDeclare({ pool: deps.pool, owner: house.owner }),
    record: createRecorder({ pool: deps.pool, owner: house.owner, clock: deps.clock }),
    breakers: createBreakers({ pool: deps.pool, log: deps.log, limits }),
    gates: deps.gates,
    owner: house.owner,
    isDraining: () => draining,
    onCancel: ear.onCancel,
  };
  const work = createWork({ world, claim: createClaim({ pool: deps.pool, owner: house.owner, clock: deps.clock }), giveBack: house.giveBack });
  const closeEar = await ear.open();
  // registered before the first claim: a lease without a worker is taken away
  await house.start();
  const governor = startGovernor({ pool: deps.pool, log: deps.log, limits, breakers: world.breakers, gates: world.gates });
  // a runner that is started again has a new name in the queue, and jobs under its old one go to the others
  const queueIds = new Map<string, string>();
  const start = async (latency: string) => {
    const task = taskOf(latency);
    const together = createTogether({ pool: deps.pool, task, places: createPlaces(limits.concurrency), on: work.on });
    const runner = await startRunner({ deps, limits, task, on: together, onPool: (id) => queueIds.set(latency, id) });
    await withPatience(() => house.setQueueIds([...queueIds.values()]));
    return runner;
  };
  const runners = await Promise.all(LATENCIES.map((latency) => keepRunning({ start: () => start(latency), log: deps.log })));
  const retention = createRetention({ pool: deps.pool, log: deps.log, clock: deps.clock });
  retention.start(limits.retentionMs);
  const scheduler = createScheduler({ deps, limits, accept: q.accept });
  scheduler.start();
  const bulk = createBulkReplaying({ deps, limits });
  bulk.start();
  let drained: Promise<void> | null = null;
  const drain = async () => {
    draining = true;
    await Promise.all([retention.stop(), scheduler.stop(), bulk.stop()]);
    await Promise.all(runners.map((runner) => runner.stop()));
    // the queue may say that it has stopped before the last of its jobs has
    while (work.inHand() > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await governor.stop();
    await house.leave();
    closeEar();
  };
  return {
    drain: () => {
      drained ??= drain();
      return drained;
    },
  };
}

type Starting = { deps: EngineDeps; limits: EngineLimits; task: string; on: (payload: unknown) => Promise<void>; onPool: (id: string) => void };

async function startRunner(q: Starting): Promise<Running> {
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => q.onPool(workerPool.id));
  hearWhilePausing(events);
  const shuttingDown = new Promise<void>((resolve) => {
    events.once("pool:gracefulShutdown", () => resolve());
  });
  const runner = await runQueue({
    pgPool: q.deps.pool,
    noHandleSignals: true,
    parsedCronItems: [],
    events,
    logger: loggerOf(q.deps.log),
    taskList: { [q.task]: async (payload) => q.on(payload) },
    preset: {
      worker: {
        concurrentJobs: q.limits.concurrency,
        pollInterval: 1_000,
        // a few fetched ahead, and not for long: another worker may be idle
        // what came while few were found is fetched together; a lone job is fetched when it is announced
        localQueue: {
          size: q.limits.concurrency,
          ttl: 10_000,
          refetchDelay: { durationMs: 10, threshold: q.limits.concurrency, maxAbortThreshold: q.limits.concurrency * 5 },
        },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  });
  const settled = runner.promise.catch(() => undefined);
  return { runner, ended: Promise.race([settled, shuttingDown]) };
}

/** The queue's own words are for those who look for them; its troubles are for everybody. */
function loggerOf(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error") log.error({ queue: true }, message);
    else if (level === "warning") log.warn({ queue: true }, message);
    else log.debug({ queue: true }, message);
  });
}
