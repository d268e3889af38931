/**
 * What is not saved yet, as this browser keeps it: a closed page loses nothing, a crashed one no more than the last keys.
 *
 * A browser writes a long text down while everything else waits: half a megabyte of a large flow takes longer than a frame. So the flow is
 * written once, in pieces between which a key may come, as an anchor, and from then on what differs from it. Two pages with one flow have an
 * anchor each; the last one's draft counts.
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
  /** a large flow is there after some turns, see `settle` */
  write: (backup: Backup) => void;
  /** what is being written is there when it returns */
  settle: () => void;
  clear: () => void;
  /** the page goes, or may go: what no draft needs is not left behind */
  release: () => void;
};

type Written = { anchor: string; pieces: number; revision: number; document: Difference; base: Difference; sent: Difference | null };
type Anchor = { name: string; document: FlowDocument; pieces: number; left: { key: string; part: Piece }[]; size: number };
type Piece = Partial<FlowDocument>;

const DRAFT = "throughline:draft:";
const ANCHOR = "throughline:anchor:";
/** characters that a draft may have before it gets a new anchor */
const MOST = 100_000;
/** a piece takes about a millisecond */
const STEPS = 60;
const EDGES = 300;

/** Where a browser keeps it: for whoever drew it alone, since others sign in at the same browser. A full or forbidden storage is no reason to stop drawing. */
export function localBackup({ flow, person }: { flow: string; person: string }): BackupStore {
  const key = `${DRAFT}${person}:${flow}`;
  let anchor: Anchor | null = null;
  /** goes when the new one is there: a storage that is full still has what it had */
  let old: Anchor | null = null;
  let waiting: Backup | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const begin = (document: FlowDocument) => {
    const name = `${ANCHOR}${flow}:${Math.random().toString(36).slice(2)}`;
    const left = piecesOf(document).map((part, index) => ({ key: pieceKey(name, index), part }));
    anchor = { name, document, pieces: left.length, left, size: 0 };
    return anchor;
  };
  const writePiece = (to: Anchor) => {
    const [next] = to.left;
    if (!next) return;
    const text = JSON.stringify(next.part);
    localStorage.setItem(next.key, text);
    to.size += text.length;
    to.left.shift();
  };
  /** The draft itself, which names its anchor: not before that is there. */
  const writeDraft = (backup: Backup) => {
    // another page may have taken it for left behind
    const from = anchor && isThere(anchor) ? anchor : begin(backup.base);
    if (from.left.length > 0) return goOn();
    const { document, revision, base, sent } = backup;
    const written: Written = {
      anchor: from.name,
      pieces: from.pieces,
      revision,
      document: differenceOf(from.document, document),
      base: differenceOf(from.document, base),
      sent: sent && differenceOf(from.document, sent),
    };
    const text = JSON.stringify(written);
    if (text.length > Math.max(MOST, from.size) && from.document !== base) {
      old ??= from;
      begin(base);
      return goOn();
    }
    localStorage.setItem(key, text);
    waiting = null;
    if (old) remove(old);
    old = null;
  };
  const goOn = () => {
    clearTimeout(timer);
    timer = setTimeout(() => attempt(turn));
  };
  /** A storage that is full or forbidden: what it has stays, what was begun goes. */
  const attempt = (action: () => void) => {
    const isDone = guarded(() => {
      action();
      return true;
    });
    if (isDone) return;
    waiting = null;
    const begun = anchor;
    if (!begun || begun.left.length === 0) return;
    anchor = old;
    old = null;
    guarded(() => remove(begun));
  };
  const turn = () => {
    if (!waiting) return;
    if (anchor && anchor.left.length > 0) writePiece(anchor);
    if (anchor && anchor.left.length > 0) goOn();
    else writeDraft(waiting);
  };
  return {
    read: () => {
      guarded(sweep);
      return guarded(() => readBack(localStorage.getItem(key)));
    },
    write: (backup) => {
      waiting = backup;
      // what is under way goes on with it, also where nobody needed it meanwhile
      if (anchor && anchor.left.length > 0) goOn();
      else attempt(() => writeDraft(backup));
    },
    settle: () => {
      attempt(() => {
        while (waiting) turn();
      });
      clearTimeout(timer);
    },
    clear: () => {
      waiting = null;
      void guarded(() => localStorage.removeItem(key));
    },
    release: () =>
      void guarded(() => {
        if (localStorage.getItem(key) !== null) return;
        for (const each of [anchor, old]) if (each) remove(each);
        anchor = null;
        old = null;
      }),
  };
}

function piecesOf({ steps, edges, ...rest }: FlowDocument): Piece[] {
  return [rest, ...slices(steps, STEPS).map((part) => ({ steps: part })), ...slices(edges, EDGES).map((part) => ({ edges: part }))];
}

function slices<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}

const pieceKey = (anchor: string, index: number): string => `${anchor}:${index}`;
const anchorOf = (key: string): string => key.slice(0, key.lastIndexOf(":"));

/** As far as it has been written. */
function isThere({ name, pieces, left }: Anchor): boolean {
  for (let index = 0; index < pieces - left.length; index += 1) if (!Object.hasOwn(localStorage, pieceKey(name, index))) return false;
  return true;
}

function remove({ name, pieces }: Anchor): void {
  for (let index = 0; index < pieces; index += 1) localStorage.removeItem(pieceKey(name, index));
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
  for (const each of keys) if (each.startsWith(ANCHOR) && !needed.has(anchorOf(each))) localStorage.removeItem(each);
}

function readBack(text: string | null): Backup | null {
  const written = parsed(text);
  const from = written && anchorRead(written);
  if (!written || !from) return null;
  const { revision, document, base, sent } = written;
  return { revision, document: withDifference(from, document), base: withDifference(from, base), sent: sent && withDifference(from, sent) };
}

function anchorRead({ anchor, pieces }: Written): FlowDocument | null {
  const parts = Array.from({ length: pieces }, (_, index): unknown => JSON.parse(localStorage.getItem(pieceKey(anchor, index)) ?? "null"));
  if (!parts.every(isObject)) return null;
  const list = (name: string) => parts.flatMap((part) => (Array.isArray(part[name]) ? part[name] : []));
  const document: unknown = { ...parts[0], steps: list("steps"), edges: list("edges") };
  return isDocument(document) ? document : null;
}

/** Our own writing, read back: a look at its outline is enough, the server checks every field. */
function parsed(text: string | null): Written | null {
  const value: unknown = guarded(() => JSON.parse(text ?? "null"));
  return isWritten(value) ? value : null;
}

function isWritten(value: unknown): value is Written {
  return (
    isObject(value) &&
    typeof value.anchor === "string" &&
    typeof value.pieces === "number" &&
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
