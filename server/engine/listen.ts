/**
 * One LISTEN connection of this process, as long as anybody needs it: who waits for a run's end, and who must hear that a run is
 * cancelled. Reconnects by itself.
 */
import { z } from "zod";
import type { PoolClient } from "pg";
import { LIVE_CHANNEL } from "../app.ts";
import type { Pool } from "../db/pool.ts";
import type { Log } from "../log.ts";

export const CANCEL_CHANNEL = "throughline_cancel";

const RunMessage = z.object({ kind: z.literal("run"), id: z.string(), status: z.string() });

export type Ear = {
  onRun: (runId: string, hear: (status: string) => void) => () => void;
  onCancel: (runId: string, hear: () => void) => () => void;
  /** runs of which somebody must hear that they are cancelled */
  underWay: () => string[];
  /** it is known without having been heard */
  cancelled: (runId: string) => void;
  /** resolves when notifications sent from now on are heard, with how to say that one needs them no more */
  open: () => Promise<() => void>;
  /** nobody needs it any more */
  close: () => void;
};

export function createEar(q: { pool: Pool; log: Log }): Ear {
  const runs = new Map<string, Set<(status: string) => void>>();
  const cancels = new Map<string, Set<() => void>>();
  let client: PoolClient | null = null;
  let opening: Promise<void> | null = null;
  let needed = 0;

  async function connect(): Promise<void> {
    const next = await q.pool.connect();
    const lost = () => {
      if (client !== next) return;
      client = null;
      opening = null;
      next.release(true);
      // what was missed meanwhile is looked up: everybody who listens is called
      if (needed > 0) setTimeout(() => void reopen(), 500);
    };
    next.on("error", lost);
    next.on("end", lost);
    next.on("notification", (message) => hear(message.channel, message.payload ?? ""));
    await next.query(`listen ${LIVE_CHANNEL}; listen ${CANCEL_CHANNEL}`).catch((error: unknown) => {
      // nobody has it yet who would give it back
      next.release(true);
      throw error;
    });
    if (needed === 0) next.release(true);
    else client = next;
  }

  function listening(): Promise<void> {
    opening ??= connect().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  }

  function leave(): void {
    needed -= 1;
    if (needed <= 0) hangUp();
  }

  function hangUp(): void {
    needed = 0;
    const last = client;
    client = null;
    opening = null;
    last?.release(true);
  }

  async function reopen(): Promise<void> {
    if (needed === 0) return;
    try {
      await listening();
      for (const hearers of runs.values()) for (const each of hearers) each("unknown");
    } catch (error) {
      q.log.warn({ error: error instanceof Error ? error.message : String(error) }, "listening for runs failed; trying again");
      setTimeout(() => void reopen(), 2_000);
    }
  }

  function cancelled(runId: string): void {
    for (const each of cancels.get(runId) ?? []) each();
  }

  function hear(channel: string, payload: string): void {
    if (channel === CANCEL_CHANNEL) {
      cancelled(payload);
      return;
    }
    if (runs.size === 0) return;
    for (const told of [parsed(payload)].flat()) {
      const message = RunMessage.safeParse(told);
      if (message.success) for (const each of runs.get(message.data.id) ?? []) each(message.data.status);
    }
  }

  return {
    onRun: (runId, each) => subscribe(runs, runId, each),
    onCancel: (runId, each) => subscribe(cancels, runId, each),
    underWay: () => [...cancels.keys()],
    cancelled,
    open: async () => {
      needed += 1;
      let left = false;
      const once = () => {
        if (!left) leave();
        left = true;
      };
      try {
        await listening();
      } catch (error) {
        once();
        throw error;
      }
      return once;
    },
    close: hangUp,
  };
}

function subscribe<Hear>(to: Map<string, Set<Hear>>, key: string, hear: Hear): () => void {
  const set = to.get(key) ?? new Set<Hear>();
  set.add(hear);
  to.set(key, set);
  return () => {
    set.delete(hear);
    if (set.size === 0) to.delete(key);
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // not a message of ours
    return null;
  }
}
