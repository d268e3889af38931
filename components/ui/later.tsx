"use client";

/**
 * Parts of a screen that come in files of their own: when they are asked for, and before that as soon as the browser has nothing else to do.
 * Without React's own lazy parts, which show what stands in their place for 300 ms even where the file is here already.
 */
import { type ComponentType, createElement, useEffect, useState, useSyncExternalStore } from "react";

type Order = {
  /** it is on the screen from the beginning, and comes when the screen is drawn */
  waits?: true;
  /** it is what somebody will want first */
  soon?: true;
};

type State<T> = { it: T | null; waits: boolean };
export type Part<T> = { subscribe: (listener: () => void) => () => void; get: () => State<T>; away: State<T>; ask: () => Promise<T> };

const onScreen: (() => Promise<unknown>)[] = [];
const first: (() => Promise<unknown>)[] = [];
const rest: (() => Promise<unknown>)[] = [];

export function part<T>(load: () => Promise<T>, { waits, soon }: Order = {}): Part<T> {
  const away: State<T> = { it: null, waits: waits === true };
  const listeners = new Set<() => void>();
  let state = away;
  const turn = (next: State<T>) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const ask = once(async () => {
    const it = await load();
    turn({ it, waits: false });
    return it;
  });
  // where that fails, whoever shows it asks for it once more, and tells of it where that fails too
  leave(() => ask().catch(() => turn({ it: null, waits: false })), waits ? onScreen : soon ? first : rest);
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { subscribe, get: () => state, away, ask };
}

/** @returns null until it is here. It is asked for where it is wanted now */
export function usePart<T>({ subscribe, get, away, ask }: Part<T>, isWanted: boolean): T | null {
  const { it, waits } = useSyncExternalStore(subscribe, get, () => away);
  const [failed, setFailed] = useState<{ error: unknown } | null>(null);
  const isAsked = isWanted && it === null && !waits;
  useEffect(() => {
    if (isAsked) ask().catch((error: unknown) => setFailed({ error }));
  }, [isAsked, ask]);
  if (failed) throw failed.error;
  return it;
}

/** A component that is a part. `meanwhile` stands in its place until it is here. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { meanwhile, ...order }: Order & { meanwhile?: ComponentType } = {},
): ComponentType<P> {
  // in an object: what is kept is no component to be called
  const one = part(async () => ({ show: await load() }), order);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, where its file is named
  return function Later(props: P) {
    const here = usePart(one, true);
    if (here) return createElement(here.show, props);
    return meanwhile ? createElement(meanwhile) : null;
  };
}

/** Something that is no part of a screen, such as rules, and comes like one. */
export function laterOn<T>(load: () => Promise<T>, { waits, soon }: Order = {}): LaterOn<T> {
  const ask = once(load);
  const came = new Promise<T>((resolve) => {
    leave(() => ask().then(resolve), waits ? onScreen : soon ? first : rest);
  });
  return { ask, came };
}

type LaterOn<T> = {
  /** fetches it now */
  ask: () => Promise<T>;
  /** waits until it comes by itself */
  came: Promise<T>;
};

function leave(fetch: () => Promise<unknown>, list: (() => Promise<unknown>)[]): void {
  list.push(fetch);
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

/** Fetches everything that was left for later when the browser has a moment: what is on the screen at once, the rest one after the other. The screen says when it is drawn. */
export function fetchTheRest(): void {
  if (isFetching) return;
  isFetching = true;
  const next = () => {
    const seen = onScreen.splice(0);
    const fetch = seen.length > 0 ? () => Promise.all(seen.map((each) => each())) : (first.shift() ?? rest.shift());
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

const waiting = new Set<() => void>();

/** Does one after the other, each when the browser has a moment: what is seen first is not held up by what is wanted a moment later. @returns takes it back */
export function inTurn(work: () => void): () => void {
  const isFirst = waiting.size === 0;
  waiting.add(work);
  if (isFirst) whenIdle(takeTurn, TURN_MS);
  return () => waiting.delete(work);
}

function takeTurn(): void {
  const [work] = waiting;
  if (!work) return;
  waiting.delete(work);
  work();
  if (waiting.size > 0) whenIdle(takeTurn, TURN_MS);
}

/** a busy machine has no moment: the longest that anything waits for its own, ms */
const TURN_MS = 200;

function whenIdle(then: () => void, longest = 2_000): void {
  // Safari has no word for it
  if ("requestIdleCallback" in window) requestIdleCallback(then, { timeout: longest });
  else setTimeout(then, 50);
}
