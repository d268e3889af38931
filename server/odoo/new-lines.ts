/**
 * What an update makes in a list of its record: [0, 0, values]. Odoo cannot tell such a line from the one that it made for the same command
 * before. So each is a record that is made by itself, under a name that follows from the effect, its record and its place: a lost answer,
 * a crash and a replay find it. What somebody deleted since is left deleted.
 */
import { createHash } from "node:crypto";
import type { Json } from "#flow/document.ts";
import { createdExternalId } from "#flow/effect-key.ts";
import { technical } from "#flow/failure.ts";
import type { OdooKnown, OdooMadeLine } from "#flow/ports.ts";
import type { Context, OdooClient } from "./client.ts";
import { commandsIn, makesRecords, normalCommand } from "./commands.ts";
import { createRecords } from "./create.ts";
import type { Field } from "./fields.ts";
import { thereOf } from "./known.ts";
import type { SendOptions } from "./transport.ts";
import { writeDifferences } from "./update.ts";

type Values = Record<string, Json>;
/** `inverse`: the field of the line that points back; null where it is linked from the list instead. */
export type Made = { field: Field; relation: string; inverse: string | null; lines: Values[] };
type Split = { values: Values; made: Made[] };

/** The values without what they make, and that. @throws StepFailure for what could not be repeated */
export async function splitNewLines(client: OdooClient, q: { model: string; values: Values }): Promise<Split> {
  const { model } = q;
  const fields = await client.fields(model, Object.keys(q.values));
  const values: Values = {};
  const made: Made[] = [];
  for (const [name, value] of Object.entries(q.values)) {
    const field = fields.get(name);
    const commands = field === undefined ? null : commandsOf(field, value);
    if (field === undefined || commands === null || !makesRecords(commands)) {
      values[name] = value;
      continue;
    }
    const wrong = (why: string, fix: string) => {
      throw technical("configuration", "odoo.field_unsupported", `${field.label} (${name}) of ${model}: ${why}`, { fix, where: { model, field: name } });
    };
    if (commands.some(([code]) => code === 5 || code === 6))
      wrong(
        "a list that is set or cleared and gets new records in one go would lose those at every repeat.",
        "Set or clear it in one step, and add to it in the next.",
      );
    const others = commands.filter(([code]) => code !== 0);
    if (others.length > 0) values[name] = others;
    const relation = field.relation ?? "";
    const inverse = field.type === "one2many" ? field.inverse : null;
    const back = inverse === null ? undefined : (await client.fields(relation)).get(inverse);
    if (field.type === "one2many" && back?.type !== "many2one")
      wrong("how its records point back cannot be told.", `Create the records of ${relation} in a step of their own.`);
    const lines = commands.flatMap((command): Values[] => {
      const [code, , third] = normalCommand(command, { id: (id) => Number(id), wrong: (fix) => wrong("a record to be made needs its values.", fix) });
      return code === 0 && isValues(third) ? [third] : [];
    });
    made.push({ field, relation, inverse, lines });
  }
  return { values, made };
}

/** Lines of a one2many may be given as records, as a create takes them. */
function commandsOf(field: Field, value: Json) {
  if (field.type !== "one2many" && field.type !== "many2many") return null;
  if (field.type === "one2many" && Array.isArray(value) && value.length > 0 && value.every(isValues))
    return value.map((line): [number, ...Json[]] => [0, 0, line]);
  return commandsIn(value);
}

type Making = {
  model: string;
  /** the effect that makes them */
  externalId: string;
  ids: number[];
  made: Made[];
  /** lines that an earlier execution made, by their names */
  known: ReadonlyMap<string, OdooKnown>;
  context?: Context;
};

/** The lines of each record, in the order of their fields and places. */
export async function makeNewLines(client: OdooClient, q: Making, options?: SendOptions): Promise<Map<number, OdooMadeLine[]>> {
  const context = q.context ? { context: q.context } : {};
  const result = new Map<number, OdooMadeLine[]>(q.ids.map((id) => [id, []]));
  for (const { field, relation, inverse, lines } of q.made) {
    const wanted = q.ids.flatMap((owner) =>
      lines.map((line, index) => ({
        owner,
        externalId: nameOfLine({ ...q, owner, relation, field: field.name, index }),
        values: inverse === null ? line : { ...line, [inverse]: owner },
      })),
    );
    const there = await thereOf(client, { model: relation, ids: wanted.flatMap(({ externalId }) => q.known.get(externalId)?.id ?? []), ...context }, options);
    const isGone = ({ externalId }: { externalId: string }) => {
      const known = q.known.get(externalId);
      return known !== undefined && !there.has(known.id);
    };
    const rest = wanted.filter((each) => !isGone(each));
    const records = rest.map(({ externalId, values }) => ({ externalId, values, ...knownId(q.known.get(externalId)) }));
    const written = records.length === 0 ? [] : await createRecords(client, { model: relation, records, ...context }, options);
    const byName = new Map(rest.map(({ externalId }, index) => [externalId, written[index]]));
    for (const { owner, externalId } of wanted) {
      const one = byName.get(externalId);
      const known = q.known.get(externalId);
      const told = { field: field.name, model: relation, externalId };
      if (one !== undefined) result.get(owner)?.push({ ...told, id: one.id, action: one.action });
      else if (known !== undefined) result.get(owner)?.push({ ...told, id: known.id, action: "skipped" });
    }
    if (inverse === null) await link(client, { ...q, field: field.name, lines: result }, options);
  }
  return result;
}

type Linking = Pick<Making, "model" | "ids" | "known" | "context"> & { field: string; lines: ReadonlyMap<number, OdooMadeLine[]> };

/** What a person unlinked since it was made is not linked again. */
async function link(client: OdooClient, { model, field, ids, known, lines, context }: Linking, options?: SendOptions): Promise<void> {
  for (const owner of ids) {
    const fresh = (lines.get(owner) ?? []).filter((line) => line.field === field && !known.has(line.externalId));
    if (fresh.length === 0) continue;
    const values = { [field]: fresh.map(({ id }): Json => [4, id]) };
    await writeDifferences(client, { model, ids: [owner], values, ...(context ? { context } : {}) }, options);
  }
}

type Line = { externalId: string; owner: number; relation: string; field: string; index: number };

export function nameOfLine({ externalId, owner, relation, field, index }: Line): string {
  return createdExternalId(relation, createHash("sha256").update(`${externalId}/${owner}/${field}/${index}`).digest());
}

function knownId(known: OdooKnown | undefined): { known?: number } {
  return known === undefined ? {} : { known: known.id };
}

function isValues(value: Json | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
