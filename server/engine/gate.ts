/**
 * How hard a connection may be asked, kept by all processes together: calls under way at once are rows that a process holds and renews,
 * and each second's calls are moments that it reserves. A process asks for what its waiting calls need in one statement, and keeps a slot
 * for a moment while more of them wait, so that a busy connection costs a fraction of a statement per call. A connection without limits
 * costs nothing.
 */
import { technical } from "#flow/failure.ts";
import type { Pool } from "../db/pool.ts";
import type { Gate, Gates } from "../deps.ts";
import type { Log } from "../log.ts";
import { newId } from "./ids.ts";
import { SQL } from "./statements.ts";

/** Slots of a process that is gone come back after this. */
const LEASE_MS = 20_000;
/** How long a process keeps a slot for itself while others may want it, too. */
const KEPT_MS = 200;
const ASK_AGAIN_MS = 40;
/** For one whose limits are not known here yet. */
const UNKNOWN_SPARE = 5;

type Line = { gate: Gate; limits: { concurrent: number | null; perSecond: number | null }; waiting: number; backlogMs: () => number };

const open: Gate = (work) => work();

export function createGates(q: { pool: Pool; log: Log }): Gates {
  const owner = newId();
  const lines = new Map<string, Line>();
  const held = new Set<string>();
  const renewal = setInterval(() => {
    if (held.size === 0) return;
    q.pool.query(SQL.renewSlots, [owner, LEASE_MS]).catch((error: unknown) => q.log.warn({ err: error }, "slots of connections could not be renewed"));
  }, LEASE_MS / 4);
  renewal.unref();

  function lineOf(name: string, limits: Line["limits"]): Line {
    const known = lines.get(name);
    if (known && known.limits.concurrent === limits.concurrent && known.limits.perSecond === limits.perSecond) return known;
    const made = createLine({ ...q, name, limits, owner, held });
    lines.set(name, made);
    return made;
  }

  return {
    of: ({ environment, connection, limits }) => {
      const asked = { concurrent: limits.concurrent ?? null, perSecond: limits.perSecond ?? null };
      const name = nameOf({ environment, connection });
      if (asked.concurrent === null && asked.perSecond === null) {
        lines.delete(name);
        return open;
      }
      return lineOf(name, asked).gate;
    },
    backlogMs: (at) => (lines.size === 0 ? 0 : (lines.get(nameOf(at))?.backlogMs() ?? 0)),
    spare: (at) => {
      const line = lines.get(nameOf(at));
      if (!line) return UNKNOWN_SPARE;
      if (line.backlogMs() > 1_000) return 0;
      const perSecond = Math.ceil(line.limits.perSecond ?? Number.POSITIVE_INFINITY);
      return Math.max(1, Math.min(perSecond, (line.limits.concurrent ?? perSecond) * 2) - line.waiting);
    },
    close: () => clearInterval(renewal),
  };
}

function nameOf(q: { environment: string; connection: string }): string {
  return `${q.environment}:${q.connection}`;
}

type Waiting = { go: (slot: Slot) => void; fail: (error: unknown) => void };
type Slot = { number: number; since: number };

