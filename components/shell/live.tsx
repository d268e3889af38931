"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import type { LiveMessage } from "#server/app.ts";
import { askAgain } from "./ask-again.ts";
import { openStream } from "./stream.ts";

/**
 * The page's one stream. It carries identities only, and every screen asks again for what it shows.
 * A burst of messages is answered once: at once for the first, then at most every PAUSE_MS while it lasts.
 * When it opens again everything is asked again: what happened while it was lost was not heard. When it first opens the server says what
 * happened since the page was asked for, so that what has just been read is not read twice.
 */
const PAUSE_MS = 900;
const FIRST_MS = 60;
/** a reconnection that is quicker than this is nobody's business */
const LOST_AFTER_MS = 4_000;

export type LiveState = { status: "connecting" | "live" | "lost" /** when it was lost */; since: string | null };

type Hear = (message: LiveMessage) => void;
type Held = { state: LiveState; hear: (hear: Hear) => () => void };

const Context = createContext<Held | null>(null);
const KINDS: readonly LiveMessage["kind"][] = ["run", "approval", "draft", "deployment", "connection", "presence"];

export function LiveProvider({ environment, children }: { environment: string; children: ReactNode }) {
  const queries = useQueryClient();
  const trpc = useTRPC();
  const [state, setState] = useState<LiveState>({ status: "connecting", since: null });
  const hearers = useRef(new Set<Hear>());
  const invalidate = useRef<Listening["onKinds"]>(() => {});
  useEffect(() => {
    invalidate.current = (kinds, saved) => {
      const drafts = saved.map(({ flow, revision }) => ({ queryKey: trpc.flows.draft.queryKey({ flow }), revision }));
      askAgain({ queries, keys: keysFor(kinds, trpc), drafts });
    };
  });

  useEffect(() => {
    return listen({
      environment,
      onState: setState,
      onOpen: (isCaughtUp) => {
        if (!isCaughtUp) void queries.invalidateQueries();
      },
      onKinds: (...heard) => invalidate.current(...heard),
      onMessage: (message) => {
        for (const hear of hearers.current) hear(message);
      },
    });
  }, [environment, queries]);

  const held = useMemo<Held>(
    () => ({
      state,
      hear: (hear) => {
        hearers.current.add(hear);
        return () => hearers.current.delete(hear);
      },
    }),
    [state],
  );
  return <Context.Provider value={held}>{children}</Context.Provider>;
}

/** Whether the page hears what happens, and since when it does not. */
export function useLive(): LiveState {
  const held = useContext(Context);
  return held?.state ?? { status: "connecting", since: null };
}

/** Every message as it comes, for what is told in the message itself. The screen's own answer must not change from render to render. */
export function useLiveMessages(hear: Hear): void {
  const held = useContext(Context);
  const subscribe = held?.hear;
  useEffect(() => subscribe?.(hear), [subscribe, hear]);
}

function keysFor(kinds: ReadonlySet<LiveMessage["kind"]>, trpc: ReturnType<typeof useTRPC>): (readonly unknown[])[] {
  const keys: (readonly unknown[])[] = [];
  // a connection says how many runs are parked for it
  if (kinds.has("run"))
    keys.push(trpc.runs.pathKey(), trpc.replays.pathKey(), trpc.overview.pathKey(), trpc.flows.list.pathKey(), trpc.connections.list.pathKey());
  if (kinds.has("approval")) keys.push(trpc.approvals.pathKey(), trpc.runs.pathKey(), trpc.overview.pathKey());
  // what is known of contracts and of other flows does not change with every letter of a draft
  const { list, draft, draftChanges, versions, samples } = trpc.flows;
  if (kinds.has("deployment")) keys.push(trpc.flows.pathKey());
  else if (kinds.has("draft")) keys.push(...[list, draft, draftChanges, versions, samples].map((each) => each.pathKey()));
  if (kinds.has("connection")) keys.push(trpc.connections.pathKey(), trpc.odoo.pathKey(), trpc.overview.pathKey());
  return keys;
}

type DraftMessage = Extract<LiveMessage, { kind: "draft" }>;
type Listening = {
  environment: string;
  onState: (state: LiveState) => void;
  onOpen: (isCaughtUp: boolean) => void;
  onKinds: (kinds: ReadonlySet<LiveMessage["kind"]>, drafts: readonly DraftMessage[]) => void;
  onMessage: (message: LiveMessage) => void;
};

/** @returns how to stop */
function listen(q: Listening): () => void {
  let lostTimer: ReturnType<typeof setTimeout> | undefined;
  let flushTimer: ReturnType<typeof setTimeout> | undefined;
  let lastFlush = Number.NEGATIVE_INFINITY;
  const heard = new Set<LiveMessage["kind"]>();
  const drafts = new Map<string, DraftMessage>();

  const flush = () => {
    flushTimer = undefined;
    lastFlush = performance.now();
    const kinds = new Set(heard);
    const saved = [...drafts.values()];
    heard.clear();
    drafts.clear();
    q.onKinds(kinds, saved);
  };
  const stop = openStream(q.environment, {
    onOpen: (isCaughtUp) => {
      clearTimeout(lostTimer);
      lostTimer = undefined;
      q.onState({ status: "live", since: null });
      q.onOpen(isCaughtUp);
    },
    onLost: () => {
      if (lostTimer) return;
      const since = new Date().toISOString();
      lostTimer = setTimeout(() => q.onState({ status: "lost", since }), LOST_AFTER_MS);
    },
    onData: (text) => {
      const message = readMessage(text);
      if (!message) return;
      q.onMessage(message);
      // nothing is asked again for it: it says everything
      if (message.kind === "presence") return;
      heard.add(message.kind);
      if (message.kind === "draft") drafts.set(message.flow, message);
      flushTimer ??= setTimeout(flush, Math.max(FIRST_MS, lastFlush + PAUSE_MS - performance.now()));
    },
  });
  return () => {
    stop();
    for (const timer of [lostTimer, flushTimer]) clearTimeout(timer);
  };
}

function readMessage(text: unknown): LiveMessage | null {
  if (typeof text !== "string" || text === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    return isMessage(value) ? value : null;
  } catch {
    return null;
  }
}

function isMessage(value: unknown): value is LiveMessage {
  return typeof value === "object" && value !== null && "kind" in value && KINDS.some((kind) => kind === value.kind);
}
