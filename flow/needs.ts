/** What a flow needs of an environment before it can run there, and how it is told apart from its original: connections, secrets, key and name. */
import type { FlowDocument, Json, Step } from "./document.ts";
import { SecretRef } from "./document.ts";
import { allSteps, bodyOf, type Graph } from "./nested.ts";
import { findStep } from "./steps/index.ts";

export type Needs = { connections: { key: string; kind: string }[]; secrets: string[] };

export function needsOf(document: FlowDocument): Needs {
  const connections = new Map<string, string>();
  const secrets = new Set<string>();
  for (const step of allSteps(document)) {
    for (const { key, kind } of connectionsOf(step)) connections.set(key, kind);
    const { body: _, ...own } = step.config;
    for (const secret of secretsIn(own)) secrets.add(secret);
  }
  return { connections: [...connections].map(([key, kind]) => ({ key, kind })), secrets: [...secrets].sort() };
}

function connectionsOf(step: Step): Needs["connections"] {
  const fields = findStep(step.type)?.fields ?? [];
  const named = fields.flatMap((field) => {
    const key = step.config[field.key];
    return field.control === "connection" && typeof key === "string" ? [{ key, kind: field.connectionKind ?? "http" }] : [];
  });
  const source = step.type === "each" ? sourceOf(step) : null;
  return typeof source?.connection === "string" ? [...named, { key: source.connection, kind: "odoo" }] : named;
}

/** The search whose pages a for each goes through. */
function sourceOf(step: Step): { [key: string]: Json } | null {
  const { source } = step.config;
  return typeof source === "object" && source !== null && !Array.isArray(source) ? source : null;
}

function secretsIn(value: Json): string[] {
  const reference = SecretRef.safeParse(value);
  if (reference.success) return [reference.data.secretRef];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}

/** The same flow over other connections: what a file calls by one name may have another here. */
export function withConnections(document: FlowDocument, names: Readonly<Record<string, string>>): FlowDocument {
  return { ...document, ...graphWith(document, names) };
}

function graphWith(graph: Graph, names: Readonly<Record<string, string>>): Graph {
  return {
    edges: graph.edges,
    steps: graph.steps.map((step) => {
      const config = { ...step.config };
      const given = config.connection;
      if (typeof given === "string" && names[given]) config.connection = names[given];
      const source = step.type === "each" ? sourceOf(step) : null;
      if (source && typeof source.connection === "string" && names[source.connection])
        config.source = { ...source, connection: names[source.connection] ?? null };
      const body = bodyOf(step);
      if (body) config.body = JSON.parse(JSON.stringify(graphWith(body, names)));
      return { ...step, config };
    }),
  };
}

/** A flow of its own, beginning as this one. */
export function asFlow(document: FlowDocument, { key, name }: { key: string; name: string }): FlowDocument {
  return { ...document, flow: { ...document.flow, key, name } };
}
