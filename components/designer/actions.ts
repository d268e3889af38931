/** What a person can do on the canvas, whichever key, menu or gesture asks for it. A refusal is told, never swallowed. */
import { fromClipboard, toClipboard } from "#components/ui/clipboard.ts";
import { laterOn } from "#components/ui/later.tsx";
import { removeNotes, updateNotes } from "#flow/annotations.ts";
import type { FlowDocument } from "#flow/document.ts";
import { findFace } from "#flow/steps/faces.ts";
import { portOf } from "#flow/marks.ts";
import { copySteps, duplicateSteps, type Where } from "#flow/clipboard.ts";
import type { Edited, Place, PortRef, Refused } from "#flow/edit.ts";
import {
  addStep,
  connect,
  continuations,
  disconnect,
  edgeKey,
  insertStep,
  isRefused,
  moveSteps,
  removeSteps,
  stepName,
  stepOf,
  updateStep,
} from "#flow/edit.ts";
import { moveInOrder } from "#flow/order.ts";
import type { Spot } from "#flow/placement.ts";
import { outline } from "#flow/placement.ts";
import { mainPort, portsOf } from "#flow/ports-of.ts";
import { whyNot } from "#flow/suggest.ts";
import type { DesignerStore } from "./store.ts";

/** What is pasted may be anything: it is read by the schemas. */
const reading = laterOn(() => import("#flow/paste.ts"));

export type DesignerActions = ReturnType<typeof createActions>;

