/** Writes that can be done twice without doing it twice: found by their key, compared, and only what differs is sent. */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { business, StepFailure, technical } from "#flow/failure.ts";
import type { OdooWritten } from "#flow/ports.ts";
import { understood } from "./client.ts";
import type { Context, OdooClient } from "./client.ts";
import { lookUp } from "./external-id.ts";
import { failureOfText } from "./failure-of-text.ts";
import type { Field } from "./fields.ts";
import type { SendOptions } from "./transport.ts";
import { cell, isSame, normal, written } from "./values.ts";

/** One model of one Odoo, for one execution of a step. */
export type Session = { client: OdooClient; model: string; context: Context; options: SendOptions };

export type Difference = { field: Field; before: Json; after: Json };

const Loaded = z.object({
  ids: z.union([z.array(z.number()), z.literal(false)]),
  messages: z.array(z.looseObject({ message: z.string(), field: z.union([z.string(), z.literal(false)]).optional(), moreinfo: z.unknown().optional() })),
});
const TRIES = 5;

/** A record that has the key already is found and left as it is, whatever people have made of it since. */
export async function createOnce(session: Session, externalId: string, values: Record<string, Json>): Promise<OdooWritten> {
  const find = () => lookUp(session.client, { model: session.model, externalId }, session.options);
  const found = await find();
  if (found !== null) return { id: found, action: "found", changed: [] };
  try {
    return { id: await make(session, externalId, values), action: "created", changed: [] };
  } catch (error) {
    if (!(error instanceof StepFailure) || error.failure.class !== "business") throw error;
    // two that make the same record at once: the loser is told of whatever of its own was rolled back first, not of the winner
    const other = await find();
    if (other === null) throw error;
    return { id: other, action: "found", changed: [] };
  }
}

/**
 * Makes a record together with its external id, in one transaction there. `mode: update` with `noupdate` never writes a record that has
 * the id already: a second load answers with it and leaves it alone (measured on Odoo 19).
 */
export async function make(session: Session, externalId: string, values: Record<string, Json>): Promise<number> {
  const { client, model } = session;
  const fields = await client.fields(model, Object.keys(values));
  const cells = [...normals(session, fields, values)].map(({ field, value }) => cell(field, value) ?? unsayable(session, field));
  const call = {
    model,
    method: "load",
    args: { fields: ["id", ...cells.map(({ column }) => column)], data: [[externalId, ...cells.map((each) => each.cell)]] },
    context: { ...session.context, mode: "update", noupdate: true, tz: "UTC" },
  };
  return patiently(session, async () => {
    const { ids, messages } = understood(client.target, model, Loaded, await client.call(call, session.options));
    if (ids !== false && ids[0] !== undefined) return ids[0];
    const [first] = messages;
    const choices = z.array(z.string()).safeParse(first?.moreinfo);
    throw failureOfText({
      text: first?.message ?? "Odoo gives no reason.",
      target: client.target,
      model,
      otherwise: "validation",
      ...(first?.field ? { field: first.field } : {}),
      ...(choices.success ? { choices: choices.data } : {}),
    });
  });
}

/** Compares, and writes only what differs; where nothing does, nothing is sent. */
export async function update(session: Session, id: number, values: Record<string, Json>): Promise<OdooWritten> {
  const { client, model, context, options } = session;
  const differing = await differences(session, id, values);
  if (differing === null)
    throw business("not-found", "odoo.record_missing", `${model} #${id} is not in Odoo any more.`, {
      fix: "Find out who deleted it. Replay the run with another record, or let the flow create it.",
      where: { connection: client.target.key, model, record: id },
    });
  if (differing.length === 0) return { id, action: "found", changed: [] };
  const vals = Object.fromEntries(differing.map(({ field, after }) => [field.name, written(field, after)]));
  await patiently(session, () => client.call({ model, method: "write", ids: [id], args: { vals }, context }, options));
  return { id, action: "updated", changed: differing.map(({ field, before, after }) => ({ field: field.name, before, after })) };
}

/** What a write of these values would change; null: the record is gone. */
export async function differences(session: Session, id: number, values: Record<string, Json>): Promise<Difference[] | null> {
  const { client, model, context, options } = session;
  const fields = await client.fields(model, Object.keys(values));
  const [held] = await client.read({ model, ids: [id], fields: Object.keys(values), context }, options);
  if (!held) return null;
  return [...normals(session, fields, values)].flatMap(({ field, value: after }) => {
    const before = held[field.name] ?? false;
    return isSame(field, before, after) ? [] : [{ field, before, after }];
  });
}

/** The record whose fields have these values; null: none. @throws StepFailure odoo.many_matches */
export async function match(session: Session, values: Record<string, Json>): Promise<number | null> {
  const { client, model } = session;
  const fields = await client.fields(model, Object.keys(values));
  const domain = [...normals(session, fields, values)].map(({ field, value }): Json => [field.name, "=", value]);
  const [first, another] = await client.search({ model, domain, limit: 2, context: { ...session.context, active_test: false } }, session.options);
  if (another === undefined) return first ?? null;
  const words = Object.entries(values).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  throw business("conflict", "odoo.many_matches", `More than one ${model} in Odoo has ${words.join(" and ")}.`, {
    fix: "Merge them in Odoo, or match by a field that is unique.",
    where: { connection: client.target.key, model },
  });
}

export function* normals(session: Session, fields: Map<string, Field>, values: Record<string, Json>): Generator<{ field: Field; value: Json }> {
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name);
    if (field) yield { field, value: normal({ model: session.model, field, value }) };
  }
}

/** What only collided over there was rolled back: the very same call may pass a moment later. */
async function patiently<T>(session: Session, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const collided = error instanceof StepFailure && error.failure.kind === "contention";
      if (!collided || attempt >= TRIES || session.options.signal?.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** (attempt - 1) * (100 + Math.random() * 200)));
    }
  }
}

function unsayable(session: Session, field: Field): never {
  throw technical("configuration", "odoo.field_not_creatable", `${field.label} (${field.name}) of ${session.model} cannot be set while the record is made.`, {
    fix: "Set it in an update step that follows, or make the related records in steps of their own.",
    where: { connection: session.client.target.key, model: session.model, field: field.name },
  });
}
