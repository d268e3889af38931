/**
 * What is not saved yet, as this browser keeps it: a closed page loses nothing, a crashed one no more than the last keys.
 *
 * A browser writes a long text down while everything else waits: half a megabyte of a large flow takes longer than a frame. So the flow is
 * written once, as an anchor, and from then on what differs from it. Two pages with one flow have an anchor each; the last one's draft counts.
 */
import { type Difference, differenceOf, withDifference } from "#flow/difference.ts";
import type { FlowDocument } from "#flow/document.ts";

/**
 * `base`: what was saved when it was drawn, so that it can be put together with what others save meanwhile. `sent`: what was last on its way
 * to the server, which may have arrived after the page was gone.
 */
export type Backup = { document: FlowDocument; revision: number; base: FlowDocument; sent: FlowDocument | null };
export type BackupStore = {
  read: () => Backup | null;
  write: (backup: Backup) => void;
  clear: () => void;
  /** the page goes, or may go: what no draft needs is not left behind */
  release: () => void;
};

type Written = { anchor: string; revision: number; document: Difference; base: Difference; sent: Difference | null };
type Anchor = { key: string; document: FlowDocument; size: number };

const DRAFT = "throughline:draft:";
const ANCHOR = "throughline:anchor:";
/** characters that a draft may have before it gets a new anchor */
const MOST = 100_000;

/** Where a browser keeps it: for whoever drew it alone, since others sign in at the same browser. A full or forbidden storage is no reason to stop drawing. */
export function localBackup({ flow, person }: { flow: string; person: string }): BackupStore {
  const key = `${DRAFT}${person}:${flow}`;
  let anchor: Anchor | null = null;

  const leaveAnchor = () => {
    if (anchor) localStorage.removeItem(anchor.key);
    anchor = null;
  };
  /** Another page may have taken it for left behind. */
  const anchored = (document: FlowDocument): Anchor => {
    if (anchor && Object.hasOwn(localStorage, anchor.key)) return anchor;
    const text = JSON.stringify(document);
    anchor = { key: `${ANCHOR}${flow}:${Math.random().toString(36).slice(2)}`, document, size: text.length };
    localStorage.setItem(anchor.key, text);
    return anchor;
  };
  const write = (backup: Backup) => {
    const { key: name, document: from, size } = anchored(backup.base);
    const { document, revision, base, sent } = backup;
    const written: Written = {
      anchor: name,
      revision,
      document: differenceOf(from, document),
      base: differenceOf(from, base),
      sent: sent && differenceOf(from, sent),
    };
    const text = JSON.stringify(written);
    if (text.length <= Math.max(MOST, size) || from === base) return localStorage.setItem(key, text);
    const old = anchor;
    anchor = null;
    // the old one goes when the new one is there: a storage that is full still has what it had
    write(backup);
    if (old) localStorage.removeItem(old.key);
  };
  return {
    read: () =>
      guarded(() => {
        sweep();
        return readBack(localStorage.getItem(key));
      }),
    write: (backup) => void guarded(() => write(backup)),
    clear: () => void guarded(() => localStorage.removeItem(key)),
    release: () => void guarded(() => localStorage.getItem(key) ?? leaveAnchor()),
  };
}

function guarded<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

/** Anchors of pages that ended before they could tidy up. */
function sweep(): void {
  const keys = Object.keys(localStorage);
  const needed = new Set(keys.filter((each) => each.startsWith(DRAFT)).map((each) => parsed(localStorage.getItem(each))?.anchor));
  for (const each of keys) if (each.startsWith(ANCHOR) && !needed.has(each)) localStorage.removeItem(each);
}

function readBack(text: string | null): Backup | null {
  const written = parsed(text);
  const from: unknown = JSON.parse((written && localStorage.getItem(written.anchor)) ?? "null");
  if (!written || !isDocument(from)) return null;
  const { revision, document, base, sent } = written;
  return { revision, document: withDifference(from, document), base: withDifference(from, base), sent: sent && withDifference(from, sent) };
}

/** Our own writing, read back: a look at its outline is enough, the server checks every field. */
function parsed(text: string | null): Written | null {
  const value: unknown = text === null ? null : JSON.parse(text);
  return isWritten(value) ? value : null;
}

function isWritten(value: unknown): value is Written {
  return (
    isObject(value) &&
    typeof value.anchor === "string" &&
    typeof value.revision === "number" &&
    isDifference(value.document) &&
    isDifference(value.base) &&
    (value.sent === null || isDifference(value.sent))
  );
}

function isDifference(value: unknown): value is Difference {
  return isObject(value) && isObject(value.rest) && Array.isArray(value.gone) && (value.steps === null || Array.isArray(value.steps));
}

function isDocument(value: unknown): value is FlowDocument {
  return isObject(value) && value.throughline === 1 && Array.isArray(value.steps) && Array.isArray(value.edges) && isObject(value.flow);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
