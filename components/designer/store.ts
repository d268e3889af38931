/**
 * The state of one open designer. The document is immutable, and it is all that is saved or undone; `edit` is the one door to change it.
 * Undo holds references to documents before and after an entry; edits of one burst (a drag, typing in one field) are one entry. Where somebody
 * else's work has come on top meanwhile, the entry alone is taken back, or done again, and theirs stays.
 */
import { useSyncExternalStore } from "react";
import type { FlowDocument } from "#flow/document.ts";
import { edgeKey } from "#flow/edit.ts";
import { viewOf, withView } from "#flow/nested.ts";
import { placed } from "#flow/tidy.ts";

const BURST_MS = 1_500;
const MAX_HISTORY = 500;

export type Selection = { steps: readonly string[]; edge: string | null; notes: readonly string[] };

export type Saving =
  | { kind: "saved"; at: string }
  | { kind: "pending" }
  | { kind: "saving" }
  /** edits are kept here; `retries` says whether the product tries again by itself */
  | { kind: "failed"; message: string; retries: boolean }
  /** the session has ended: signing in again saves them */
  | { kind: "signed-out" }
  | { kind: "conflict"; theirs: Theirs };

export type Theirs = { document: FlowDocument; revision: number; updatedBy: string; updatedAt: string };

/** A way back, or forward again: from the drawing that it leaves to the one that it leads to, with where one stood there */
type Way = { from: FlowDocument; to: FlowDocument; frame: string | null; selection: Selection };

/** Two drawings put together, with mine where both changed the same. Given with the first of others' work, for which alone it is loaded. */
export type Put = (q: { base: FlowDocument; mine: FlowDocument; theirs: FlowDocument }) => FlowDocument;

/** Steps that somebody else has just changed. */
export type News = { by: string; steps: readonly string[] };

export type DesignerState = {
  /** what is drawn on: the flow, or the body of the frame that was entered */
  document: FlowDocument;
  /** the flow with everything in it: what is saved, checked, run and compared */
  whole: FlowDocument;
  /** the step whose body is drawn on */
  frame: string | null;
  selection: Selection;
  past: readonly Way[];
  future: readonly Way[];
  /** what the server has: the base of the next save */
  saved: { document: FlowDocument; revision: number };
  saving: Saving;
  news: News | null;
  /** said with the next save */
  note: string | null;
};

export type EditOptions = {
  /** edits with the same burst, close together, are one step back */
  burst?: string;
  /** what is selected afterwards */
  select?: readonly string[];
  /** what kind of change it is, where that is worth a word in the history */
  note?: string;
  selectNotes?: readonly string[];
};

export type DesignerStore = {
  get: () => DesignerState;
  subscribe: (listener: () => void) => () => void;
  edit: (change: (document: FlowDocument) => FlowDocument, options?: EditOptions) => void;
  /** ends a burst: the next edit is an entry of its own */
  settle: () => void;
  undo: () => void;
  redo: () => void;
  /** goes into the body of a frame, or back to the flow */
  enter: (frame: string | null) => void;
  select: (steps: readonly string[], notes?: readonly string[]) => void;
  selectEdge: (edge: string | null) => void;
  setSaving: (saving: Saving) => void;
  /** the server holds this document now; the one being drawn may be ahead of it already */
  accept: (q: { document: FlowDocument; revision: number; at: string }) => void;
  /** goes on with what was drawn here before on top of an earlier revision and never saved; undo leaves it away */
  reopen: (q: { document: FlowDocument; saved: DesignerState["saved"] }) => void;
  /** goes on from what somebody else saved, with `document`: theirs, or both put together. Undo takes back what was drawn here, not theirs */
  takeOver: (q: { theirs: Theirs; document: FlowDocument; put: Put; news: readonly string[] }) => void;
  /** the same after a person has chosen, which is an edit: undo takes the choice back */
  resolve: (q: { theirs: Theirs; document: FlowDocument; put: Put }) => void;
  /** others' changes have been seen */
  forgetNews: () => void;
};

const NONE: readonly string[] = [];
const NOTHING: Selection = { steps: [], edge: null, notes: NONE };

