/** What a write would change, by reading only: for test runs, the inbox and replays. */
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { OdooPort, OdooPreview } from "#flow/ports.ts";
import { externalIdOf, lookUp } from "./external-id.ts";
import type { Field } from "./fields.ts";
import { isNew, normal } from "./values.ts";
import { differences, match } from "./write.ts";
import type { Session } from "./write.ts";

type Call = Parameters<OdooPort["preview"]>[0];
type Shown = OdooPreview["fields"][number];

/** Never throws for Odoo's troubles: the sentence in `unread` says that it could not be read, and why. */
export async function preview(open: () => Promise<Session>, call: Call): Promise<OdooPreview> {
  try {
    return await look(await open(), call);
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const fields = Object.entries(call.values).map(([name, after]) => ({ name, label: name, before: null, after }));
    return { modelLabel: call.model, action: call.kind === "update" ? "update" : "create", fields, unread: `Odoo could not be read: ${error.failure.message}` };
  }
}

async function look(session: Session, call: Call): Promise<OdooPreview> {
  const { client, model, context, options } = session;
  const fields = await client.fields(model, Object.keys(call.values));
  const modelLabel = await client.label(model);
  const id = await targetOf(session, call);
  const [held] = id === null ? [] : await client.read({ model, ids: [id], fields: ["display_name"], context: { ...context, active_test: false } }, options);
  if (id === null || !held) {
    const shown = await Promise.all(Object.entries(call.values).map(([name, after]) => described(session, { field: fields.get(name), before: null, after })));
    return { modelLabel, action: "create", fields: shown.filter((each) => each !== null) };
  }
  const record = { id, name: typeof held.display_name === "string" ? held.display_name : `#${id}` };
  // a create that finds its record leaves it as it is
  if (call.kind === "create") return { modelLabel, action: "none", record, fields: [] };
  // an id that is not known yet differs from whatever is there
  const known = Object.fromEntries(Object.entries(call.values).filter(([, value]) => !isNew(value)));
  const changed = (await differences(session, id, known)) ?? [];
  const unknown = Object.entries(call.values).filter(([, value]) => isNew(value));
  const shown = await Promise.all([
    ...changed.map((each) => described(session, each)),
    ...unknown.map(([name, after]) => described(session, { field: fields.get(name), before: null, after })),
  ]);
  const rows = shown.filter((each) => each !== null);
  return { modelLabel, action: rows.length > 0 ? "update" : "none", record, fields: rows };
}

async function targetOf(session: Session, call: Call): Promise<number | null> {
  const { client, model, context, options } = session;
  if (call.kind === "update") {
    if (call.target === undefined) return null;
    if ("ids" in call.target) return call.target.ids[0] ?? null;
    const [first] = await client.search({ model, domain: call.target.domain, limit: 1, context }, options);
    return first ?? null;
  }
  const byKey = () => lookUp(client, { model, externalId: externalIdOf(model, call.externalId ?? "") }, options);
  if (call.match?.kind !== "fields") return byKey();
  if (Object.values(call.match.values).some(isNew)) return null;
  return (await match(session, call.match.values)) ?? (await byKey());
}

async function described(session: Session, q: { field: Field | undefined; before: Json; after: Json }): Promise<Shown | null> {
  const { field, before, after } = q;
  if (!field) return null;
  const value = isNew(after) ? after : normal({ model: session.model, field, value: after });
  const [shownBefore, shownAfter] = await Promise.all([forPeople(session, field, before), forPeople(session, field, value)]);
  return { name: field.name, label: field.label, type: field.type, before: shownBefore, after: shownAfter };
}

/** A relation by its name, a choice by its label, nothing as null. */
async function forPeople(session: Session, field: Field, value: Json): Promise<Json> {
  if (value === null || isNew(value)) return value;
  if (value === false && field.type !== "boolean") return null;
  if (field.type === "selection") return field.selection?.find(([key]) => key === value)?.[1] ?? value;
  if (field.type !== "many2one" || typeof value !== "number" || field.relation === null) return value;
  const [related] = await session.client.read({ model: field.relation, ids: [value], fields: ["display_name"] }, session.options).catch((error: unknown) => {
    // a name is a courtesy: the id tells as well
    if (error instanceof StepFailure) return [];
    throw error;
  });
  return typeof related?.display_name === "string" ? related.display_name : value;
}
