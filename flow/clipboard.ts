/** Steps as text: copied from one flow, pasted into another or into a chat. */
import { freshAnnotation } from "./annotations.ts";
import type { FlowDocument, Step } from "./document.ts";
import { allSteps, bodyOf } from "./nested.ts";
import type { Edited } from "./edit.ts";
import { freshIds, freshNames, stepName } from "./edit.ts";
import type { Size, Spot } from "./placement.ts";
import { freeSpot, GRID, onGrid, sizeOf } from "./placement.ts";
import { rewriteStepNames } from "./rewrite-steps.ts";

/** Steps with what belongs to them, on their way from one place to another. */
export type Copied = Pick<FlowDocument, "steps" | "edges" | "groups" | "notes"> & { layout: NonNullable<FlowDocument["layout"]> };

export type Pasted = Edited & { added: string[]; notes: string[] };

/** What is copied: steps and notes. A group goes along when all of its steps do. */
type Chosen = { steps: readonly string[]; notes?: readonly string[] };

/** The steps, the edges between them, and where they stood. */
export function copySteps(document: FlowDocument, chosen: Chosen): string {
  return JSON.stringify({ throughline: 1, copied: pick(document, chosen) }, null, 2);
}

export function duplicateSteps(document: FlowDocument, chosen: Chosen, where: Where = {}): Pasted {
  return placeCopied(document, pick(document, chosen), where);
}

/** Where pasted steps go. */
export type Where = {
  /** their top left corner; absent: a little beside where they were */
  at?: Spot | undefined;
  /** the part of the canvas that is looked at, which they must not miss */
  seen?: Box | null | undefined;
  /** the for each that is drawn in */
  frame?: string | null;
};

function pick(document: FlowDocument, { steps: ids, notes: noteIds = [] }: Chosen): Copied {
  const chosen = new Set(ids);
  const steps = document.steps.filter((step) => chosen.has(step.id));
  const within = new Set(allSteps({ steps, edges: [] }).map((step) => step.id));
  const groups = document.groups?.filter((group) => group.steps.every((id) => within.has(id)));
  const notes = document.notes?.filter((note) => noteIds.includes(note.id) || (note.frame !== undefined && within.has(note.frame)));
  return {
    ...(groups?.length ? { groups } : {}),
    ...(notes?.length ? { notes } : {}),
    steps,
    edges: document.edges.filter((edge) => chosen.has(edge.from) && chosen.has(edge.to)),
    layout: Object.fromEntries(Object.entries(document.layout ?? {}).filter(([id]) => within.has(id))),
  };
}

/** Adds copied steps under fresh ids. */
export function placeCopied(document: FlowDocument, copied: Copied, where: Where): Pasted {
  const { at, frame = null } = where;
  const names: Record<string, string> = {};
  const idFor = freshIds(document);
  const nameFor = freshNames(document);
  for (const step of allSteps(copied)) names[step.id] = idFor(step.id.replace(/_\d+$/, ""));
  const shift = shiftOf(document, copied, where);
  const edges = copied.edges.flatMap((edge) => {
    const from = names[edge.from];
    const to = names[edge.to];
    return from && to ? [{ ...edge, from, to }] : [];
  });
  // one list and one map for all of them: a thousand steps are not copied a thousand times
  const steps = [...document.steps];
  const layout = { ...document.layout };
  const next: FlowDocument = { ...document, edges: [...document.edges, ...edges], steps, layout };
  for (const { was: _, ...step } of copied.steps) {
    const name = nameFor(stepName(step).replace(/ \d+$/, ""));
    const id = names[step.id] ?? step.id;
    const old = copied.layout[step.id];
    // a group keeps its shape, even over others; a step without a place gets a free one
    const spot: Spot = old ? onGrid([old[0] + shift[0], old[1] + shift[1]]) : freeSpot(next, step, at ?? (where.seen ? middleOf(where.seen, step) : [0, 0]));
    steps.push({ ...step, id, name, config: renamed(step, names) });
    Object.assign(layout, placesInside(step, copied, names), { [id]: spot });
  }
  const pinned = pasteAnnotations(next, copied, { names, shift, frame });
  return { document: pinned.document, added: copied.steps.map((step) => names[step.id] ?? step.id), notes: pinned.notes };
}

