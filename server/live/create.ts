/**
 * What happens anywhere, to the pages that show it: one LISTEN connection per process, one stream of server-sent events per page.
 * Messages carry identities only. After the connection was lost every listener is told so, because what happened meanwhile was not heard.
 */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import { LIVE_CHANNEL } from "#server/app.ts";
import type { LiveMessage } from "#server/app.ts";
import type { Log } from "#server/log.ts";
import { createRecent } from "./recent.ts";
import type { Recent } from "./recent.ts";

const Kind = z.looseObject({ kind: z.enum(["run", "approval", "draft", "deployment", "connection", "presence"]) });

/** undefined: some messages may have been missed. */
type Hear = (message: LiveMessage | undefined) => void;

export type Live = {
  /** @returns how to stop hearing */
  onMessage: (hear: Hear) => () => void;
  /** what a page did not hear that was asked for `age` ms ago; null: some of it is not known here */
  since: Recent["since"];
  close: () => Promise<void>;
};

export async function createLive(q: { databaseUrl: string; log: Log; now?: () => number }): Promise<Live> {
  const hearers = new Set<Hear>();
  let client: pg.Client | null = null;
  let closed = false;
  const closing = new AbortController();
  let returning: Promise<void> = Promise.resolve();

  const recent = createRecent({ now: q.now ?? (() => performance.now()) });

  const tell = (message: LiveMessage | undefined) => {
    if (message === undefined) recent.forget();
    // who looks at which flow is told anew to whoever comes
    else if (message.kind !== "presence") recent.add(message);
    for (const hear of hearers) hear(message);
  };

  async function listen(): Promise<void> {
    const next = new pg.Client({ connectionString: q.databaseUrl, application_name: "throughline-live", keepAlive: true });
    next.on("notification", ({ payload }) => {
      for (const message of read(payload)) tell(message);
    });
    next.on("error", (error) => q.log.warn({ error: error.message }, "the stream of live messages was interrupted"));
    next.on("end", () => {
      if (client !== next) return;
      client = null;
      if (!closed) returning = again();
    });
    try {
      await next.connect();
      await next.query(`listen ${LIVE_CHANNEL}`);
    } catch (error) {
      void next.end().catch(() => undefined);
      throw error;
    }
    client = next;
  }

  async function again(): Promise<void> {
    for (let delay = 250; client === null && !closed; delay = Math.min(delay * 2, 5_000)) {
      await sleep(delay, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closed) return;
      try {
        await listen();
        tell(undefined);
      } catch (error) {
        q.log.warn({ error: error instanceof Error ? error.message : String(error) }, "the stream of live messages is not back yet");
      }
    }
  }

  await listen();
  return {
    onMessage: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    since: recent.since,
    close: async () => {
      closed = true;
      closing.abort();
      // their streams end: a page goes on with whoever answers next
      tell(undefined);
      hearers.clear();
      await returning;
      await client?.end();
    },
  };
}

function read(payload: string | undefined): LiveMessage[] {
  try {
    const value: unknown = JSON.parse(payload ?? "");
    // our own rooms wrote them; only their kind is looked at
    return [value].flat().filter((each): each is LiveMessage => Kind.safeParse(each).success);
  } catch {
    // somebody else speaks on this channel: not for us
    return [];
  }
}
