/** What changed between two states of a flow, for people: step by step and field by field. */
import { canonical } from "./canonical.ts";
import type { Edge, FlowDocument, Json, Note, Step } from "./document.ts";
import { portOf } from "./marks.ts";
import { bodyOf, type Graph } from "./nested.ts";

export type FlowChange = {
  kind: "added" | "removed" | "changed";
  what: "step" | "edge" | "flow" | "group" | "note";
  id: string;
  title: string;
  /** the for each that it stands in */
  frame?: string;
  fields: { path: string; before: Json; after: Json }[];
};

export function compare(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const settings = fieldsOf(asJson(before.flow), asJson(after.flow));
  const flow: FlowChange[] = settings.length > 0 ? [{ kind: "changed", what: "flow", id: after.flow.key, title: after.flow.name, fields: settings }] : [];
  return [...flow, ...compareGraphs(before, after), ...compareAnnotations(before, after)];
}

/** What is drawn for people alone. */
export function compareAnnotations(before: FlowDocument, after: FlowDocument): FlowChange[] {
  return [
    ...annotations("group", before.groups, after.groups, (group) => group.title || group.id),
    ...annotations("note", before.notes?.map(unplaced), after.notes?.map(unplaced), firstLine),
  ];
}

function compareGraphs(before: Graph, after: Graph, frame?: string): FlowChange[] {
  const changes: FlowChange[] = [];
  const add = (change: FlowChange) => changes.push(frame === undefined ? change : { ...change, frame });
  const old = new Map(before.steps.map((step) => [step.id, step]));
  for (const step of after.steps) {
    const was = old.get(step.id);
    const title = step.name ?? step.id;
    if (!was) {
      add({ kind: "added", what: "step", id: step.id, title, fields: [] });
      continue;
    }
    // what stands inside a frame is told step by step
    const [wasBody, body] = [bodyOf(was), bodyOf(step)];
    const isFrame = wasBody !== null && body !== null;
    const fields = was === step ? [] : isFrame ? fieldsOf(asJson(shellOf(was)), asJson(shellOf(step))) : fieldsOf(asJson(was), asJson(step));
    if (fields.length > 0) add({ kind: "changed", what: "step", id: step.id, title, fields });
    if (isFrame && was !== step) changes.push(...compareGraphs(wasBody, body, step.id));
  }
  const kept = new Set(after.steps.map((step) => step.id));
  for (const step of before.steps) if (!kept.has(step.id)) add({ kind: "removed", what: "step", id: step.id, title: step.name ?? step.id, fields: [] });
  const oldEdges = new Set(before.edges.map(edgeTitle));
  const newEdges = new Set(after.edges.map(edgeTitle));
  for (const edge of newEdges) if (!oldEdges.has(edge)) add({ kind: "added", what: "edge", id: edge, title: edge, fields: [] });
  for (const edge of oldEdges) if (!newEdges.has(edge)) add({ kind: "removed", what: "edge", id: edge, title: edge, fields: [] });
  return changes;
}

/** Where a note stands is layout, as it is of a step. */
const unplaced = ({ id, text, colour }: Note) => ({ id, text, ...(colour ? { colour } : {}) });

const firstLine = (note: { id: string; text: string }) =>
  note.text
    .trim()
    .split("\n")[0]
    ?.replace(/^#+\s+/, "")
    .slice(0, 60) || note.id;

function annotations<Item extends { id: string }>(
  what: "group" | "note",
  before: readonly Item[] = [],
  after: readonly Item[] = [],
  title: (item: Item) => string,
): FlowChange[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const kept = new Set(after.map((item) => item.id));
  return [
    ...after.flatMap((item): FlowChange[] => {
      const was = old.get(item.id);
      const fields = was ? fieldsOf(asJson(was), asJson(item)) : [];
      return was && fields.length === 0 ? [] : [{ kind: was ? "changed" : "added", what, id: item.id, title: title(item), fields }];
    }),
    ...before.flatMap((item): FlowChange[] => (kept.has(item.id) ? [] : [{ kind: "removed", what, id: item.id, title: title(item), fields: [] }])),
  ];
}

export function edgeTitle(edge: Edge): string {
  return `${edge.from}${portOf(edge) === "out" ? "" : `.${portOf(edge)}`} ${edge.rework ? "back to" : "to"} ${edge.to}`;
}

function shellOf(step: Step): Step {
  const { body: _, ...config } = step.config;
  return { ...step, config };
}

const asJson = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;
const isRecord = (value: Json): value is { [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);

type Field = FlowChange["fields"][number];

function fieldsOf(before: Json, after: Json, path = ""): Field[] {
  if (canonical(before) === canonical(after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const parts = partsOf(before, after, path);
    if (parts) return parts;
  }
  // an expression is one value
  if (!isRecord(before) || !isRecord(after) || "$" in before || "$" in after) return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => fieldsOf(before[key] ?? null, after[key] ?? null, path ? `${path}.${key}` : key));
}

/** What parts of lists are called by: fields of a map, cases of a branch, lines of a table. */
const NAMES = ["name", "port", "field", "key", "id"];

/** A list part by part, so that one more field of twenty is one difference. null: its parts cannot be told apart. */
function partsOf(before: Json[], after: Json[], path: string): Field[] | null {
  if (![...before, ...after].every(isRecord)) return null;
  for (const name of NAMES) {
    const [was, now] = [byName(before, name), byName(after, name)];
    if (!was || !now) continue;
    const all = [...new Set([...was.keys(), ...now.keys()])];
    const order = [...was.keys()].filter((key) => now.has(key)).join("\n") === [...now.keys()].filter((key) => was.has(key)).join("\n");
    return [
      ...(order ? [] : [{ path: `${path} in order`, before: [...was.keys()].join(", "), after: [...now.keys()].join(", ") }]),
      ...all.flatMap((key) => fieldsOf(was.get(key) ?? null, now.get(key) ?? null, `${path}.${key}`)),
    ];
  }
  // as many parts as before: the same ones, some with another value
  return before.length === after.length ? after.flatMap((part, index) => fieldsOf(before[index] ?? null, part, `${path}.${index}`)) : null;
}

function byName(parts: Json[], name: string): Map<string, Json> | null {
  const named = new Map<string, Json>();
  for (const part of parts) {
    const value = isRecord(part) ? part[name] : null;
    if (typeof value !== "string" || named.has(value)) return null;
    named.set(value, part);
  }
  return named;
}