function createLine(q: { pool: Pool; name: string; limits: Line["limits"]; owner: string; held: Set<string> }): Line {
  const { concurrent, perSecond } = q.limits;
  const queue: Waiting[] = [];
  const pacing: { go: (waitMs: number) => void; fail: (error: unknown) => void }[] = [];
  let asking = false;
  let pacingNow = false;
  let paceUntil = 0;
  let callMs = 100;
  let busy = 0;

  async function ask(): Promise<void> {
    if (asking || concurrent === null) return;
    asking = true;
    try {
      while (queue.length > 0) {
        const values = [q.name, concurrent, Math.min(queue.length, concurrent), q.owner, LEASE_MS];
        const { rows } = await q.pool.query<{ number: number }>(SQL.takeSlots, values);
        for (const { number } of rows) {
          q.held.add(`${q.name}:${number}`);
          pass({ number, since: performance.now() });
        }
        if (queue.length > 0) await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS * (0.5 + Math.random())));
      }
    } catch (error) {
      for (const each of queue.splice(0)) each.fail(error);
    } finally {
      asking = false;
    }
  }

  /** To whoever waits longest here; back to the others where nobody does, or after a while. */
  function pass(slot: Slot): void {
    const next = queue.shift();
    if (next) next.go(slot);
    else void giveBack(slot);
  }

  function leave(slot: Slot): void {
    if (queue.length > 0 && performance.now() - slot.since < KEPT_MS) pass(slot);
    else void giveBack(slot).then(ask);
  }

  async function giveBack(slot: Slot): Promise<void> {
    q.held.delete(`${q.name}:${slot.number}`);
    // not given back in time, it comes back by itself
    await q.pool.query(SQL.giveSlots, [q.name, [slot.number], q.owner]).catch(() => undefined);
  }

  function enter(signal?: AbortSignal): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        const at = queue.indexOf(mine);
        if (at >= 0) queue.splice(at, 1);
        reject(stopped(q.name));
      };
      const mine: Waiting = {
        go: (slot) => {
          signal?.removeEventListener("abort", onAbort);
          resolve(slot);
        },
        fail: (error) => {
          signal?.removeEventListener("abort", onAbort);
          reject(error);
        },
      };
      if (signal?.aborted) return reject(stopped(q.name));
      signal?.addEventListener("abort", onAbort, { once: true });
      queue.push(mine);
      void ask();
    });
  }

  /** Calls that wait at this moment reserve their moments together, a second of them at most: other processes want some, too. */
  async function reserve(rate: number): Promise<void> {
    if (pacingNow) return;
    pacingNow = true;
    try {
      while (pacing.length > 0) {
        const batch = pacing.splice(0, Math.max(1, Math.ceil(rate)));
        try {
          const { rows } = await q.pool.query<{ wait_ms: number }>(SQL.pace, [q.name, batch.length, 1 / rate]);
          const first = Math.max(0, rows[0]?.wait_ms ?? 0);
          for (const [index, each] of batch.entries()) each.go(first + (index * 1000) / rate);
          paceUntil = performance.now() + first + (batch.length * 1000) / rate;
        } catch (error) {
          for (const each of batch) each.fail(error);
        }
      }
    } finally {
      pacingNow = false;
    }
  }

  async function pace(signal?: AbortSignal): Promise<void> {
    if (perSecond === null) return;
    const waitMs = await new Promise<number>((go, fail) => {
      pacing.push({ go, fail });
      void reserve(perSecond);
    });
    if (waitMs > 0) await pause(waitMs, q.name, signal);
  }

  const gate: Gate = async (work, signal) => {
    const slot = concurrent === null ? null : await enter(signal);
    busy += 1;
    try {
      await pace(signal);
      const begun = performance.now();
      try {
        return await work();
      } finally {
        callMs = callMs * 0.8 + (performance.now() - begun) * 0.2;
      }
    } finally {
      busy -= 1;
      if (slot) leave(slot);
    }
  };
  return {
    gate,
    limits: q.limits,
    get waiting() {
      return queue.length + pacing.length + (concurrent === null ? 0 : busy);
    },
    backlogMs: () => {
      const paced = perSecond === null ? 0 : Math.max(0, paceUntil - performance.now()) + (pacing.length * 1000) / perSecond;
      return Math.max(paced, concurrent === null ? 0 : (queue.length * callMs) / concurrent);
    },
  };
}

function pause(ms: number, name: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(stopped(name));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    if (signal?.aborted) return onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function stopped(name: string) {
  const connection = name.slice(name.indexOf(":") + 1);
  return technical("rate-limited", "connection.limit", `The step was stopped while it waited for its turn at connection ${connection}; nothing was sent.`, {
    fix: "Give the connection higher limits, or the step more time.",
    retryable: true,
    where: { connection },
  });
}
