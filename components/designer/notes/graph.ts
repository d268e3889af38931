/** Groups and notes as the canvas library wants them. Frames stand behind the steps, notes among them. */
import { groupBox, notesIn } from "#flow/annotations.ts";
import type { FlowDocument, Note } from "#flow/document.ts";
import type { Spot } from "#flow/placement.ts";
import type { Box } from "../canvas/route.ts";
import type { GroupNodeType } from "./group-node.tsx";
import type { NoteNodeType } from "./note-node.tsx";

export const GROUP = "group:";
export const NOTE = "note:";

/** Of a note, as the canvas calls it. */
export function noteBox(document: Pick<FlowDocument, "notes">, id: string): { x: number; y: number; width: number; height: number } | null {
  const note = document.notes?.find((each) => NOTE + each.id === id);
  return note ? { x: note.at[0], y: note.at[1], width: note.size[0], height: note.size[1] } : null;
}

export type Annotations = (GroupNodeType | NoteNodeType)[];

export function annotationsOf(q: {
  document: Pick<FlowDocument, "groups" | "notes" | "steps">;
  frame: string | null;
  places: Readonly<Record<string, Spot>>;
  /** notes that are being dragged or resized */
  moving: Readonly<Record<string, Partial<Pick<Note, "at" | "size">>>>;
  selected: { steps: readonly string[]; notes: readonly string[] };
  canEdit: boolean;
}): Annotations {
  const groups = (q.document.groups ?? []).flatMap((group): GroupNodeType[] => {
    const box = groupBox(group, q.document, q.places);
    if (!box) return [];
    const { x, y, width, height } = box;
    return [
      {
        id: GROUP + group.id,
        type: "group-frame",
        position: { x, y },
        width,
        height,
        measured: { width, height },
        zIndex: -1,
        selectable: false,
        focusable: false,
        connectable: false,
        draggable: q.canEdit,
        dragHandle: ".group-title",
        style: { pointerEvents: "none" },
        ariaLabel: `Group ${group.title}`,
        ariaRole: "group",
        data: { group, isOn: group.steps.length > 0 && group.steps.every((id) => q.selected.steps.includes(id)) },
      },
    ];
  });
  const notes = notesIn(q.document, q.frame).map((note): NoteNodeType => {
    const moving = q.moving[note.id];
    const [x, y] = moving?.at ?? note.at;
    const [width, height] = moving?.size ?? note.size;
    return {
      id: NOTE + note.id,
      type: "note",
      position: { x, y },
      width,
      height,
      measured: { width, height },
      connectable: false,
      draggable: q.canEdit,
      selected: q.selected.notes.includes(note.id),
      ariaRole: "group",
      ariaLabel: `Note: ${note.text.trim().slice(0, 60) || "empty"}`,
      data: { note },
    };
  });
  return [...groups, ...notes];
}

/** Where notes stand. */
export function notesOf(annotations: Annotations): (Box & { isChosen: boolean })[] {
  return annotations.flatMap(({ type, position, width = 0, height = 0, selected = false }) =>
    type === "note" ? [{ ...position, width, height, isChosen: selected }] : [],
  );
}
