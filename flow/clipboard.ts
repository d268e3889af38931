/** Steps as text: copied from one flow, pasted into another or into a chat. */
import { freshAnnotation } from "./annotations.ts";
import type { FlowDocument, Step } from "./document.ts";
import { allSteps, bodyOf } from "./nested.ts";
import type { Edited } from "./edit.ts";
import { freshId, freshName, stepName } from "./edit.ts";
import type { Spot } from "./placement.ts";
import { freeSpot, GRID, onGrid } from "./placement.ts";
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

export function duplicateSteps(document: FlowDocument, chosen: Chosen, frame: string | null = null): Pasted {
  return placeCopied(document, pick(document, chosen), { frame });
}

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

/** Adds copied steps under fresh ids. `at`: where their top left corner goes; absent, a little beside where they were. `frame`: the for each that is drawn in. */
export function placeCopied(document: FlowDocument, copied: Copied, { at, frame }: { at?: Spot | undefined; frame: string | null }): Pasted {
  const names: Record<string, string> = {};
  const taken = new Set<string>();
  const titles = new Set<string>();
  for (const step of allSteps(copied)) {
    const id = freshId(document, step.id.replace(/_\d+$/, ""), taken);
    names[step.id] = id;
    taken.add(id);
  }
  const places = [...Object.values(copied.layout), ...(copied.notes ?? []).map((note) => note.at)];
  const corner: Spot = [Math.min(...places.map(([x]) => x), Number.MAX_SAFE_INTEGER), Math.min(...places.map(([, y]) => y), Number.MAX_SAFE_INTEGER)];
  const shift: Spot = at && places.length > 0 ? [at[0] - corner[0], at[1] - corner[1]] : [GRID * 2, GRID * 2];
  const edges = copied.edges.flatMap((edge) => {
    const from = names[edge.from];
    const to = names[edge.to];
    return from && to ? [{ ...edge, from, to }] : [];
  });
  let next: FlowDocument = { ...document, edges: [...document.edges, ...edges] };
  for (const { was: _, ...step } of copied.steps) {
    const name = freshName(document, stepName(step).replace(/ \d+$/, ""), titles);
    titles.add(name);
    const id = names[step.id] ?? step.id;
    const old = copied.layout[step.id];
    // a group keeps its shape, even over others; a step without a place gets a free one
    const spot: Spot = old ? onGrid([old[0] + shift[0], old[1] + shift[1]]) : freeSpot(next, step, at ?? [0, 0]);
    next = {
      ...next,
      steps: [...next.steps, { ...step, id, name, config: renamed(step, names) }],
      layout: { ...next.layout, ...placesInside(step, copied, names), [id]: spot },
    };
  }
  const pinned = pasteAnnotations(next, copied, { names, shift, frame });
  return { document: pinned.document, added: copied.steps.map((step) => names[step.id] ?? step.id), notes: pinned.notes };
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