export function createDesignerStore(q: { document: FlowDocument; revision: number; updatedAt: string; now?: () => number }): DesignerStore {
  const now = q.now ?? (() => performance.now());
  const listeners = new Set<() => void>();
  let burst: { name: string; at: number } | null = null;
  let together: Put | null = null;
  let state: DesignerState = {
    document: q.document,
    whole: q.document,
    frame: null,
    selection: NOTHING,
    past: [],
    future: [],
    saved: { document: q.document, revision: q.revision },
    saving: { kind: "saved", at: q.updatedAt },
    news: null,
    note: null,
  };
  const set = (change: Partial<DesignerState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const way = (q: { from: FlowDocument; to: FlowDocument }): Way => ({ ...q, frame: state.frame, selection: state.selection });
  const travel = (along: "past" | "future", other: "past" | "future") => {
    const last = state[along].at(-1);
    if (!last) return;
    burst = null;
    const { from, to } = last;
    const whole = together === null || state.whole === from ? to : together({ base: from, mine: to, theirs: state.whole });
    const drawn = drawnOn(whole, last.frame);
    set({
      [along]: state[along].slice(0, -1),
      [other]: [...state[other], way({ from: to, to: from })],
      ...drawn,
      selection: existing(drawn.document, last.selection.steps.length > 0 || last.selection.notes.length > 0 ? last.selection : state.selection),
      note: null,
      ...unsaved(state),
    });
  };

  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit: (change, options = {}) => {
      const changed = change(state.document);
      if (changed === state.document) return;
      const whole = state.frame === null ? changed : withView(state.whole, state.frame, changed);
      const drawn = drawnOn(whole, state.frame);
      const { document } = drawn;
      const at = now();
      const last = state.past.at(-1);
      const isSameBurst = options.burst !== undefined && burst?.name === options.burst && at - burst.at < BURST_MS;
      burst = options.burst === undefined ? null : { name: options.burst, at };
      const selection = existing(
        document,
        options.select || options.selectNotes ? { steps: options.select ?? [], edge: null, notes: options.selectNotes ?? NONE } : state.selection,
      );
      set({
        ...drawn,
        selection,
        past:
          isSameBurst && last
            ? [...state.past.slice(0, -1), { ...last, from: whole }]
            : [...state.past.slice(-(MAX_HISTORY - 1)), way({ from: whole, to: state.whole })],
        future: [],
        ...(options.note === undefined ? {} : { note: options.note }),
        ...unsaved(state),
      });
    },
    settle: () => {
      burst = null;
    },
    undo: () => travel("past", "future"),
    redo: () => travel("future", "past"),
    enter: (frame) => {
      if (frame === state.frame) return;
      burst = null;
      const left = state.frame;
      const drawn = drawnOn(state.whole, frame);
      set({ ...drawn, selection: existing(drawn.document, { steps: left === null ? [] : [left], edge: null, notes: NONE }) });
    },
    select: (steps, notes = NONE) => {
      if (state.selection.edge === null && sameList(steps, state.selection.steps) && sameList(notes, state.selection.notes)) return;
      burst = null;
      set({ selection: { steps, edge: null, notes } });
    },
    selectEdge: (edge) => {
      if (state.selection.edge === edge && (edge === null || state.selection.steps.length === 0)) return;
      burst = null;
      set({ selection: { steps: edge === null ? state.selection.steps : [], edge, notes: edge === null ? state.selection.notes : NONE } });
    },
    setSaving: (saving) => set({ saving }),
    accept: ({ document, revision, at }) =>
      set({ note: null, saved: { document, revision }, saving: state.whole === document ? { kind: "saved", at } : { kind: "pending" } }),
    reopen: ({ document, saved }) => {
      burst = null;
      const before: Way = { from: document, to: saved.document, frame: null, selection: NOTHING };
      set({ ...drawnOn(document, state.frame), past: [...state.past, before], future: [], saved, saving: { kind: "pending" } });
    },
    takeOver: ({ theirs, document, put, news }) => {
      burst = null;
      together = put;
      const drawn = drawnOn(document, state.frame);
      set({
        ...drawn,
        saved: { document: theirs.document, revision: theirs.revision },
        saving: document === theirs.document ? { kind: "saved", at: theirs.updatedAt } : { kind: "pending" },
        selection: existing(drawn.document, state.selection),
        news: news.length > 0 ? { by: theirs.updatedBy, steps: news } : null,
      });
    },
    resolve: ({ theirs, document, put }) => {
      burst = null;
      together = put;
      // the choice is taken back, and nothing of theirs that nobody had to choose about
      const unchosen = put({ base: state.saved.document, mine: state.whole, theirs: theirs.document });
      const drawn = drawnOn(document, state.frame);
      set({
        ...drawn,
        past: [...state.past, way({ from: document, to: unchosen })],
        future: [],
        saved: { document: theirs.document, revision: theirs.revision },
        saving: { kind: "pending" },
        selection: existing(drawn.document, state.selection),
      });
    },
    forgetNews: () => {
      if (state.news) set({ news: null });
    },
  };
}

/** A part of the state. The selector must give the same value for the same state. */
export function useStore<T>(store: DesignerStore, selector: (state: DesignerState) => T): T {
  return useSyncExternalStore(
    store.subscribe,
    () => selector(store.get()),
    () => selector(store.get()),
  );
}

/** A conflict is settled by a person first: drawing on does not make it go away. */
function unsaved(state: DesignerState): Partial<DesignerState> {
  return state.saving.kind === "conflict" || state.saving.kind === "saving" || state.saving.kind === "pending" ? {} : { saving: { kind: "pending" } };
}

/** What is drawn on; the flow itself where the frame is gone. */
function drawnOn(whole: FlowDocument, frame: string | null): Pick<DesignerState, "whole" | "frame" | "document"> {
  const view = frame === null ? null : viewOf(whole, frame, placed);
  return view === null ? { whole, frame: null, document: whole } : { whole, frame, document: view };
}

function existing(document: FlowDocument, selection: Selection): Selection {
  // with every key: for one step, looking through all is quicker than making an index of all
  const known = selection.steps.length > 3 ? new Set(document.steps.map((step) => step.id)) : null;
  const steps = selection.steps.filter((id) => (known ? known.has(id) : document.steps.some((step) => step.id === id)));
  const edge = selection.edge !== null && document.edges.some((each) => edgeKey(each) === selection.edge) ? selection.edge : null;
  const notes = selection.notes.filter((id) => document.notes?.some((note) => note.id === id));
  const isSame = steps.length === selection.steps.length && notes.length === selection.notes.length && edge === selection.edge;
  return isSame ? selection : { steps, edge, notes };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
