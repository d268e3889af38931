/**
 * The document as canvas and outline draw it. What changes the picture's lines and boxes is drawn at once. Letters that somebody types into a setting
 * are drawn when they pause: nobody looks at the box while they write in the panel, and a thousand boxes need not be gone through with each key.
 */
import { startTransition, useEffect, useState, useSyncExternalStore } from "react";
import type { Edge, FlowDocument, Step } from "#flow/document.ts";
import { bodyOf, type Graph } from "#flow/nested.ts";
import type { DesignerState, DesignerStore } from "./store.ts";
import { isSame } from "./canvas/keep.ts";

const PAUSE_MS = 250;

/** `document` is what is drawn on, `whole` the flow with everything in it. */
type Documents = Pick<DesignerState, "document" | "whole">;

/** Letters are drawn between keys, and given up for the next one; what is drawn at once comes with whatever else changed. */
export function usePacedDocument(store: DesignerStore, which: keyof Documents): FlowDocument {
  const paced = pacedOf(store);
  const [calm, setCalm] = useState(paced.get);
  const atOnce = useSyncExternalStore(paced.subscribeAtOnce, paced.atOnce, paced.atOnce);
  useEffect(() => {
    const take = () => startTransition(() => setCalm(paced.get()));
    take();
    return paced.subscribe((isCalm) => isCalm && take());
  }, [paced]);
  return (calm.number > atOnce.number ? calm : atOnce)[which];
}

/** `number`: which of two is newer */
type Shown = Documents & { number: number };

type Paced = {
  get: () => Shown;
  /** `isCalm`: only letters are new, and nobody waits for them */
  subscribe: (listener: (isCalm: boolean) => void) => () => void;
  /** the last that somebody waited for */
  atOnce: () => Shown;
  subscribeAtOnce: (listener: () => void) => () => void;
};

const known = new WeakMap<DesignerStore, Paced>();

/** One for all who draw a store: told in one go, they are drawn in one go. */
export function pacedOf(store: DesignerStore): Paced {
  let paced = known.get(store);
  if (!paced) {
    paced = pacedDocument(store);
    known.set(store, paced);
  }
  return paced;
}

export function pacedDocument(store: Pick<DesignerStore, "get" | "subscribe">): Paced {
  const documents = (): Documents => ({ document: store.get().document, whole: store.get().whole });
  let shown: Shown = { number: 0, ...documents() };
  let atOnce = shown;
  let seen: Documents = shown;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop: (() => void) | null = null;
  const listeners = new Set<(isCalm: boolean) => void>();

  const show = (isCalm: boolean) => {
    clearTimeout(timer);
    seen = documents();
    if (isOne(seen, shown)) return;
    shown = { number: shown.number + 1, ...seen };
    if (!isCalm) atOnce = shown;
    for (const listener of listeners) listener(isCalm);
  };
  const look = () => {
    const now = documents();
    if (isOne(now, seen)) return;
    seen = now;
    if (!isSamePicture(shown.document, now.document) || !isSamePicture(shown.whole, now.whole)) return show(false);
    clearTimeout(timer);
    timer = setTimeout(() => show(true), PAUSE_MS);
  };
  const subscribe = (listener: (isCalm: boolean) => void) => {
    listeners.add(listener);
    if (stop === null) {
      // what changed while nobody looked is looked at now
      seen = shown;
      stop = store.subscribe(look);
      look();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearTimeout(timer);
      stop?.();
      stop = null;
    };
  };
  return {
    get: () => shown,
    subscribe,
    atOnce: () => atOnce,
    subscribeAtOnce: (listener) => subscribe((isCalm) => void (isCalm || listener())),
  };
}

function isOne(a: Documents, b: Documents): boolean {
  return a.document === b.document && a.whole === b.whole;
}

type Compared = { before: FlowDocument; after: FlowDocument; isSame: boolean };
let last: Compared | null = null;

/** Only what is written in steps differs: not which there are, what they are, where they stand and what leads where. Outside a frame the flow and what is drawn on are the same two, compared once. */
function isSamePicture(before: FlowDocument, after: FlowDocument): boolean {
  if (last?.before !== before || last.after !== after) {
    const isSame = before.layout === after.layout && before.groups === after.groups && before.notes === after.notes && isSameGraph(before, after);
    last = { before, after, isSame };
  }
  return last.isSame;
}

function isSameGraph(before: Graph, after: Graph): boolean {
  return (
    isSameWiring(before.edges, after.edges) &&
    before.steps.length === after.steps.length &&
    before.steps.every((step, index) => isAlike(step, after.steps[index]))
  );
}

/** The edges of a frame's body are read anew with each change of its step. */
function isSameWiring(before: readonly Edge[], after: readonly Edge[]): boolean {
  return before === after || (before.length === after.length && before.every((edge, index) => isSame(Object.values(edge), Object.values(after[index] ?? {}))));
}

/** Inside a frame, too, no step has come or gone. */
function isAlike(before: Step, after: Step | undefined): boolean {
  if (before === after) return true;
  if (before.id !== after?.id || before.type !== after.type) return false;
  const [was, is] = [bodyOf(before), bodyOf(after)];
  return was === is || (was !== null && is !== null && isSameGraph(was, is));
}
