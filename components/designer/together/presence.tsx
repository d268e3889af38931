"use client";

/** Who else looks at this flow, and telling them where this page looks. */
import { useMutation } from "@tanstack/react-query";
import type { inferInput } from "@trpc/tanstack-react-query";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useActor } from "#components/shell/actor.tsx";
import { useLiveMessages } from "#components/shell/live.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { uniqueName } from "#components/unique.ts";
import type { LiveMessage, PersonHere } from "#server/app.ts";
import { type DesignerStore, useStore } from "../store.ts";

const BEAT_MS = 10_000;
/** where somebody looks is told when they have looked there for a moment */
const REST_MS = 300;

/** Somebody else, once, however many windows they have: where they looked last. */
export type Other = { id: string; name: string; step: string | null };

/** Who else is here, for whoever shows it: nobody else is drawn again when somebody looks elsewhere. */
export type Presence = { get: () => readonly Other[]; subscribe: (listener: () => void) => () => void; set: (others: readonly Other[]) => void };

export function createPresence(): Presence {
  const listeners = new Set<() => void>();
  let others: readonly Other[] = [];
  return {
    get: () => others,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (next) => {
      if (isSame(others, next)) return;
      others = next;
      for (const listener of listeners) listener();
    },
  };
}

export function useOthers({ get, subscribe }: Presence): readonly Other[] {
  return useSyncExternalStore(subscribe, get, get);
}

/** Tells where this page looks, and hears where others do. It shows nothing, and is drawn again with every step that is chosen. */
export function KeepPresence({ flow, store, presence }: { flow: string; store: DesignerStore; presence: Presence }): null {
  const trpc = useTRPC();
  const actor = useActor();
  const { mutateAsync } = useMutation(trpc.presence.look.mutationOptions());
  const [page] = useState(uniqueName);
  const [here, setHere] = useState<readonly PersonHere[]>([]);
  const step = useStore(store, (state) => (state.selection.steps.length === 1 ? (state.selection.steps[0] ?? null) : state.frame));
  const look = useRef(mutateAsync);
  const at = useRef(step);
  useEffect(() => {
    look.current = mutateAsync;
    at.current = step;
  });

  const tell = useCallback(
    (leaves = false) => {
      look
        .current({ flow, page, step: at.current, ...(leaves ? { leaves } : {}) })
        .then((all) => !leaves && setHere(all))
        // who is here is not worth an error; the next beat asks again
        .catch(() => undefined);
    },
    [flow, page],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step is a reason to tell
  useEffect(() => {
    const timer = setTimeout(tell, REST_MS);
    return () => clearTimeout(timer);
  }, [tell, step]);
  useEffect(() => {
    const beat = setInterval(() => window.document.visibilityState === "visible" && tell(), BEAT_MS);
    const onVisibility = () => (window.document.visibilityState === "hidden" ? part() : tell());
    const part = () => takeLeave({ flow, page, step: at.current, leaves: true });
    window.document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", part);
    return () => {
      clearInterval(beat);
      window.document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", part);
      tell(true);
    };
  }, [tell, flow, page]);
  useLiveMessages(
    useCallback(
      (message: LiveMessage) => {
        if (message.kind !== "presence" || message.flow !== flow) return;
        const { here: seen, leaves } = message;
        setHere((known) => [...known.filter((each) => each.page !== seen.page || each.person.id !== seen.person.id), ...(leaves ? [] : [seen])]);
      },
      [flow],
    ),
  );
  useEffect(() => presence.set(othersOf(here, actor.id)), [presence, here, actor.id]);
  return null;
}

/** Said by a page that is going: our own client would wait for company for it, and be gone by then. The browser sends this one to its end. */
function takeLeave(said: inferInput<ReturnType<typeof useTRPC>["presence"]["look"]>): void {
  const headers = { "content-type": "application/json" };
  fetch("/api/trpc/presence.look", { method: "POST", keepalive: true, headers, body: JSON.stringify(said) }).catch(() => undefined);
}

function othersOf(here: readonly PersonHere[], me: string): Other[] {
  const others = new Map<string, Other>();
  for (const { person, step } of here) if (person.id !== me) others.set(person.id, { ...person, step });
  return [...others.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
}

function isSame(a: readonly Other[], b: readonly Other[]): boolean {
  return a.length === b.length && a.every((each, index) => each.id === b[index]?.id && each.name === b[index].name && each.step === b[index].step);
}