/** How far copied steps move: to `at`, else beside where they were and beside those that were pasted before, else into what is looked at. */
function shiftOf(document: FlowDocument, copied: Copied, { at, seen }: Where): Spot {
  const boxes = [
    ...copied.steps.flatMap((step) => {
      const spot = copied.layout[step.id];
      return spot ? [{ x: spot[0], y: spot[1], ...sizeOf(step) }] : [];
    }),
    ...(copied.notes ?? []).map(({ at: [x, y], size: [width, height] }) => ({ x, y, width, height })),
  ];
  if (boxes.length === 0) return [0, 0];
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  if (at) return [at[0] - left, at[1] - top];
  const taken = new Set([...Object.values(document.layout ?? {}), ...(document.notes ?? []).map((note) => note.at)].map((spot) => String(onGrid(spot))));
  const beside = (by: number): Spot => (boxes.some((box) => taken.has(String(onGrid([box.x + by, box.y + by])))) ? beside(by + GRID * 2) : [by, by]);
  const [dx, dy] = beside(GRID * 2);
  const isSeen = (box: Box) =>
    !seen || (box.x + dx < seen.x + seen.width && seen.x < box.x + dx + box.width && box.y + dy < seen.y + seen.height && seen.y < box.y + dy + box.height);
  if (!seen || boxes.some(isSeen)) return [dx, dy];
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  // what is larger than the window begins at its corner
  const inMiddle = (from: number, free: number) => from + Math.max(GRID * 2, free / 2);
  return onGrid([inMiddle(seen.x, seen.width - (right - left)) - left, inMiddle(seen.y, seen.height - (bottom - top)) - top]);
}

type Box = Size & { x: number; y: number };

function middleOf(seen: Box, step: Step): Spot {
  const { width, height } = sizeOf(step);
  return [seen.x + (seen.width - width) / 2, seen.y + (seen.height - height) / 2];
}

function pasteAnnotations(
  document: FlowDocument,
  copied: Copied,
  { names, shift, frame }: { names: Record<string, string>; shift: Spot; frame: string | null },
): { document: FlowDocument; notes: string[] } {
  const groups = [...(document.groups ?? [])];
  for (const group of copied.groups ?? []) {
    const steps = group.steps.flatMap((id) => names[id] ?? []);
    if (steps.length > 0) groups.push({ ...group, id: freshAnnotation("group", groups), steps });
  }
  const notes = [...(document.notes ?? [])];
  const added: string[] = [];
  for (const { frame: from, ...note } of copied.notes ?? []) {
    const id = freshAnnotation("note", notes);
    const inside = from === undefined ? undefined : names[from];
    // a note inside a copied for each stays where it is in there
    if (inside !== undefined) notes.push({ ...note, id, frame: inside });
    else {
      notes.push({ ...note, id, at: [note.at[0] + shift[0], note.at[1] + shift[1]], ...(frame === null ? {} : { frame }) });
      added.push(id);
    }
  }
  return { document: { ...document, ...(groups.length > 0 ? { groups } : {}), ...(notes.length > 0 ? { notes } : {}) }, notes: added };
}

/** A step's settings reading the new ids; the steps inside a frame get theirs, too. */
function renamed(step: Step, names: Record<string, string>): Step["config"] {
  const config = rewriteStepNames(step.config, names);
  const body = bodyOf(step);
  if (!body) return config;
  const steps = body.steps.map(({ was: _, ...inner }) => ({ ...inner, id: names[inner.id] ?? inner.id, config: renamed(inner, names) }));
  const edges = body.edges.map((edge) => ({ ...edge, from: names[edge.from] ?? edge.from, to: names[edge.to] ?? edge.to }));
  return { ...config, body: JSON.parse(JSON.stringify({ steps, edges })) };
}

function placesInside(step: Step, copied: Copied, names: Record<string, string>): Record<string, Spot> {
  const body = bodyOf(step);
  if (!body) return {};
  return Object.fromEntries(
    allSteps(body).flatMap((inner) => {
      const at = copied.layout[inner.id];
      return at ? [[names[inner.id] ?? inner.id, at]] : [];
    }),
  );
}
