/**
 * The Odoo changes of this installation: a few sweepers in every worker, each of which takes the trigger that has waited longest, under a
 * lease in the database. Whoever stops in the middle is followed by another one when the lease runs out.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { StepFailure, technical } from "#flow/failure.ts";
import type { Failure } from "#flow/failure.ts";
import { sqlFile } from "../../db/sql.ts";
import { isConnectionTrouble } from "../../engine/patience.ts";
import type { WatchDeps, Watching } from "./deps.ts";
import { followHints } from "./hints.ts";
import { createReader } from "./read.ts";
import { removeOldRules } from "./rule.ts";
import { WatchRow, watchedOf } from "./row.ts";
import { createSelf } from "./self.ts";
import { BELIEVED_MS, sweep, TakenOver } from "./sweep.ts";

const PLAN = sqlFile(import.meta.url, "plan-watches");
const CLAIM = sqlFile(import.meta.url, "claim-watch");
const LEAVE = sqlFile(import.meta.url, "leave-watch");
const END = sqlFile(import.meta.url, "end-watch");

export type OdooWatch = {
  /** looks at everything that is due, and tells how many runs began */
  tick: () => Promise<number>;
  start: () => void;
  stop: () => Promise<void>;
};

/** An Odoo that answers slowly holds up one of these, and not the others. */
const SWEEPERS = 4;
const LOOK_MS = 1_000;
/** After a failure: soon, then more and more rarely. */
const RETRY_MS = { first: 5_000, most: 300_000 };

export function createOdooWatch(q: WatchDeps): OdooWatch {
  const deps: Watching = { ...q, selfOf: createSelf(q) };
  const stopping = new AbortController();
  const { signal } = stopping;
  const running: Promise<void>[] = [];

  const plan = () => deps.pool.query(PLAN);
  const hints = async () => {
    const found = await followHints({ deps, stop: signal });
    return found;
  };

  async function loop(work: () => Promise<boolean>, what: string): Promise<void> {
    while (!signal.aborted) {
      let isMore = false;
      try {
        isMore = await work();
      } catch (error) {
        if (error instanceof StepFailure) deps.log.warn({ code: error.failure.code, message: error.failure.message }, what);
        else if (!isConnectionTrouble(error) && !signal.aborted) deps.log.error({ err: error }, what);
      }
      if (!isMore) await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    tick: async () => {
      await plan();
      let told = (await hints()).told;
      for (;;) {
        const swept = await sweepNext(deps, signal);
        if (swept === null) return told;
        told += swept;
      }
    },
    start: () => {
      running.push(loop(() => plan().then(() => false), "Odoo triggers could not be planned; it is tried again"));
      running.push(loop(async () => (await hints()).taken > 0, "records that Odoo named could not be read; it is tried again"));
      for (let count = 0; count < SWEEPERS; count += 1)
        running.push(loop(async () => (await sweepNext(deps, signal)) !== null, "a look for changes in Odoo failed; it is tried again"));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Null: nothing is due. */
async function sweepNext(deps: Watching, stop: AbortSignal): Promise<number | null> {
  const sweeper = randomUUID();
  const { rows } = await deps.pool.query(CLAIM, [sweeper, BELIEVED_MS]);
  if (rows[0] === undefined) return null;
  const row = WatchRow.parse(rows[0]);
  try {
    const watched = await watchedOf(row, deps.versions);
    if (watched === null) {
      await removeOldRules({ deps, row, stop });
      await deps.pool.query(END, [row.registration_id, sweeper]);
      return 0;
    }
    const reader = createReader({ odoo: deps.portsFor(row.environment).odoo, config: watched.config, stop });
    const { told, nextMs, idsMs } = await sweep({ deps, watched, reader, sweeper, stop });
    await deps.pool.query(LEAVE, [row.registration_id, sweeper, nextMs, idsMs, 0, null]);
    return told;
  } catch (error) {
    if (error instanceof TakenOver) return 0;
    if (isConnectionTrouble(error)) throw error;
    const failure = failureOf(error);
    if (!(error instanceof StepFailure) && !stop.aborted) deps.log.error({ err: error }, "a look for changes in Odoo failed; it is tried again");
    const pause = stop.aborted ? 0 : Math.min(RETRY_MS.first * 2 ** row.failures, RETRY_MS.most);
    await deps.pool.query(LEAVE, [row.registration_id, sweeper, pause, null, Math.min(row.failures + 1, 20), JSON.stringify(failure)]);
    return 0;
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof StepFailure) return error.failure;
  return technical("internal", "odoo.watch", "The look for changes in Odoo failed. The server's log holds the cause.").failure;
}
