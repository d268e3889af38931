/** Finds words in a flow: in names, ids and types of steps, in their settings and expressions, in notes and titles of groups, in every frame. */
import type { FlowDocument, Json, Step } from "./document.ts";
import { isExpression } from "./marks.ts";
import { bodyOf, placesIn } from "./nested.ts";
import { findFace } from "./steps/faces.ts";

export type Found = {
  /** of the step, the note or the first step of the group */
  id: string;
  what: "step" | "note" | "group";
  /** name of the step; what it is for a note */
  title: string;
  type: string | null;
  where: "name" | "id" | "type" | "setting" | "expression" | "notes" | "text";
  /** path of the setting, with dots */
  path: string | null;
  /** what surrounds the words, and where they are in it */
  text: string;
  from: number;
  to: number;
};

const MOST = 300;
const AROUND = 40;

/** In the order of the drawing; of one step, its name first. All words of the search stand together, letters large or small. */
export function findIn(document: FlowDocument, search: string): { found: Found[]; isMore: boolean } {
  const words = search.trim().toLowerCase();
  if (words === "") return { found: [], isMore: false };
  const found: Found[] = [];
  for (const { step } of placesIn(document).values()) {
    if (found.length > MOST) break;
    found.push(...inStep(step, words));
  }
  for (const group of document.groups ?? []) {
    const [first] = group.steps;
    const hit = excerpt(group.title, words);
    if (hit && first !== undefined) found.push({ id: group.id, what: "group", title: "Group", type: null, where: "text", path: null, ...hit });
  }
  for (const note of document.notes ?? []) {
    const hit = excerpt(note.text, words);
    if (hit) found.push({ id: note.id, what: "note", title: "Note", type: null, where: "text", path: null, ...hit });
  }
  return { found: found.slice(0, MOST), isMore: found.length > MOST };
}

function inStep(step: Step, words: string): Found[] {
  const title = step.name ?? step.id;
  const at = (where: Found["where"], text: string | undefined, path: string | null = null): Found[] => {
    const hit = text === undefined ? null : excerpt(text, words);
    return hit ? [{ id: step.id, what: "step", title, type: step.type, where, path, ...hit }] : [];
  };
  // the body of a frame is looked through step by step
  const { body, ...own } = step.config;
  const config = bodyOf(step) || body === undefined ? own : step.config;
  return [
    ...at("name", step.name),
    ...at("id", step.id),
    ...at("type", findFace(step.type)?.title ?? step.type),
    ...leaves(config).flatMap(({ path, text, isSource }) => at(isSource ? "expression" : "setting", text, path)),
    ...at("notes", step.notes),
  ];
}

function leaves(value: Json, path = ""): { path: string; text: string; isSource: boolean }[] {
  if (isExpression(value)) return [{ path, text: value.$, isSource: true }];
  if (typeof value === "string" || typeof value === "number") return [{ path, text: String(value), isSource: false }];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, under(path, String(index))));
  if (typeof value !== "object" || value === null) return [];
  // names of fields are found, too: they are what an analyst remembers
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(path === "" ? [] : [{ path: under(path, key), text: key, isSource: false }]),
    ...leaves(inner, under(path, key)),
  ]);
}

const under = (path: string, key: string) => (path === "" ? key : `${path}.${key}`);

function excerpt(text: string, words: string): { text: string; from: number; to: number } | null {
  const flat = text.replaceAll(/\s+/g, " ");
  const at = flat.toLowerCase().indexOf(words);
  if (at < 0) return null;
  const start = Math.max(0, at - AROUND);
  const lead = start > 0 ? "…" : "";
  const end = at + words.length + AROUND * 2;
  return {
    text: `${lead}${flat.slice(start, end)}${end < flat.length ? "…" : ""}`,
    from: at - start + lead.length,
    to: at - start + lead.length + words.length,
  };
}
