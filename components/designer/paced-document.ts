/**
 * The document as canvas and outline draw it. What changes the picture's lines and boxes is drawn at once. Letters that somebody types into a setting
 * are drawn when they pause: nobody looks at the box while they write in the panel, and a thousand boxes need not be gone through with each key.
 */
import { useState, useSyncExternalStore } from "react";
import type { Edge, FlowDocument, Step } from "#flow/document.ts";
import { bodyOf, type Graph } from "#flow/nested.ts";
import type { DesignerStore } from "./store.ts";
import { isSame } from "./canvas/keep.ts";

const PAUSE_MS = 250;

/** `document` is what is drawn on, `whole` the flow with everything in it. */
type Which = "document" | "whole";

export function usePacedDocument(store: DesignerStore, which: Which): FlowDocument {
  const [paced] = useState(() => pacedDocument(store, which));
  return useSyncExternalStore(paced.subscribe, paced.get, paced.get);
}

export function pacedDocument(
  store: Pick<DesignerStore, "get" | "subscribe">,
  which: Which,
): { get: () => FlowDocument; subscribe: (listener: () => void) => () => void } {
  let shown = store.get()[which];
  return {
    get: () => shown,
    subscribe: (listener) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let seen = shown;
      const show = () => {
        clearTimeout(timer);
        timer = undefined;
        const { [which]: document } = store.get();
        seen = document;
        if (document === shown) return;
        shown = document;
        listener();
      };
      const look = () => {
        const { [which]: document } = store.get();
        if (document === seen) return;
        seen = document;
        if (!isSamePicture(shown, document)) return show();
        clearTimeout(timer);
        timer = setTimeout(show, PAUSE_MS);
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

/** Only what is written in steps differs: not which there are, what they are, where they stand and what leads where. */
function isSamePicture(before: FlowDocument, after: FlowDocument): boolean {
  return before.layout === after.layout && before.groups === after.groups && before.notes === after.notes && isSameGraph(before, after);
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
