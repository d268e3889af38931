/**
 * The circuit breaker of every connection, kept in the database and so the same for all workers.
 *
 *     closed     calls go out; how they end is counted over a window
 *     open       too much of the window failed: runs that reach the connection park, without using an attempt
 *     half-open  after a pause one run, the one that has been parked longest, asks whether the other system is back
 *     ramping    it is: parked runs go on in the order of their arrival, twice as many every second; closed when none is left
 *
 * A probe that fails opens again for twice as long. A call of a closed breaker costs a look into memory; only failures are told at once.
 * Successes are added up here and told once a second while the window holds failures: those of one worker must not speak for all.
 */
import type { Failure } from "#flow/failure.ts";
import type { Pool } from "../db/pool.ts";
import type { Log } from "../log.ts";
import type { EngineLimits } from "./deps.ts";
import { withPatience } from "./patience.ts";
import { SQL } from "./statements.ts";

export type At = { environment: string; connection: string };
export type Admission = { verdict: "go" | "probe" } | { verdict: "park"; until: string | null; text: string };
export type Found = "well" | "ill" | "nothing";
export type BreakerRow = At & { state: string; probe_due: boolean; release_due: boolean };

export type Breakers = {
  /** null: it is closed as far as this worker knows, go; nobody is asked */
  admit: (at: At, runId: string) => Promise<Admission> | null;
  well: (at: At) => void;
  ill: (at: At, failure: Failure) => Promise<void>;
  settle: (at: At, runId: string, found: Found) => Promise<void>;
  /** tells what was added up, and learns how the breakers stand */
  exchange: () => Promise<BreakerRow[]>;
};

type Known = { at: At; state: string; isWatched: boolean; ok: number };

export function createBreakers(q: { pool: Pool; log: Log; limits: EngineLimits }): Breakers {
  const { pool, limits } = q;
  const known = new Map<string, Known>();
  const of = (at: At): Known => {
    const name = laneOf(at);
    const entry = known.get(name) ?? { at, state: "closed", isWatched: false, ok: 0 };
    known.set(name, entry);
    return entry;
  };

  async function admit(at: At, runId: string): Promise<Admission> {
    const { rows } = await withPatience(() => pool.query<Judged>(SQL.breakerAdmit, [at.environment, at.connection, runId, laneOf(at), limits.probeMs]));
    const row = rows[0];
    if (row?.verdict !== "park") return { verdict: row?.verdict === "probe" ? "probe" : "go" };
    return {
      verdict: "park",
      until: row.probe_at?.toISOString() ?? null,
      text: `Connection ${at.connection} does not answer${row.reason === null ? "" : `: ${row.reason.replace(/\.$/, "")}`}. The run goes on by itself when it does.`,
    };
  }

  async function note(outcomes: (At & { ok: number; failed: number; reason: string | null })[]): Promise<void> {
    await pool.query(SQL.noteOutcomes, [JSON.stringify(outcomes), limits.breakerWindowMs / 2_000]);
  }

  return {
    admit: (at, runId) => {
      const entry = known.get(laneOf(at));
      return entry === undefined || entry.state === "closed" ? null : admit(at, runId);
    },
    well: (at) => {
      of(at).ok += 1;
    },
    ill: async (at, failure) => {
      const entry = of(at);
      const ok = entry.ok;
      entry.ok = 0;
      entry.isWatched = true;
      try {
        await note([{ ...at, ok, failed: 1, reason: failure.message.slice(0, 500) }]);
        const values = [
          at.environment,
          at.connection,
          limits.breakerFailures,
          limits.breakerRate,
          limits.breakerPauseMs,
          limits.breakerLongestPauseMs,
          limits.breakerStreak,
        ];
        const opened = await pool.query(SQL.openBreaker, values);
        if (opened.rowCount === 1) {
          entry.state = "open";
          q.log.warn({ ...at, cause: failure.message }, "too many calls of a connection fail: its breaker is open, runs that reach it park");
        }
      } catch (error) {
        // counting is not worth failing a step for: the next failure counts
        q.log.error({ err: error, ...at }, "the failure of a call could not be counted");
      }
    },
    settle: async (at, runId, found) => {
      const values = [at.environment, at.connection, runId, found, limits.breakerPauseMs, limits.breakerLongestPauseMs, limits.rampFrom];
      const { rows } = await withPatience(() => pool.query<{ state: string }>(SQL.settleProbe, values));
      const state = rows[0]?.state;
      if (state === undefined) return;
      of(at).state = state;
      q.log.info({ ...at, found }, "a connection was asked whether it is back");
    },
    exchange: async () => {
      const told = [...known.values()].filter((entry) => entry.isWatched && entry.ok > 0);
      if (told.length > 0) {
        const outcomes = told.map((entry) => ({ ...entry.at, ok: entry.ok, failed: 0, reason: null }));
        for (const entry of told) entry.ok = 0;
        await note(outcomes);
      }
      const { rows } = await pool.query<BreakerRow>(SQL.breakerStates, [limits.breakerWindowMs / 2_000]);
      const seen = new Map(rows.map((row) => [laneOf(row), row]));
      for (const row of rows) of({ environment: row.environment, connection: row.connection });
      for (const [name, entry] of known) {
        const row = seen.get(name);
        entry.state = row?.state ?? "closed";
        entry.isWatched = row !== undefined;
        // a quiet window begins anew: old successes must not outvote what fails now
        if (!entry.isWatched) entry.ok = 0;
      }
      return rows;
    },
  };
}

type Judged = { verdict: "go" | "probe" | "park"; probe_at: Date | null; opened_at: Date | null; reason: string | null };

/** Where runs that wait for a connection are parked. */
export function laneOf(at: At): string {
  return `connection:${at.environment}:${at.connection}`;
}

/** What the end of a call says about the system at the other side. */
export function found(failure: Failure): Found {
  switch (failure.kind) {
    case "unavailable":
    case "timeout":
      return "ill";
    // it was not asked, or the answer is ours
    case "configuration":
    case "internal":
      return "nothing";
    // it broke off in the middle, unless only its answer cannot be used
    case "outcome-unknown":
      return failure.code === "http.answer_unusable" ? "well" : "ill";
    // it is there and has too much to do; or we did not even ask
    case "rate-limited":
      return failure.code === "connection.limit" ? "nothing" : "well";
    case "contention":
    case "authentication":
    case "authorization":
    case "not-found":
    case "invalid-data":
    case "rule":
    case "conflict":
    case "limit":
      return "well";
    default: {
      const unknown: never = failure.kind;
      return unknown;
    }
  }
}
