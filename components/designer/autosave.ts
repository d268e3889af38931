/**
 * Saves the draft by itself: a moment after the last change, at once when the page is left, again after a failure. What is not saved yet is
 * also kept in this browser.
 */
import { flowFile } from "#flow/canonical.ts";
import type { FlowDocument } from "#flow/document.ts";
import { placed } from "#flow/tidy.ts";
import type { SaveDraftResult } from "#server/app.ts";
import type { BackupStore } from "./backup.ts";
import type { DesignerStore, Saving, Theirs } from "./store.ts";
import type { meet } from "./takeover.ts";

const QUIET_MS = 700;
/** Between keys, not with each of them. */
const KEEP_MS = 120;
const KEEP_AT_LEAST_MS = 5_000;
const RETRY_MS = [2_000, 5_000, 10_000, 30_000];

type Unsaved = Extract<Saving, { kind: "failed" | "signed-out" }>;

type Autosave = {
  /** saves what is unsaved, now */
  flush: () => Promise<void>;
  stop: () => void;
};

export function startAutosave(q: {
  store: DesignerStore;
  save: (draft: { document: FlowDocument; baseRevision: number; note?: string }) => Promise<SaveDraftResult>;
  backup: BackupStore;
  /** what becomes of what is drawn here when somebody else saved first */
  meet: (...q: Parameters<typeof meet>) => Promise<ReturnType<typeof meet>>;
  /** somebody else saved first, and nobody had to choose: both are on the canvas now */
  onMerged?: (theirs: Theirs) => void;
  /** what became of a save that failed */
  explain: (error: unknown) => Unsaved;
}): Autosave {
  const { store, backup } = q;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let failures = 0;
  let stopped = false;
  let seen = store.get().whole;
  let sent: FlowDocument | null = null;

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  const writeDown = (document: FlowDocument) => {
    const { saved } = store.get();
    backup.write({ document, revision: saved.revision, base: saved.document, sent });
  };
  const isDirty = () => store.get().whole !== store.get().saved.document;

  let keeping: { timer: ReturnType<typeof setTimeout>; since: number } | null = null;
  const keep = () => {
    if (!keeping) return;
    clearTimeout(keeping.timer);
    keeping = null;
    if (isDirty()) writeDown(store.get().whole);
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    keep();
    if (running) {
      await running;
      return flush();
    }
    if (stopped || !isDirty() || store.get().saving.kind === "conflict") return;
    running = once().finally(() => {
      running = null;
    });
    await running;
  };

  const once = async (): Promise<void> => {
    const { whole: document, saved, note } = store.get();
    sent = document;
    store.setSaving({ kind: "saving" });
    writeDown(document);
    try {
      const result = await q.save({ document, baseRevision: saved.revision, ...(note === null ? {} : { note }) });
      failures = 0;
      if (!result.saved) {
        const theirs = { ...result.conflict, document: placed(result.conflict.document) };
        if ((await q.meet(store, theirs)) === "merged") q.onMerged?.(theirs);
        if (isDirty()) later(QUIET_MS);
        else backup.clear();
        return;
      }
      store.accept({ document, revision: result.revision, at: new Date().toISOString() });
      if (isDirty()) later(QUIET_MS);
      else backup.clear();
    } catch (error) {
      const unsaved = q.explain(error);
      store.setSaving(unsaved);
      if (unsaved.kind === "failed" && unsaved.retries) later(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 30_000);
      failures += 1;
    }
  };

  const unsubscribe = store.subscribe(() => {
    const { whole: document, saving } = store.get();
    if (document === seen && saving.kind !== "pending") return;
    const isNew = document !== seen;
    seen = document;
    if (!isDirty()) {
      clearTimeout(keeping?.timer);
      keeping = null;
      backup.clear();
      if (saving.kind === "pending") store.setSaving({ kind: "saved", at: new Date().toISOString() });
      return;
    }
    if (isNew) {
      const now = Date.now();
      const since = keeping?.since ?? now;
      clearTimeout(keeping?.timer);
      keeping = { since, timer: setTimeout(keep, Math.max(0, Math.min(KEEP_MS, since + KEEP_AT_LEAST_MS - now))) };
    }
    if (saving.kind === "conflict") return;
    if (isNew || timer === undefined) later(QUIET_MS);
  });

  return {
    flush,
    stop: () => {
      stopped = true;
      keep();
      clearTimeout(timer);
      unsubscribe();
      backup.release();
    },
  };
}

/** Whether two documents say the same, whatever order a database keeps their keys in. */
export function isSame(a: FlowDocument, b: FlowDocument): boolean {
  return flowFile(a) === flowFile(b);
}
