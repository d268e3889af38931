/**
 * The document as the canvas draws it. What changes the picture's lines and boxes is drawn at once. Letters that somebody types into a setting
 * are drawn when they pause: nobody looks at the box while they write in the panel, and a thousand boxes need not be gone through with each key.
 */
import { useState, useSyncExternalStore } from "react";
import type { FlowDocument } from "#flow/document.ts";
import type { DesignerStore } from "../store.ts";

const PAUSE_MS = 250;

export function usePacedDocument(store: DesignerStore): FlowDocument {
  const [paced] = useState(() => pacedDocument(store));
  return useSyncExternalStore(paced.subscribe, paced.get, paced.get);
}

export function pacedDocument(store: Pick<DesignerStore, "get" | "subscribe">): { get: () => FlowDocument; subscribe: (listener: () => void) => () => void } {
  let shown = store.get().document;
  return {
    get: () => shown,
    subscribe: (listener) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let seen = shown;
      const show = () => {
        clearTimeout(timer);
        timer = undefined;
        const { document } = store.get();
        seen = document;
        if (document === shown) return;
        shown = document;
        listener();
      };
      const look = () => {
        const { document } = store.get();
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
  return (
    before.edges === after.edges &&
    before.layout === after.layout &&
    before.groups === after.groups &&
    before.notes === after.notes &&
    before.steps.length === after.steps.length &&
    before.steps.every((step, index) => {
      const now = after.steps[index];
      return step === now || (step.id === now?.id && step.type === now.type);
    })
  );
}
