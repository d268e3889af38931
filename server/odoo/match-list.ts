/** Which records are there already that a list is matched with by fields: all of them in one search where their types allow it. */
import type { Json } from "#flow/document.ts";
import { business, type StepFailure } from "#flow/failure.ts";
import type { OdooMatch } from "#flow/ports.ts";
import type { Context, OdooClient } from "./client.ts";
import type { Field } from "./fields.ts";
import type { SendOptions } from "./transport.ts";
import { isSame, normal, written } from "./values.ts";

type Values = Record<string, Json>;
type Matching = { model: string; matches: readonly Values[]; context?: Context };

/** Types whose values Odoo compares as they are read. Those of others are looked for one by one. */
const COMPARABLE = new Set(["char", "integer", "many2one", "selection", "boolean", "date", "datetime"]);

/** The id that fits each of the matches, null where none does; a failure where more than one does. */
export async function matchList(client: OdooClient, q: Matching, options?: SendOptions): Promise<(number | null | StepFailure)[]> {
  const names = [...new Set(q.matches.flatMap((match) => Object.keys(match)))];
  const fields = await client.fields(q.model, names);
  const together = q.matches.filter((match) => Object.keys(match).every((name) => COMPARABLE.has(fields.get(name)?.type ?? "")));
  const rows = together.length === 0 ? [] : await allOf(client, { ...q, matches: together }, { names, fields }, options);
  const result: (number | null | StepFailure)[] = [];
  for (const match of q.matches) {
    const ids = together.includes(match)
      ? rows.filter((row) => fits(q.model, fields, match, row.values)).map((row) => row.id)
      : await client.search({ model: q.model, domain: domainOf(q.model, fields, match), limit: 2, ...(q.context ? { context: q.context } : {}) }, options);
    const [first, another] = ids;
    result.push(first !== undefined && another !== undefined ? manyMatches({ client, model: q.model, values: match, first, another }) : (first ?? null));
  }
  return result;
}

async function allOf(client: OdooClient, q: Matching, known: { names: string[]; fields: Map<string, Field> }, options?: SendOptions) {
  const [only, ...others] = known.names;
  const terms = q.matches.map((match) => domainOf(q.model, known.fields, match));
  // one field is a list that an index serves; several are alternatives
  const domain: Json[] =
    only !== undefined && others.length === 0
      ? [[only, "in", terms.map((term) => (Array.isArray(term[0]) ? (term[0][2] ?? false) : false))]]
      : [...terms.slice(1).map(() => "|"), ...terms.flatMap((term) => [...term.slice(1).map(() => "&"), ...term])];
  const context = q.context ? { context: q.context } : {};
  const ids = await client.search({ model: q.model, domain, limit: MOST, ...context }, options);
  return client.read({ model: q.model, ids, fields: known.names, ...context }, options);
}

/** More than one record for each match is the exception: enough of them to say so. */
const MOST = 1_000;

export function domainOf(model: string, fields: Map<string, Field>, match: Values): Json[] {
  return Object.entries(match).map(([name, value]): Json => {
    const field = fields.get(name);
    if (field === undefined) return [name, "=", value];
    const wanted = written(field, normal({ model, field, value }));
    return Array.isArray(wanted) ? [name, "in", value] : [name, "=", wanted];
  });
}

function fits(model: string, fields: Map<string, Field>, match: Values, held: Values): boolean {
  return Object.entries(match).every(([name, value]) => {
    const field = fields.get(name);
    return field !== undefined && isSame(field, held[name] ?? false, normal({ model, field, value }));
  });
}

export function manyMatches(q: { client: OdooClient; model: string; values: Values; first: number; another: number }): StepFailure {
  const said = Object.entries(q.values).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return business("conflict", "odoo.many_matches", `More than one ${q.model} has ${said.join(" and ")}, #${q.first} and #${q.another} among them.`, {
    fix: "Merge them in Odoo, or match by a field that is unique.",
    where: { connection: q.client.target.key, model: q.model },
  });
}

export function valuesOfMatch(match: OdooMatch | undefined): Values | null {
  return match?.kind === "fields" ? match.values : null;
}
