/** What a write would change: wanted values against what Odoo holds now. */
import type { Json } from "#flow/document.ts";
import { business, StepFailure, technical } from "#flow/failure.ts";
import { refusalOf } from "./allowed.ts";
import type { Context, OdooClient } from "./client.ts";
import { commandsIn, makesRecords, remaining } from "./commands.ts";
import type { Command } from "./commands.ts";
import { CENT } from "./currencies.ts";
import type { Field } from "./fields.ts";
import { heldLines } from "./held-lines.ts";
import { roundedBy } from "./rounding.ts";
import type { SendOptions } from "./transport.ts";
import { isIds, isNew, isSame, normal, written } from "./values.ts";

/** `commands`: how a list gets to what it is after; sent in place of it, so that what others link meanwhile stays. */
export type Difference = { field: Field; before: Json; after: Json; commands?: Command[] };
export type Compared = { id: number; name: string; differences: Difference[] };

/** In the order of ids. @throws StepFailure for a record that is gone */
export async function compared(
  client: OdooClient,
  q: { model: string; ids: number[]; values: Record<string, Json>; context?: Context },
  options?: SendOptions,
): Promise<Compared[]> {
  const { values, ids, ...more } = q;
  const all = await comparedEach(client, { ...more, records: ids.map((id) => ({ id, values })) }, options);
  return all.map((each) => {
    if (each instanceof StepFailure) throw each;
    return each;
  });
}

/** As `compared`, each record with values of its own, all read in one call; a failure in the place of a record that is gone. */
export async function comparedEach(
  client: OdooClient,
  q: { model: string; records: readonly { id: number; values: Record<string, Json> }[]; context?: Context },
  options?: SendOptions,
): Promise<(Compared | StepFailure)[]> {
  const asked = [...new Set(q.records.flatMap(({ values }) => Object.keys(values)))];
  const fields = await client.fields(q.model, asked);
  const wanted = q.records.flatMap(({ values }) =>
    Object.entries(values).flatMap(([name, value]) => {
      const field = fields.get(name);
      return field !== undefined && isCompared(field, value) ? [{ field, value }] : [];
    }),
  );
  for (const { field, value } of wanted) refuseMaking(q.model, field, value);
  const money = wanted.some(({ field }) => field.type === "monetary") ? await moneyOf(client, q.model, fields) : null;
  const names = new Set(["display_name", ...wanted.map(({ field }) => field.name), ...(money?.names ?? [])]);
  const ids = [...new Set(q.records.map(({ id }) => id))];
  const context = q.context ? { context: q.context } : {};
  const rows = await client.read({ model: q.model, ids, fields: [...names], ...context }, options);
  const different = await heldLines(client, { wanted, ...context }, options);
  const held = new Map(rows.map((row) => [row.id, row.values]));
  return q.records.map(({ id, values }) => {
    const there = held.get(id);
    if (there === undefined) return missing(client, q.model, id);
    const differences = Object.entries(values).flatMap(([name, value]): Difference[] => {
      const field = fields.get(name);
      if (field === undefined || !isCompared(field, value)) return [];
      const before = there[name] ?? false;
      if (isNew(value)) return [{ field, before, after: value }];
      const plain = normal({ model: q.model, field, value });
      const after = field.type === "monetary" && money !== null ? money.rounded(field, plain, { ...there, ...values }) : plain;
      const commands = isMany(field) ? commandsIn(after) : null;
      if (commands === null) return isSame(field, before, after) ? [] : [{ field, before, after }];
      const held = isIds(before) ? before : [];
      const rest = remaining({ before: held, commands, different: (line, wish) => different(field.relation ?? "", line, wish) });
      if (rest.commands.length === 0) return [];
      // where the same records stay in the list, what is told is what is done with them
      const isMoved = !isSame({ ...field, type: "many2many" }, held, rest.ids);
      return [{ field, before, after: isMoved ? rest.ids : rest.commands, commands: rest.commands }];
    });
    return { id, name: typeof there.display_name === "string" && there.display_name ? there.display_name : `#${id}`, differences };
  });
}

/** The value for `write`. */
export function sent({ field, after, commands }: Difference): Json {
  return commands ?? written(field, after);
}

const isMany = (field: Field) => field.type === "one2many" || field.type === "many2many";

/** Lines belong to creating a record; commands about lines that are there do not. */
export function isCompared(field: Field, value: Json): boolean {
  if (field.type !== "one2many") return true;
  const commands = commandsIn(value);
  return commands?.some(([code]) => code !== 0) ?? false;
}

function refuseMaking(model: string, field: Field, value: Json): void {
  if (!isMany(field) || !makesRecords(commandsIn(value) ?? [])) return;
  throw technical(
    "configuration",
    "odoo.field_unsupported",
    `${field.label} (${field.name}) of ${model}: what an update creates would be created once more at every repeat.`,
    {
      fix: `Add them with Update in Odoo, one record at a time, or create the ${field.relation ?? "records"} in a step of their own${field.inverse === null ? ", and link them here" : `, with ${field.inverse} pointing to the record`}.`,
      where: { model, field: field.name },
    },
  );
}

type Money = { names: string[]; rounded: (field: Field, value: Json, record: Record<string, Json>) => Json };

/** Money is rounded by the currency that the record has, or gets. */
async function moneyOf(client: OdooClient, model: string, fields: Map<string, Field>): Promise<Money> {
  const { allow } = client.target;
  // a connection that may not look at the currency has its money in cents
  const isOpen = (name: string) => allow === null || refusalOf(allow, { model, method: "read", args: { fields: [name] } }) === null;
  const currencies = await client.currencies();
  const names = [...fields.values()].flatMap(({ currency }) => (currency !== null && fields.has(currency) && isOpen(currency) ? [currency] : []));
  return {
    names: [...new Set(names)],
    rounded: (field, value, record) => {
      const currency = field.currency === null ? null : record[field.currency];
      const id = Array.isArray(currency) ? currency[0] : currency;
      const step = currencies.get(Number(id)) ?? CENT;
      return typeof value === "number" ? roundedBy(value, step) : value;
    },
  };
}

function missing(client: OdooClient, model: string, id: number) {
  return business("not-found", "odoo.record_missing", `There is no ${model} with id ${id} in ${client.target.name}.`, {
    fix: "It was deleted, or the id is of another database: check which id the step was given.",
    where: { connection: client.target.key, model, record: id },
  });
}
