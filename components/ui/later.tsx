"use client";

/**
 * Parts of a screen that come in files of their own: when they are asked for, and before that as soon as the browser has nothing else to do.
 * Without React's own lazy parts, which show what stands in their place for 300 ms even where the file is here already.
 */
import { type ComponentType, createElement, useEffect, useState, useSyncExternalStore } from "react";

type Part<P> = { kind: "away"; waits: boolean } | { kind: "here"; show: ComponentType<P> };

const first: (() => Promise<unknown>)[] = [];
const rest: (() => Promise<unknown>)[] = [];

type Later<P> = {
  /** what stands in the place of the part until it is here */
  meanwhile?: ComponentType<P>;
  /** it is on the screen from the beginning, and comes when the screen is drawn */
  waits?: true;
  /** it is what somebody will want first */
  soon?: true;
};

export function later<P extends object>(load: () => Promise<ComponentType<P>>, { meanwhile: Meanwhile, waits, soon }: Later<P> = {}): ComponentType<P> {
  const away: Part<P> = { kind: "away", waits: waits === true };
  let part: Part<P> = away;
  const listeners = new Set<() => void>();
  const turn = (next: Part<P>) => {
    part = next;
    for (const listener of listeners) listener();
  };
  const fetch = once(() => load().then((show) => turn({ kind: "here", show })));
  leave(
    () =>
      fetch().catch(() => {
        // whoever shows it asks for it, and tells of it where that fails too
        if (part === away && waits) turn({ kind: "away", waits: false });
      }),
    waits ?? soon,
  );
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, where its file is named
  return function Later(props: P) {
    const now = useSyncExternalStore<Part<P>>(
      subscribe,
      () => part,
      () => away,
    );
    const [failed, setFailed] = useState<{ error: unknown } | null>(null);
    const isWanted = now.kind === "away" && !now.waits;
    useEffect(() => {
      if (isWanted) fetch().catch((error: unknown) => setFailed({ error }));
    }, [isWanted]);
    if (failed) throw failed.error;
    if (now.kind === "here") return createElement(now.show, props);
    return Meanwhile ? createElement(Meanwhile, props) : null;
  };
}

/** Something that is no part of a screen, such as rules, and comes like one. */
export function laterOn<T>(load: () => Promise<T>, { soon }: Pick<Later<never>, "soon"> = {}): LaterOn<T> {
  const ask = once(load);
  const came = new Promise<T>((resolve) => {
    leave(() => ask().then(resolve), soon);
  });
  return { ask, came };
}

type LaterOn<T> = {
  /** fetches it now */
  ask: () => Promise<T>;
  /** waits until it comes by itself */
  came: Promise<T>;
};

function leave(fetch: () => Promise<unknown>, soon: true | undefined): void {
  (soon ? first : rest).push(fetch);
}

/** What failed is asked for again by the next who wants it. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => {
    asked ??= load().catch((error: unknown) => {
      asked = null;
      throw error;
    });
    return asked;
  };
}

let isFetching = false;

/** Fetches everything that was left for later, one after the other, whenever the browser has a moment. The screen says when it is drawn. */
export function fetchTheRest(): void {
  if (isFetching) return;
  isFetching = true;
  const next = () => {
    const fetch = first.shift() ?? rest.shift();
    if (!fetch) {
      isFetching = false;
      return;
    }
    // without a network the one who asks for it is told
    void fetch()
      .catch(() => undefined)
      .finally(() => whenIdle(next));
  };
  whenIdle(next);
}

function whenIdle(then: () => void): void {
  // Safari has no word for it
  if ("requestIdleCallback" in window) requestIdleCallback(then, { timeout: 2_000 });
  else setTimeout(then, 50);
}
