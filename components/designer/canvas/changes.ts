/** What the canvas library says about its nodes, in our words: what is selected now, and where steps and notes are. A frame that is dragged takes its steps along. */
import type { NodeChange } from "@xyflow/react";
import { groupBox } from "#flow/annotations.ts";
import type { FlowDocument, Note } from "#flow/document.ts";
import type { Spot } from "#flow/placement.ts";
import { GROUP, NOTE } from "../notes/graph.ts";
import type { Selection } from "../store.ts";

export type NoteMoves = Record<string, Partial<Pick<Note, "at" | "size">>>;
export type Changes = {
  /** null where nothing was selected or deselected */
  picked: { steps: string[]; notes: string[] } | null;
  moves: Record<string, Spot>;
  notes: NoteMoves;
  /** the hand let go */
  isOver: boolean;
  /** the one step that was dragged by itself */
  lone: string | null;
};

export function readChanges(changes: readonly NodeChange[], document: FlowDocument, selection: Selection): Changes {
  const steps = new Set(selection.steps);
  const notes = new Set(selection.notes);
  const found: Changes = { picked: null, moves: {}, notes: {}, isOver: false, lone: null };
  let isPicked = false;
  let dragged = 0;
  for (const change of changes) {
    if (change.type === "select") {
      isPicked = true;
      const [set, id] = change.id.startsWith(NOTE) ? [notes, change.id.slice(NOTE.length)] : [steps, change.id];
      if (change.selected) set.add(id);
      else set.delete(id);
    }
    if (change.type === "position" && change.position) {
      dragged += 1;
      found.isOver ||= change.dragging === false;
      const at: Spot = [change.position.x, change.position.y];
      if (change.id.startsWith(NOTE)) {
        const id = change.id.slice(NOTE.length);
        found.notes[id] = { ...found.notes[id], at };
      } else if (change.id.startsWith(GROUP)) Object.assign(found.moves, along(document, change.id.slice(GROUP.length), at));
      else {
        found.moves[change.id] = at;
        found.lone = change.id;
      }
    }
    // without `resizing` it is only the library that measured
    if (change.type === "dimensions" && change.dimensions && change.resizing !== undefined && change.id.startsWith(NOTE)) {
      const id = change.id.slice(NOTE.length);
      found.isOver ||= change.resizing === false;
      found.notes[id] = { ...found.notes[id], size: [Math.round(change.dimensions.width), Math.round(change.dimensions.height)] };
    }
  }
  if (dragged !== 1) found.lone = null;
  if (isPicked) found.picked = { steps: [...steps], notes: [...notes] };
  return found;
}

function along(document: FlowDocument, id: string, at: Spot): Record<string, Spot> {
  const group = document.groups?.find((each) => each.id === id);
  const layout = document.layout ?? {};
  const box = group && groupBox(group, document, layout);
  if (!group || !box) return {};
  const by: Spot = [at[0] - box.x, at[1] - box.y];
  return Object.fromEntries(
    group.steps.flatMap((step): [string, Spot][] => {
      const was = layout[step];
      return was ? [[step, [was[0] + by[0], was[1] + by[1]]]] : [];
    }),
  );
}

/** The pointer moved, and on the grid nothing did. */
export function isStanding(current: Readonly<Record<string, Spot>>, moves: Readonly<Record<string, Spot>>): boolean {
  return Object.entries(moves).every(([id, [x, y]]) => current[id]?.[0] === x && current[id]?.[1] === y);
}

/** A note that is resized from its left or top also moves: what is known of both goes together. */
export function mergeNotes(before: NoteMoves, now: NoteMoves): NoteMoves {
  const ids = new Set([...Object.keys(before), ...Object.keys(now)]);
  return Object.fromEntries([...ids].map((id) => [id, { ...before[id], ...now[id] }]));
}
