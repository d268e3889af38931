/** The room of bulk replays: chosen, looked at, begun, paused and cancelled here; made by the engine, run by run (server/engine/replay-bulk.ts). */
import { v7 } from "uuid";
import { z } from "zod";
import type { Actor, BulkReplayPreview, BulkReplaySelection, BulkReplayView, Replays, ReplayWill } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { Clock, Engine, RecordAudit } from "#server/deps.ts";
import { RunRow, runOf, ViewRow, viewOf } from "./rows.ts";
import { chosenRuns } from "./selection.ts";

const COUNT = sqlFile(import.meta.url, "count");
const SAMPLED = sqlFile(import.meta.url, "sample");
const INSERT = sqlFile(import.meta.url, "insert");
const INSERT_RUNS = sqlFile(import.meta.url, "insert-runs");
const FORGET = sqlFile(import.meta.url, "forget");
const VIEWS = sqlFile(import.meta.url, "views");
const RUNS = sqlFile(import.meta.url, "runs");
const SET_STATE = sqlFile(import.meta.url, "set-state");

/** How many of the chosen runs are looked at step by step before anybody begins. */
const SAMPLE = 10;
const PAGE = 100;
const LISTED = 20;
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

export type ReplaysDeps = { pool: Pool; engine: Pick<Engine, "replayPreview">; audit: RecordAudit; clock: Clock };

export function createReplays(deps: ReplaysDeps): Replays {
  return {
    preview: (q) => preview(deps, q),
    begin: (actor, q) => begin(deps, actor, q),
    get: async (q) => viewOfId(deps, q.id),
    list: async (q) => {
      const { rows } = await deps.pool.query(VIEWS, [q.environment, null, LISTED]);
      return z.array(ViewRow).parse(rows).map(viewOf);
    },
    runs: async (q) => {
      await viewOfId(deps, q.id);
      const after = /^\d{1,9}$/.test(q.cursor ?? "") ? Number(q.cursor) : 0;
      const { rows } = await deps.pool.query(RUNS, [q.id, q.state ?? null, after, PAGE + 1]);
      const items = z.array(RunRow).parse(rows).map(runOf);
      const shown = items.slice(0, PAGE);
      return { items: shown, nextCursor: items.length > PAGE ? String(shown.at(-1)?.position ?? "") : null };
    },
    pause: (actor, q) => change(deps, actor, { id: q.id, to: "paused", from: ["running"] }),
    resume: (actor, q) => change(deps, actor, { id: q.id, to: "running", from: ["paused"] }),
    cancel: (actor, q) => change(deps, actor, { id: q.id, to: "cancelled", from: ["running", "paused"] }),
  };
}

const Counted = z.object({ runs: z.number(), unfinished: z.number(), repeated: z.number() });
const Sampled = z.object({ id: z.string(), failed_step: z.string().nullable(), deployed: z.number().nullable() });

async function preview(deps: ReplaysDeps, q: BulkReplaySelection): Promise<BulkReplayPreview> {
  const ids = await chosenRuns(deps.pool, q);
  const counted = Counted.parse((await deps.pool.query(COUNT, [ids])).rows[0]);
  const effects = new Map<ReplayWill, number>();
  const sample = z.array(Sampled).parse((await deps.pool.query(SAMPLED, [ids.slice(0, SAMPLE)])).rows);
  for (const run of sample) {
    const { steps } = await deps.engine.replayPreview({
      runId: run.id,
      ...(q.beginAt !== "start" && run.failed_step !== null ? { from: run.failed_step } : {}),
      ...(q.version === "deployed" && run.deployed !== null ? { version: run.deployed } : {}),
    });
    for (const { will } of steps) if (will !== "copied" && will !== "execute") effects.set(will, (effects.get(will) ?? 0) + 1);
  }
  return {
    ...counted,
    willBegin: counted.runs - counted.unfinished - counted.repeated,
    lookedAt: sample.length,
    effects: [...effects].map(([will, count]) => ({ will, count })),
  };
}

async function begin(deps: ReplaysDeps, actor: Actor, q: Parameters<Replays["begin"]>[1]): Promise<BulkReplayView> {
  const ids = await chosenRuns(deps.pool, q);
  if (ids.length === 0)
    throw new UseCaseError({ code: "replays.none", status: 422, message: "No run fits, so there is nothing to replay.", fix: "Look at the filter." });
  const id = v7();
  const now = deps.clock.now();
  const { kind, id: by, name } = actor;
  await inTransaction(deps.pool, async (transaction) => {
    await transaction.query(FORGET, [new Date(now - KEPT_MS)]);
    await transaction.query(INSERT, [
      id,
      q.environment,
      q.ratePerMinute,
      q.beginAt ?? "failure",
      q.version ?? "recorded",
      q.filter === undefined ? null : JSON.stringify(q.filter),
      ids.length,
      JSON.stringify({ kind, id: by, name }),
      new Date(now),
    ]);
    await transaction.query(INSERT_RUNS, [id, ids]);
    await record(deps, { actor, transaction, id, action: "replays.begun", environment: q.environment, runs: ids.length });
  });
  return viewOfId(deps, id);
}

type Changing = { id: string; to: "running" | "paused" | "cancelled"; from: string[] };

const DONE = { running: "resumed", paused: "paused", cancelled: "cancelled" } as const;

async function change(deps: ReplaysDeps, actor: Actor, q: Changing): Promise<void> {
  const view = await viewOfId(deps, q.id);
  await inTransaction(deps.pool, async (transaction) => {
    const { rowCount } = await transaction.query(SET_STATE, [q.id, q.to, q.from, new Date(deps.clock.now())]);
    if (rowCount !== 1)
      throw new UseCaseError({
        code: "replays.state",
        status: 409,
        message: `This bulk replay is ${view.state} and cannot be ${DONE[q.to]}.`,
        fix: "Look at it again: somebody may have been faster.",
      });
    await record(deps, { actor, transaction, id: q.id, action: `replays.${DONE[q.to]}`, environment: view.environment, runs: view.counts.runs });
  });
}

type Recording = { actor: Actor; transaction: Parameters<RecordAudit>[1] & object; id: string; action: string; environment: string; runs: number };

function record(deps: ReplaysDeps, q: Recording): Promise<void> {
  const { actor, action, environment, runs } = q;
  return deps.audit(
    { actor, action, subject: { kind: "bulk-replay", id: q.id, name: `Replay of ${runs} runs` }, environment, detail: { runs } },
    q.transaction,
  );
}

async function viewOfId(deps: ReplaysDeps, id: string): Promise<BulkReplayView> {
  const rows = z.guid().safeParse(id).success ? (await deps.pool.query(VIEWS, [null, id, 1])).rows : [];
  const row = ViewRow.optional().parse(rows[0]);
  if (!row)
    throw new UseCaseError({
      code: "replays.missing",
      status: 404,
      message: `There is no bulk replay ${id}.`,
      fix: "It may have ended long ago: the runs that it made are in the history.",
    });
  return viewOf(row);
}
