/**
 * The document as canvas and outline draw it. What changes the picture's lines and boxes is drawn at once. Letters that somebody types into a setting
 * are drawn when they pause: nobody looks at the box while they write in the panel, and a thousand boxes need not be gone through with each key.
 */
import { startTransition, useState, useSyncExternalStore } from "react";
import type { Edge, FlowDocument, Step } from "#flow/document.ts";
import { bodyOf, type Graph } from "#flow/nested.ts";
import type { DesignerStore } from "./store.ts";
import { isSame } from "./canvas/keep.ts";

const PAUSE_MS = 250;

/** `document` is what is drawn on, `whole` the flow with everything in it. */
type Which = "document" | "whole";

/** Letters are drawn between keys, and given up for the next one; what is drawn at once comes with whatever else changed. */
export function usePacedDocument(store: DesignerStore, which: Which): FlowDocument {
  const [calm, setCalm] = useState<Shown | null>(null);
  const [paced] = useState(() => shownBy(pacedDocument(store, which), (shown) => startTransition(() => setCalm(shown))));
  const atOnce = useSyncExternalStore(paced.subscribe, paced.get, paced.get);
  return calm && calm.number > atOnce.number ? calm.document : atOnce.document;
}

/** `number`: which of two is newer */
type Shown = { number: number; document: FlowDocument };

function shownBy(paced: Paced, onCalm: (shown: Shown) => void): { get: () => Shown; subscribe: (listener: () => void) => () => void } {
  let number = 0;
  let atOnce: Shown = { number, document: paced.get() };
  return {
    get: () => atOnce,
    subscribe: (listener) =>
      paced.subscribe((isCalm) => {
        number += 1;
        const shown = { number, document: paced.get() };
        if (isCalm) return onCalm(shown);
        atOnce = shown;
        listener();
      }),
  };
}

type Paced = {
  get: () => FlowDocument;
  /** `isCalm`: only letters are new, and nobody waits for them */
  subscribe: (listener: (isCalm: boolean) => void) => () => void;
};

export function pacedDocument(store: Pick<DesignerStore, "get" | "subscribe">, which: Which): Paced {
  let shown = store.get()[which];
  return {
    get: () => shown,
    subscribe: (listener) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let seen = shown;
      const show = (isCalm: boolean) => {
        clearTimeout(timer);
        timer = undefined;
        const { [which]: document } = store.get();
        seen = document;
        if (document === shown) return;
        shown = document;
        listener(isCalm);
      };
      const look = () => {
        const { [which]: document } = store.get();
        if (document === seen) return;
        seen = document;
        if (!isSamePicture(shown, document)) return show(false);
        clearTimeout(timer);
        timer = setTimeout(() => show(true), PAUSE_MS);
      };
      look();
      const stop = store.subscribe(look);
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
  };
}

type Compared = { before: FlowDocument; after: FlowDocument; isSame: boolean };
let last: Compared | null = null;

/** Only what is written in steps differs: not which there are, what they are, where they stand and what leads where. Canvas, outline and drawer ask about the same two. */
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
