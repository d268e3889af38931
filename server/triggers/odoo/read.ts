/** Reads records as a trigger watches them, archived ones too: in or out of its domain, with the second of their last write. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import { counted } from "#flow/odoo-domain/counted.ts";
import type { CallOptions, OdooPort } from "#flow/ports.ts";
import type { OdooTriggerConfig } from "#flow/steps/trigger-odoo/step.ts";
import type { OdooRecord } from "./decide.ts";

export type Reader = {
  /** in the order of ids */
  records: (q: { domain: Json[]; limit: number }) => Promise<OdooRecord[]>;
  /** those in the trigger's domain alone */
  inside: (q: { domain: Json[]; limit: number }) => Promise<OdooRecord[]>;
  /** when the record that was written last was written; null: there is none */
  latest: () => Promise<string | null>;
  ids: (q: { after: number; limit: number }) => Promise<number[]>;
  /** those that Odoo does not have. One that is there and hidden from us is not gone */
  gone: (ids: number[]) => Promise<number[]>;
};

const ARCHIVED_TOO = { active_test: false };
/** Odoo itself may repeat a call that met a conflict; it is not waited for longer than a sweeper is believed. */
const LIMIT_MS = 90_000;

const Read = z.looseObject({ id: z.number(), write_date: z.string(), create_date: z.string().catch(""), write_uid: z.json() }).catchall(Json);
const Written = z.array(z.object({ write_date: z.string() }));
const Ids = z.array(z.number());
const Found = z.array(z.object({ id: z.number() }));

export function createReader(q: { odoo: OdooPort; config: OdooTriggerConfig; stop: AbortSignal }): Reader {
  const { odoo } = q;
  const { connection, model, fields, read } = q.config;
  const written = q.config.domain ?? [];
  const names = [...new Set([...fields, ...(read ?? []), "write_date", "create_date", "write_uid"])];
  const options = (): CallOptions => ({ signal: AbortSignal.any([q.stop, AbortSignal.timeout(LIMIT_MS)]), note: () => undefined });
  const search = async (call: { domain: Json[]; limit: number; order: string }) => {
    const asked = { connection, model, fields: names, context: ARCHIVED_TOO, ...call };
    return z.array(Read).parse((await odoo.search(asked, options())).records);
  };

  async function gone(ids: number[]): Promise<number[]> {
    if (ids.length === 0) return [];
    try {
      // a read leaves out what is not there, and refuses what is there and not for us; a search would leave out both. Of the id alone it would
      // not look at all: some field must be asked for
      const call = { connection, model, method: "read", ids, args: { fields: ["write_date"] } };
      const there = new Set(Found.parse(await odoo.call(call, options())).map((each) => each.id));
      return ids.filter((id) => !there.has(id));
    } catch (error) {
      if (!(error instanceof StepFailure) || error.failure.kind !== "authorization") throw error;
      if (ids.length === 1) return [];
      const middle = Math.ceil(ids.length / 2);
      return [...(await gone(ids.slice(0, middle))), ...(await gone(ids.slice(middle)))];
    }
  }

  return {
    records: async ({ domain: selector, limit }) => {
      const all = await search({ domain: selector, limit, order: "id asc" });
      const domain = await counted(written, Date.now());
      if (domain.length === 0 || all.length === 0) return all.map((each) => recordOf(each, true));
      const inside = await search({ domain: [["id", "in", all.map((each) => each.id)], ...domain], limit, order: "id asc" });
      // values and place of one moment: between the two calls a record may have moved
      const known = new Map(inside.map((each) => [each.id, each]));
      return all.map((each) => recordOf(known.get(each.id) ?? each, known.has(each.id)));
    },
    inside: async ({ domain: selector, limit }) => {
      const all = await search({ domain: [...selector, ...(await counted(written, Date.now()))], limit, order: "id asc" });
      return all.map((each) => recordOf(each, true));
    },
    latest: async () => {
      const asked = { connection, model, domain: [], fields: ["write_date"], order: "write_date desc, id desc", limit: 1, context: ARCHIVED_TOO };
      return Written.parse((await odoo.search(asked, options())).records)[0]?.write_date ?? null;
    },
    ids: async ({ after, limit }) => {
      const call = { connection, model, method: "search", args: { domain: [["id", ">", after]], limit, order: "id asc" }, context: ARCHIVED_TOO };
      return Ids.parse(await odoo.call(call, options()));
    },
    gone,
  };
}

function recordOf({ id, write_date, create_date, write_uid, ...values }: z.infer<typeof Read>, isInside: boolean): OdooRecord {
  const writer = Array.isArray(write_uid) ? write_uid[0] : write_uid;
  return {
    id,
    written: write_date,
    created: create_date,
    writer: typeof writer === "number" ? writer : null,
    values: { ...values, write_date, create_date },
    isInside,
  };
}
