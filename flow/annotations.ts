/**
 * What stands on the canvas for people alone: groups, which are frames of a colour behind their steps, and notes. A run knows nothing of
 * either. A group has no place of its own: it is where its steps are.
 */
import type { Colour, FlowDocument, Group, Note } from "./document.ts";
import type { Edited, Refused } from "./edit.ts";
import type { Size, Spot } from "./placement.ts";
import { onGrid, sizeOf } from "./placement.ts";

export const NOTE: Size = { width: 240, height: 140 };
export const SMALLEST_NOTE: Size = { width: 120, height: 60 };
const PADDING = 20;
/** both keep the frame on the grid while it is dragged */
const TITLE = 20;

export type Box = { x: number; y: number } & Size;

/** Puts steps into a new group; they leave the groups that they were in. */
export function addGroup(
  document: FlowDocument,
  { steps, title, colour }: { steps: readonly string[]; title: string; colour: Colour },
): (Edited & { added: string }) | Refused {
  const known = document.steps.filter((step) => steps.includes(step.id)).map((step) => step.id);
  if (known.length === 0) return { refused: "Select the steps that belong together first." };
  const id = freshAnnotation("group", document.groups ?? []);
  const group: Group = { id, title, colour, steps: known };
  return { document: withGroups(document, [...without(document.groups ?? [], new Set(known)), group]), added: id };
}

export function updateGroup(document: FlowDocument, id: string, change: Partial<Pick<Group, "title" | "colour">>): FlowDocument {
  return withGroups(
    document,
    (document.groups ?? []).map((group) => (group.id === id ? { ...group, ...change } : group)),
  );
}

/** Takes the frame away; its steps stay. */
export function removeGroups(document: FlowDocument, ids: readonly string[]): FlowDocument {
  return withGroups(
    document,
    (document.groups ?? []).filter((group) => !ids.includes(group.id)),
  );
}

/** The group that a selection is: all of its steps, and nothing else. */
export function groupOf(document: FlowDocument, steps: readonly string[]): Group | undefined {
  const here = new Set(document.steps.map((step) => step.id));
  return document.groups?.find((group) => {
    const members = group.steps.filter((id) => here.has(id));
    return members.length > 0 && members.length === steps.length && members.every((id) => steps.includes(id));
  });
}

/** The groups that selected steps are in. */
export function groupsAround(document: FlowDocument, steps: readonly string[]): Group[] {
  return (document.groups ?? []).filter((group) => group.steps.some((id) => steps.includes(id)));
}

/** A step that comes between two steps of a group belongs to it, too. */
export function joinGroup(document: FlowDocument, step: string, between: readonly [string, string]): FlowDocument {
  const group = document.groups?.find((each) => between.every((id) => each.steps.includes(id)));
  if (!group) return document;
  return withGroups(
    document,
    (document.groups ?? []).map((each) => (each === group ? { ...each, steps: [...each.steps, step] } : each)),
  );
}

/** The frame around a group's steps; null where none of them stands here. */
export function groupBox(group: Group, document: Pick<FlowDocument, "steps">, places: Readonly<Record<string, Spot>>): Box | null {
  const members = new Set(group.steps);
  const boxes = document.steps.flatMap((step) => {
    const at = places[step.id];
    return at && members.has(step.id) ? [{ x: at[0], y: at[1], ...sizeOf(step) }] : [];
  });
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x)) - PADDING;
  const y = Math.min(...boxes.map((box) => box.y)) - PADDING - TITLE;
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) + PADDING - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) + PADDING - y,
  };
}

/** @param frame the frame that is drawn in; null on the flow itself */
export function addNote(
  document: FlowDocument,
  { at, frame, colour, text = "" }: { at: Spot; frame: string | null; colour: Colour; text?: string },
): Edited & { added: string } {
  const id = freshAnnotation("note", document.notes ?? []);
  const note: Note = { id, text, colour, at: onGrid(at), size: [NOTE.width, NOTE.height], ...(frame === null ? {} : { frame }) };
  return { document: { ...document, notes: [...(document.notes ?? []), note] }, added: id };
}

export function updateNotes(document: FlowDocument, changes: Readonly<Record<string, Partial<Pick<Note, "text" | "colour" | "at" | "size">>>>): FlowDocument {
  if (!document.notes || Object.keys(changes).length === 0) return document;
  return { ...document, notes: document.notes.map((note) => (changes[note.id] ? { ...note, ...changes[note.id] } : note)) };
}

export function removeNotes(document: FlowDocument, ids: readonly string[]): FlowDocument {
  return withNotes(
    document,
    (document.notes ?? []).filter((note) => !ids.includes(note.id)),
  );
}

/** The notes of what is drawn on. */
export function notesIn(document: Pick<FlowDocument, "notes">, frame: string | null): Note[] {
  return (document.notes ?? []).filter((note) => (note.frame ?? null) === frame);
}

/** What is left when steps are gone: no group without steps, no note inside a frame that is not there. */
export function forgetSteps(document: FlowDocument, gone: ReadonlySet<string>): FlowDocument {
  const groups = document.groups && without(document.groups, gone);
  const notes = document.notes?.filter((note) => note.frame === undefined || !gone.has(note.frame));
  return withNotes(groups ? withGroups(document, groups) : document, notes ?? []);
}

/** A step has another id: its group and the notes inside it follow. */
export function renameInAnnotations(document: FlowDocument, names: Readonly<Record<string, string>>): Pick<FlowDocument, "groups" | "notes"> {
  return {
    ...(document.groups ? { groups: document.groups.map((group) => ({ ...group, steps: group.steps.map((id) => names[id] ?? id) })) } : {}),
    ...(document.notes ? { notes: document.notes.map((note) => (note.frame === undefined ? note : { ...note, frame: names[note.frame] ?? note.frame })) } : {}),
  };
}

export function freshAnnotation(kind: "group" | "note", taken: readonly { id: string }[]): string {
  const used = new Set(taken.map((each) => each.id));
  for (let number = 1; ; number += 1) if (!used.has(`${kind}_${number}`)) return `${kind}_${number}`;
}

/** A document without any carries no empty list: the file stays as short as it was. */
function withGroups(document: FlowDocument, groups: Group[]): FlowDocument {
  const { groups: _, ...rest } = document;
  return groups.length > 0 ? { ...rest, groups } : rest;
}

function withNotes(document: FlowDocument, notes: Note[]): FlowDocument {
  const { notes: _, ...rest } = document;
  return notes.length > 0 ? { ...rest, notes } : rest;
}

function without(groups: readonly Group[], gone: ReadonlySet<string>): Group[] {
  return groups.flatMap((group) => {
    const steps = group.steps.filter((id) => !gone.has(id));
    return steps.length === 0 ? [] : [steps.length === group.steps.length ? group : { ...group, steps }];
  });
}
