/** What flows need of a connection to Odoo, put together from all their steps, and compared with what its user may do there. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { Connections, OdooNeed, OdooNeeds } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { UseCaseError } from "#server/deps.ts";
import type { ConnectionsRoom } from "./create.ts";
import { needsOfStep } from "./needs.ts";
import type { Need } from "./needs.ts";
import type { RelatedNeed } from "./needs-related.ts";
import { getConnection } from "./view.ts";

const STEPS = sqlFile(import.meta.url, "steps-of");
const Row = z.object({ flow: z.string(), name: z.string(), step: z.string(), type: z.string(), config: z.record(z.string(), Json) });

type At = { environment: string; key: string };
type Named = Need & { flow: { flow: string; name: string } };

export async function needsOf(room: ConnectionsRoom, q: At): Promise<OdooNeeds> {
  await odooConnection(room, q);
  const rows = z.array(Row).parse((await room.pool.query(STEPS, [q.environment, q.key])).rows);
  const named: Named[] = [];
  const unresolved = new Set<string>();
  const seen = new Set<string>();
  for (const { flow, name, ...step } of rows) {
    // a draft is most often what is deployed, too
    const identity = JSON.stringify([flow, step]);
    if (seen.has(identity)) continue;
    seen.add(identity);
    const { needs, related } = needsOfStep(step);
    const found = await Promise.all(related.map((each) => resolved(room, q, each)));
    for (const need of found) if (typeof need === "string") unresolved.add(need);
    for (const need of [...needs, ...found.filter((each) => each !== null && typeof each !== "string")]) named.push({ ...need, flow: { flow, name } });
  }
  return { needs: together(named), unresolved: [...unresolved].sort() };
}

/** As the connected Odoo knows the related model; null where nothing is needed of it, its place where that cannot be told now. */
async function resolved(room: ConnectionsRoom, q: At, related: RelatedNeed): Promise<Need | string | null> {
  const { operations, fields } = related;
  let model = related.model;
  let type = "";
  for (const name of related.path) {
    const known = await room.odoo.fields({ environment: q.environment, connection: q.key, model }).catch((error: unknown) => {
      if (error instanceof UseCaseError) return [];
      throw error;
    });
    const field = known.find((each) => each.name === name);
    // most values that an expression gives are no lines: only what surely is related is worth a word
    if (field?.relation == null) return related.isOnlyOfLines ? null : [related.model, ...related.path].join(".");
    ({ relation: model, type } = { relation: field.relation, type: field.type });
  }
  return related.isOnlyOfLines && type !== "one2many" ? null : { model, operations, fields };
}

function together(named: Named[]): OdooNeed[] {
  return [...Map.groupBy(named, (need) => need.model)]
    .map(([model, its]) => ({
      model,
      operations: [...new Set(its.flatMap((need) => need.operations))].sort(inOrder),
      fields: its.some((need) => need.fields === null) ? null : [...new Set(its.flatMap((need) => need.fields ?? []))].sort(),
      flows: [...new Map(its.map(({ flow }) => [flow.flow, flow])).values()],
      optional: its.every((need) => need.optional === true),
    }))
    .sort((a, b) => Number(a.optional) - Number(b.optional) || a.model.localeCompare(b.model, "en"));
}

const ORDER = ["read", "create", "update", "archive", "delete", "message", "attach"];
/** Methods by name come last. */
const inOrder = (a: string, b: string) => placeIn(a) - placeIn(b) || a.localeCompare(b, "en");
const placeIn = (operation: string) => (ORDER.includes(operation) ? ORDER.indexOf(operation) : ORDER.length);

/** @throws UseCaseError for a connection of another kind */
export async function odooConnection(room: ConnectionsRoom, q: At) {
  const view = await getConnection(room, q);
  if (view.kind === "odoo") return view;
  throw new UseCaseError({ code: "connection.kind", status: 409, message: `Connection ${view.name} does not lead to an Odoo.` });
}

/** Asks Odoo for the rights of the connection's user on what flows need, and on what no flow should touch unawares. */
export async function compareRights(room: ConnectionsRoom, q: At): ReturnType<Connections["rights"]> {
  const view = await odooConnection(room, q);
  const { needs } = await needsOf(room, q);
  const allowed = z
    .array(z.object({ model: z.string() }))
    .catch([])
    .parse(view.config.allow);
  const models = [...new Set([...needs.map((need) => need.model), ...allowed.map((each) => each.model)])];
  room.forget(q);
  return room.visit.rights(await room.source.get(q), { models, needs });
}
