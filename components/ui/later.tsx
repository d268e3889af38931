"use client";

/**
 * Parts of a screen that come in files of their own: when they are asked for, and before that as soon as the browser has nothing else to do.
 * Without React's own lazy parts, which show what stands in their place for 300 ms even where the file is here already.
 */
import { type ComponentType, createElement, useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import { pageQueue, type Queue } from "./later-queue.ts";
import { PartAway } from "./part-away.tsx";

type Order = {
  /** it is on the screen from the beginning, and comes when the screen is drawn */
  waits?: true;
  /** it is what somebody will want first */
  soon?: true;
  /** the page's, unless told otherwise */
  queue?: Queue;
};

type State<T> = { it: T | null; waits: boolean };
export type Part<T> = { subscribe: (listener: () => void) => () => void; get: () => State<T>; away: State<T>; ask: () => Promise<T> };

export function part<T>(load: () => Promise<T>, { waits, soon, queue = pageQueue }: Order = {}): Part<T> {
  const away: State<T> = { it: null, waits: waits === true };
  const listeners = new Set<() => void>();
  let state = away;
  const turn = (next: State<T>) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const ask = once(async () => {
    try {
      const it = await load();
      turn({ it, waits: false });
      return it;
    } catch (error) {
      // whoever shows it asks for it, and is told
      turn({ it: null, waits: false });
      throw error;
    }
  });
  queue.add(ask, waits ? "on-screen" : soon ? "soon" : "last");
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { subscribe, get: () => state, away, ask };
}

/**
 * A page that shows much else does not fall with one of its parts: without a network, or when the server has another release by now, whoever
 * wants it is told.
 *
 * @param onAway it was asked for and did not come; it is asked for again by itself
 * @returns null until it is here. It is asked for where it is wanted now
 */
export function usePart<T>({ subscribe, get, away, ask }: Part<T>, isWanted: boolean, onAway: () => void = nothing): T | null {
  const { it, waits } = useSyncExternalStore(subscribe, get, () => away);
  const isAsked = isWanted && it === null && !waits;
  const tellAway = useEffectEvent(onAway);
  useEffect(() => {
    if (isAsked) ask().catch(() => tellAway());
  }, [isAsked, ask]);
  return it;
}

function nothing(): void {}

/** A component that is a part. `meanwhile` stands in its place until it is here; `missing` where it does not come: without it, a word in the same place. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { meanwhile, missing, ...order }: Order & { meanwhile?: ComponentType; missing?: ComponentType } = {},
): ComponentType<P> {
  // in an object: what is kept is no component to be called
  const one = part(async () => ({ show: await load() }), order);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, where its file is named
  return function Later(props: P) {
    const [isAway, setAway] = useState(false);
    const here = usePart(one, true, () => setAway(true));
    if (here) return createElement(here.show, props);
    if (isAway && missing) return createElement(missing);
    if (isAway && meanwhile) return createElement(PartAway, { ask: one.ask });
    return meanwhile ? createElement(meanwhile) : null;
  };
}

/** Something that is no part of a screen, such as rules, and comes like one. */
export function laterOn<T>(load: () => Promise<T>, { soon, queue = pageQueue }: Omit<Order, "waits"> = {}): LaterOn<T> {
  let arrive: (it: T) => void = nothing;
  const came = new Promise<T>((resolve) => {
    arrive = resolve;
  });
  const ask = once(async () => {
    const it = await load();
    arrive(it);
    return it;
  });
  queue.add(ask, soon ? "soon" : "last");
  return { ask, came };
}

type LaterOn<T> = {
  /** fetches it now */
  ask: () => Promise<T>;
  /** waits until it comes by itself, or because somebody asked */
  came: Promise<T>;
};

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
