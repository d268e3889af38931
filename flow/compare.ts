/** What changed between two states of a flow, for people: step by step and field by field. */
import { canonical } from "./canonical.ts";
import type { Edge, FlowDocument, Json } from "./document.ts";
import { portOf } from "./document.ts";

export type FlowChange = {
  kind: "added" | "removed" | "changed";
  what: "step" | "edge" | "flow";
  id: string;
  title: string;
  fields: { path: string; before: Json; after: Json }[];
};

export function compare(before: FlowDocument, after: FlowDocument): FlowChange[] {
  const changes: FlowChange[] = [];
  const settings = fieldsOf(asJson(before.flow), asJson(after.flow));
  if (settings.length) changes.push({ kind: "changed", what: "flow", id: after.flow.key, title: after.flow.name, fields: settings });
  const old = new Map(before.steps.map((step) => [step.id, step]));
  for (const step of after.steps) {
    const was = old.get(step.id);
    const title = step.name ?? step.id;
    if (!was) changes.push({ kind: "added", what: "step", id: step.id, title, fields: [] });
    else {
      const fields = fieldsOf(asJson(was), asJson(step));
      if (fields.length) changes.push({ kind: "changed", what: "step", id: step.id, title, fields });
    }
  }
  const kept = new Set(after.steps.map((step) => step.id));
  for (const step of before.steps)
    if (!kept.has(step.id)) changes.push({ kind: "removed", what: "step", id: step.id, title: step.name ?? step.id, fields: [] });
  const title = (edge: Edge) => `${edge.from}${portOf(edge) === "out" ? "" : `.${portOf(edge)}`} ${edge.rework ? "back to" : "to"} ${edge.to}`;
  const oldEdges = new Set(before.edges.map(title));
  const newEdges = new Set(after.edges.map(title));
  for (const edge of newEdges) if (!oldEdges.has(edge)) changes.push({ kind: "added", what: "edge", id: edge, title: edge, fields: [] });
  for (const edge of oldEdges) if (!newEdges.has(edge)) changes.push({ kind: "removed", what: "edge", id: edge, title: edge, fields: [] });
  return changes;
}

const asJson = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;
const isRecord = (value: Json): value is { [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);

function fieldsOf(before: Json, after: Json, path = ""): { path: string; before: Json; after: Json }[] {
  if (canonical(before) === canonical(after)) return [];
  // an expression is one value
  if (!isRecord(before) || !isRecord(after) || "$" in before || "$" in after) return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => fieldsOf(before[key] ?? null, after[key] ?? null, path ? `${path}.${key}` : key));
}