export function createActions(q: {
  store: DesignerStore;
  canEdit: boolean;
  /** why something was not done */
  refuse: (why: string) => void;
  /** for screen readers: what was just done */
  say: (text: string) => void;
  /** several outcomes lead on from a step that is being deleted: which one continues? */
  askContinuation: (step: string) => void;
  /** where a step goes when nothing says where */
  middle: () => Spot;
  /** the part of the canvas that is looked at */
  seen: () => Where["seen"];
  /** brings a step into view, and the focus to it where asked */
  reveal: (id: string, options?: { focus?: boolean }) => void;
}) {
  const { store } = q;
  const may = () => {
    if (!q.canEdit) q.refuse("You may look at this flow, not change it.");
    return q.canEdit;
  };
  const take = (result: Edited | Refused, select?: readonly string[]) => {
    if (isRefused(result)) {
      q.refuse(result.refused);
      return false;
    }
    store.edit(() => result.document, select ? { select } : {});
    return true;
  };
  const document = () => store.get().document;
  const selected = () => store.get().selection.steps;
  const notes = () => store.get().selection.notes;
  const nameOf = (id: string) => stepOf(document(), id)?.name ?? id;

  const add = (type: string, place?: Place) => {
    if (!may()) return;
    const definition = findFace(type);
    const why = definition && whyNot(document(), definition, { from: null, into: null, isInFrame: store.get().frame !== null });
    if (why) return q.refuse(why);
    const result = addStep(document(), { type, place: place ?? chosenEdge() ?? nextPlace(document(), selected(), q.middle()) });
    if (isRefused(result)) return q.refuse(result.refused);
    take(result, [result.added]);
    q.say(`${nameOf(result.added)} added`);
    q.reveal(result.added, { focus: true });
  };

  /** a selected edge is where the next step goes */
  const chosenEdge = (): Place | undefined => {
    const edge = document().edges.find((each) => edgeKey(each) === store.get().selection.edge);
    return edge && { kind: "into", edge };
  };

  const remove = (steps: readonly string[], by: Record<string, string> = {}) => {
    if (steps.length === 0 || !may()) return;
    const [only] = steps;
    const ways = only && steps.length === 1 ? continuations(document(), only) : [];
    const isEntered = document().edges.some((edge) => edge.to === only && !edge.rework);
    if (only && ways.length > 1 && isEntered && by[only] === undefined) return q.askContinuation(only);
    const text = only && steps.length === 1 ? `${nameOf(only)} deleted` : `${steps.length} steps deleted`;
    const before = document().edges.find((edge) => edge.to === only && !edge.rework)?.from;
    store.edit((current) => removeSteps(current, steps, by), { select: before && !steps.includes(before) ? [before] : [] });
    q.say(text);
  };

  const removeEdge = (key: string) => {
    const edge = document().edges.find((each) => edgeKey(each) === key);
    if (!edge || !may()) return;
    store.edit((current) => disconnect(current, [edge]));
    q.say(`Edge from ${nameOf(edge.from)} to ${nameOf(edge.to)} deleted`);
  };

  const copied = () => (selected().length + notes().length > 0 ? copySteps(document(), { steps: selected(), notes: notes() }) : null);
  const paste = async (text: string, at?: Spot) => {
    if (!may()) return;
    const come = await reading.ask().catch(() => null);
    if (!come) return q.refuse("What reads pasted steps could not be loaded. Look whether there is a network, and paste again.");
    const { pasteSteps } = come;
    const result = pasteSteps(document(), { text, frame: store.get().frame, at, seen: q.seen() });
    if (isRefused(result)) return q.refuse(result.refused);
    store.edit(() => result.document, { select: result.added, selectNotes: result.notes });
    q.say(`${counted(result)} pasted`);
  };

  return {
    add,
    reveal: q.reveal,
    remove,
    removeEdge,
    removeSelected: () => {
      const { edge, steps } = store.get().selection;
      if (edge !== null) return removeEdge(edge);
      const pinned = notes();
      if (pinned.length === 0) return remove(steps);
      if (!may()) return;
      store.edit((current) => removeNotes(removeSteps(current, steps), pinned), { select: [] });
      q.say(steps.length + pinned.length === 1 ? "Note deleted" : `${steps.length + pinned.length} things deleted`);
    },
    /** deletes without asking: what led to a step leads on by its main outcome */
    removeAndReconnect: () => {
      const { edge, steps } = store.get().selection;
      if (edge !== null) return removeEdge(edge);
      remove(
        steps,
        Object.fromEntries(
          steps.flatMap((id) => {
            const step = stepOf(document(), id);
            const ways = continuations(document(), id);
            const main = step && mainPort(step)?.id;
            const way = ways.find((each) => each === main) ?? ways[0];
            return way === undefined ? [] : [[id, way]];
          }),
        ),
      );
    },
    /** a step that stands alone was dropped on an edge */
    insert: (id: string, key: string, at: Spot) => {
      const edge = document().edges.find((each) => edgeKey(each) === key);
      if (!edge || !may() || !take(insertStep(document(), { id, edge, at }), [id])) return;
      q.say(`${nameOf(id)} stands between ${nameOf(edge.from)} and ${nameOf(edge.to)}`);
    },
    connect: (from: PortRef, to: string) => {
      if (!may() || !take(connect(document(), { from, to }))) return;
      q.say(`${nameOf(from.step)} leads to ${nameOf(to)}`);
    },
    /** steps, and notes with their places or sizes: one drag is one entry */
    move: (moves: Record<string, Spot>, pinned: NoteChanges = {}) => {
      if (may()) store.edit((current) => updateNotes(moveSteps(current, moves), pinned));
    },
    nudge: (by: Spot) => {
      const ids = selected();
      const pinned = notes();
      if (ids.length + pinned.length === 0 || !may()) return;
      const moved = ([x, y]: Spot): Spot => [x + by[0], y + by[1]];
      store.edit(
        (current) =>
          updateNotes(
            moveSteps(current, Object.fromEntries(ids.map((id) => [id, moved(current.layout?.[id] ?? [0, 0])]))),
            Object.fromEntries((current.notes ?? []).flatMap((note) => (pinned.includes(note.id) ? [[note.id, { at: moved(note.at) }]] : []))),
          ),
        { burst: `nudge ${[...ids, ...pinned].join()}` },
      );
    },
    duplicate: () => {
      if (selected().length + notes().length === 0 || !may()) return;
      const result = duplicateSteps(document(), { steps: selected(), notes: notes() }, { frame: store.get().frame, seen: q.seen() });
      store.edit(() => result.document, { select: result.added, selectNotes: result.notes });
      q.say(`${counted(result)} duplicated`);
    },
    rename: (id: string, name: string) => {
      const step = stepOf(document(), id);
      if (!step || !may()) return;
      const { name: _, ...rest } = step;
      store.edit((current) => updateStep(current, name === "" ? rest : { ...rest, name }));
      q.say(`${stepName(step)} is called ${nameOf(id)} now`);
      q.reveal(id);
    },
    moveInOrder: (id: string, by: 1 | -1) => {
      const other = (by === 1 ? document().edges.find((edge) => edge.from === id)?.to : document().edges.find((edge) => edge.to === id)?.from) ?? id;
      if (may() && take(moveInOrder(document(), { id, by }))) q.say(`${nameOf(id)} comes ${by === 1 ? "after" : "before"} ${nameOf(other)} now`);
    },
    copied,
    /** What is selected. Tells whether it was. */
    copy: async (): Promise<boolean> => {
      const text = copied();
      if (text === null) return false;
      const isCopied = await toClipboard(text);
      if (isCopied) q.say(`${counted({ added: selected(), notes: notes() })} copied`);
      else q.refuse("This browser does not let a page write to the clipboard by itself: press Ctrl C (Cmd C on a Mac) instead.");
      return isCopied;
    },
    paste,
    pasteFromClipboard: async (at?: Spot) => {
      const text = await fromClipboard();
      if (text === null) q.refuse("This browser does not let a page read the clipboard by itself: press Ctrl V (Cmd V on a Mac) instead.");
      else await paste(text, at);
    },
    /** for those who do not see what was done by other hands than these */
    tell: (text: string) => q.say(text),
    undo: () => {
      if (store.get().past.length === 0 || !may()) return;
      store.undo();
      q.say("Undone");
    },
    redo: () => {
      if (store.get().future.length === 0 || !may()) return;
      store.redo();
      q.say("Done again");
    },
    /** along the edges in reading order; false at either end, so that the focus can leave the canvas */
    walk: (by: 1 | -1): boolean => {
      const order = outline(document()).map((each) => each.step.id);
      const at = order.indexOf(selected().at(-1) ?? "");
      const next = at < 0 ? undefined : order[at + by];
      if (!next) return false;
      store.select([next]);
      q.reveal(next);
      return true;
    },
    /** to the nearest step in a direction */
    walkTo: (direction: Spot) => {
      const next = nearest(document(), selected().at(-1), direction);
      if (!next) return;
      store.select([next]);
      q.reveal(next);
    },
  };
}

