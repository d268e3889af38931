/** What a write would change, by reading only: for test runs, approvals and replays. */
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { OdooPort, OdooPreview } from "#flow/ports.ts";
import type { OdooClient } from "./client.ts";
import { compared } from "./differences.ts";
import type { Difference } from "./differences.ts";
import type { Field } from "./fields.ts";
import { externalIdOf, lookUp } from "./external-id.ts";
import type { Seen } from "./external-id.ts";
import { meantBy } from "./known.ts";
import { shower } from "./shown.ts";
import type { SendOptions } from "./transport.ts";
import { nameOfLine, splitNewLines } from "./new-lines.ts";
import type { Made } from "./new-lines.ts";
import { idsOf } from "./update.ts";
import { findMatch, keyOf } from "./upsert.ts";
import { isNew, normal } from "./values.ts";

type Call = Parameters<OdooPort["preview"]>[0];

/** Troubles that say nothing about the flow: it is described without what Odoo holds. A wrong field or a record that is gone is told as it is. */
const UNREAD = new Set(["unavailable", "timeout", "rate-limited", "contention", "authentication", "authorization"]);

export async function previewWrite(open: () => Promise<OdooClient>, call: Call, options?: SendOptions): Promise<OdooPreview> {
  try {
    return await look(await open(), call, options);
  } catch (error) {
    if (!(error instanceof StepFailure) || !isUnreadable(error)) throw error;
    return undescribed(call, `Odoo could not be read, so what it holds now is not shown: ${error.failure.message}`);
  }
}

/** Whether Odoo could not be read at all, so that a dry run goes on without what it holds. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof StepFailure && UNREAD.has(error.failure.kind);
}

async function look(client: OdooClient, call: Call, options?: SendOptions): Promise<OdooPreview> {
  const context = call.context ? { context: call.context } : {};
  const [fields, modelLabel] = await Promise.all([client.fields(call.model, Object.keys(call.values)), client.label(call.model)]);
  const ids = await targets(client, call, options);
  if (ids === "unknown")
    return { ...undescribed(call, "The record is made by an earlier step of this flow, so Odoo cannot tell yet what it will hold."), modelLabel };
  const [id, ...others] = ids;
  if (id === undefined) {
    if (call.kind === "update") return { modelLabel, action: "none", fields: [] };
    return { ...(await creation(client, { call, fields, modelLabel }, options)), ...(await besideAnother(client, call, options)) };
  }
  // a create that finds its record leaves it as it is, unless an earlier execution made it with another request
  const isLeft = call.kind === "create" && call.known === undefined;
  const { values, made } = call.kind === "update" ? await splitNewLines(client, call) : { values: isLeft ? {} : call.values, made: [] };
  const [found, ...more] = await compared(client, { model: call.model, ids, values, ...context }, options);
  if (found === undefined) return { modelLabel, action: "none", fields: [] };
  const record = { id, name: others.length > 0 ? `${found.name} and ${others.length} more` : found.name };
  // several records: the first that changes stands for them
  const changed = [found, ...more].find((each) => each.differences.length > 0)?.differences ?? [];
  const differences = [...changed, ...(await newLines(client, { call, owner: id, made }, options))];
  const show = await shower(
    client,
    differences.flatMap(({ field, before, after }) => [
      { field, value: before },
      { field, value: after },
    ]),
    options,
  );
  return {
    modelLabel,
    action: differences.length > 0 ? "update" : "none",
    record,
    fields: differences.map(({ field, before, after }) => ({
      name: field.name,
      label: field.label,
      type: field.type,
      before: show(field, before),
      after: show(field, after),
    })),
  };
}

async function besideAnother(client: OdooClient, call: Call, options?: SendOptions): Promise<{ isAnother?: true }> {
  const { kind, model, match, known } = call;
  if (kind !== "upsert" || match === undefined || known === undefined) return {};
  const meant = await meantBy(client, { ...call, known, externalId: keyOf({ model, match, externalId: call.externalId ?? "" }) }, options);
  return meant.kind === "another" ? { isAnother: true } : {};
}

async function creation(client: OdooClient, q: { call: Call; fields: Map<string, Field>; modelLabel: string }, options?: SendOptions): Promise<OdooPreview> {
  const { call, modelLabel } = q;
  const wanted = Object.entries(call.values).flatMap(([name, value]) => {
    const field = q.fields.get(name);
    return field === undefined ? [] : [{ field, value: isNew(value) ? value : normal({ model: call.model, field, value }) }];
  });
  const show = await shower(client, wanted, options);
  return {
    modelLabel,
    action: "create",
    fields: wanted.map(({ field, value }) => ({ name: field.name, label: field.label, type: field.type, before: null, after: show(field, value) })),
  };
}

/** What is made in lists of the record and has not been made yet. */
async function newLines(client: OdooClient, q: { call: Call; owner: number; made: Made[] }, options?: SendOptions): Promise<Difference[]> {
  const { externalId = "" } = q.call;
  const all = await Promise.all(
    q.made.map(async ({ field, relation, lines }): Promise<Difference[]> => {
      const names = lines.map((_, index) => nameOfLine({ externalId, owner: q.owner, relation, field: field.name, index }));
      const seen = await Promise.all(names.map((name) => lookUp(client, { model: relation, externalId: name }, options)));
      const after = lines.filter((_, index) => typeof seen[index] !== "number");
      return after.length === 0 ? [] : [{ field, before: null, after }];
    }),
  );
  return all.flat();
}

/** Ids of the records that would be written; none: there is no such record yet. */
async function targets(client: OdooClient, call: Call, options?: SendOptions): Promise<number[] | "unknown"> {
  const { model, match, target, externalId } = call;
  const context = call.context ? { context: call.context } : {};
  if (call.kind === "update") {
    if (target === undefined || isNew("ids" in target ? target.ids : target.domain)) return "unknown";
    return idsOf(client, { model, target, ...context }, options);
  }
  if (call.kind === "create" || match === undefined)
    return list(externalId ? await lookUp(client, { model, externalId: externalIdOf(model, externalId) }, options) : null);
  // a record that does not exist yet matches none that does
  if (isNew(match.kind === "fields" ? match.values : match.key)) return [];
  return list(await findMatch(client, { model, match, externalId: keyOf({ model, match, externalId: externalId ?? "" }), ...context }, options));
}

function list(id: Seen): number[] {
  return typeof id === "number" ? [id] : [];
}

function undescribed(call: Call, unread: string): OdooPreview {
  const fields = Object.entries(call.values).map(([name, after]: [string, Json]) => ({ name, label: name, before: null, after }));
  return { modelLabel: call.model, action: call.kind === "update" ? "update" : "create", fields, unread };
}
