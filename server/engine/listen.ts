/** One LISTEN connection of this process: who waits for a run's end, and who must hear that a run is cancelled. Reconnects by itself. */
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
  /** resolves when notifications sent from now on are heard */
  open: () => Promise<void>;
  close: () => Promise<void>;
};

export function createEar(q: { pool: Pool; log: Log }): Ear {
  const runs = new Map<string, Set<(status: string) => void>>();
  const cancels = new Map<string, Set<() => void>>();
  let client: PoolClient | null = null;
  let opening: Promise<void> | null = null;
  let closed = false;

  async function connect(): Promise<void> {
    const next = await q.pool.connect();
    const lost = () => {
      if (client !== next) return;
      client = null;
      opening = null;
      next.release(true);
      // what was missed meanwhile is looked up: everybody who listens is called
      if (!closed) setTimeout(() => void reopen(), 500);
    };
    next.on("error", lost);
    next.on("end", lost);
    next.on("notification", (message) => hear(message.channel, message.payload ?? ""));
    await next.query(`listen ${LIVE_CHANNEL}; listen ${CANCEL_CHANNEL}`);
    client = next;
  }

  async function reopen(): Promise<void> {
    try {
      await ear.open();
      for (const hearers of runs.values()) for (const each of hearers) each("unknown");
    } catch (error) {
      q.log.warn({ error: error instanceof Error ? error.message : String(error) }, "listening for runs failed; trying again");
      if (!closed) setTimeout(() => void reopen(), 2_000);
    }
  }

  function hear(channel: string, payload: string): void {
    if (channel === CANCEL_CHANNEL) return cancels.get(payload)?.forEach((each) => each());
    if (runs.size === 0) return;
    const message = RunMessage.safeParse(parsed(payload));
    if (message.success) runs.get(message.data.id)?.forEach((each) => each(message.data.status));
  }

  const ear: Ear = {
    onRun: (runId, each) => subscribe(runs, runId, each),
    onCancel: (runId, each) => subscribe(cancels, runId, each),
    open: () => {
      opening ??= connect().catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    close: async () => {
      closed = true;
      const last = client;
      client = null;
      last?.release(true);
    },
  };
  return ear;
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