type NoteChanges = Parameters<typeof updateNotes>[1];

function counted({ added, notes }: { added: readonly string[]; notes: readonly string[] }): string {
  const parts = [
    added.length > 0 ? `${added.length} ${added.length === 1 ? "step" : "steps"}` : null,
    notes.length > 0 ? `${notes.length} ${notes.length === 1 ? "note" : "notes"}` : null,
  ];
  return parts.filter((part) => part !== null).join(" and ");
}

/** After what is selected, by the first outcome that leads nowhere; with nothing selected, at the end of the flow. */
export function nextPlace(document: FlowDocument, selection: readonly string[], middle: Spot): Place {
  const chosen = selection.length === 1 ? selection[0] : undefined;
  const step = chosen === undefined ? undefined : stepOf(document, chosen);
  if (step) {
    const port = freePort(document, step.id) ?? mainPort(step)?.id;
    if (port) return { kind: "after", from: { step: step.id, port } };
  }
  const last = outline(document).findLast((each) => {
    const port = freePort(document, each.step.id);
    return port === "out" || (port !== undefined && document.steps.length === 1);
  });
  const port = last && freePort(document, last.step.id);
  return last && port ? { kind: "after", from: { step: last.step.id, port } } : { kind: "at", at: middle };
}

/** The first outcome of a step that leads nowhere yet; an error outcome is nobody's default. */
export function freePort(document: FlowDocument, id: string): string | undefined {
  const step = stepOf(document, id);
  if (!step) return undefined;
  const used = new Set(document.edges.filter((edge) => edge.from === id).map(portOf));
  return portsOf(step).find((port) => port.kind !== "error" && !used.has(port.id))?.id;
}

function nearest(document: FlowDocument, from: string | undefined, [dx, dy]: Spot): string | undefined {
  const layout = document.layout ?? {};
  const origin = from === undefined ? undefined : layout[from];
  if (!origin) return outline(document)[0]?.step.id;
  let best: { id: string; cost: number } | null = null;
  for (const step of document.steps) {
    const at = layout[step.id];
    if (!at || step.id === from) continue;
    const along = (at[0] - origin[0]) * dx + (at[1] - origin[1]) * dy;
    const aside = Math.abs((at[0] - origin[0]) * dy) + Math.abs((at[1] - origin[1]) * dx);
    if (along < 10) continue;
    const cost = along + aside * 2;
    if (!best || cost < best.cost) best = { id: step.id, cost };
  }
  return best?.id;
}
