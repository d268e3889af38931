/** Odoo as steps see it. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import { business } from "#flow/failure.ts";
import type { CallOptions, OdooPort, OdooWritten } from "#flow/ports.ts";
import type { EnvironmentKey } from "#server/app.ts";
import type { ConnectionSource } from "#server/deps.ts";
import type { Guard } from "#server/http/guard.ts";
import { createClients, understood } from "./client.ts";
import { externalIdOf, lookUp } from "./external-id.ts";
import { preview } from "./preview.ts";
import { createOnce, make, match, update } from "./write.ts";
import type { Session } from "./write.ts";

export type OdooDeps = { guard: Guard; connections: Pick<ConnectionSource, "get"> };

type Call = { connection: string; model: string; context?: Record<string, Json> };

/** Records that one update may touch: a condition that is wider is a mistake more often than a wish. */
const MOST_UPDATED = 500;
const PAGE = 200;
const Records = z.array(z.record(z.string(), Json));

export function createOdooPort(deps: OdooDeps): (environment: EnvironmentKey) => OdooPort {
  const clients = createClients(deps);
  return (environment) => {
    const open = async (call: Call, options: CallOptions): Promise<Session> => ({
      client: clients(await deps.connections.get({ environment, key: call.connection })),
      model: call.model,
      context: call.context ?? {},
      options: { signal: options.signal },
    });
    return {
      create: async (call, options) => {
        const session = await open(call, options);
        const records = call.records.map(({ externalId, values }) => ({ externalId: externalIdOf(call.model, externalId), values }));
        options.note({ request: { model: call.model, method: "load", records } });
        const made: OdooWritten[] = [];
        // one after the other: a record that Odoo refuses must not undo the ones before it, and a repetition finds those
        for (const { externalId, values } of records) made.push(await createOnce(session, externalId, values));
        options.note({ response: { records: made } });
        return made;
      },
      upsert: async (call, options) => {
        const session = await open(call, options);
        const externalId = externalIdOf(call.model, call.externalId);
        options.note({ request: { model: call.model, method: "upsert", match: call.match, externalId, values: call.values } });
        const result = await upsert(session, call, externalId);
        options.note({ response: result });
        return result;
      },
      update: async (call, options) => {
        const session = await open(call, options);
        options.note({ request: { model: call.model, method: "write", ...call.target, values: call.values } });
        const ids = "ids" in call.target ? call.target.ids : await idsWhere(session, call.target.domain);
        const changed: OdooWritten[] = [];
        for (const id of ids) changed.push(await update(session, id, call.values));
        options.note({ response: { records: changed } });
        return changed;
      },
      search: async (call, options) => {
        const { client, context, options: sending } = await open(call, options);
        const order: Record<string, Json> = call.order === undefined ? {} : { order: call.order };
        const args: Record<string, Json> = { domain: call.domain, fields: call.fields, limit: call.limit ?? PAGE, offset: call.offset ?? 0, ...order };
        options.note({ request: { model: call.model, method: "search_read", ...args } });
        const records = understood(client.target, call.model, Records, await client.call({ model: call.model, method: "search_read", args, context }, sending));
        options.note({ response: { found: records.length } });
        return { records };
      },
      call: async (call, options) => {
        const { client, context, options: sending } = await open(call, options);
        const { model, method, args } = call;
        options.note({ request: { model, method, ids: call.ids ?? null, args } });
        const result = await client.call({ model, method, args, context, ...(call.ids === undefined ? {} : { ids: call.ids }) }, { ...sending, repeatable: false });
        options.note({ response: { result } });
        return result;
      },
      preview: (call, options) => preview(() => open(call, options), call),
    };
  };
}

async function upsert(session: Session, call: Parameters<OdooPort["upsert"]>[0], externalId: string): Promise<OdooWritten> {
  const byKey = () => lookUp(session.client, { model: session.model, externalId }, session.options);
  // what an earlier execution of this step made is its record, also where its fields were changed since
  const id = call.match.kind === "external-id" ? await byKey() : ((await match(session, call.match.values)) ?? (await byKey()));
  if (id === null) return { id: await make(session, externalId, call.values), action: "created", changed: [] };
  if (call.onMatch === "skip") return { id, action: "found", changed: [] };
  if (call.onMatch === "stop")
    throw business("conflict", "odoo.exists", `${session.model} #${id} is in Odoo already, and this step stops at records that are there.`, {
      fix: "Look at the record. Let the step update or leave it, or correct the data.",
      where: { connection: session.client.target.key, model: session.model, record: id },
    });
  return update(session, id, call.values);
}

async function idsWhere(session: Session, domain: Json[]): Promise<number[]> {
  const ids = await session.client.search({ model: session.model, domain, limit: MOST_UPDATED + 1, context: session.context }, session.options);
  if (ids.length <= MOST_UPDATED) return ids;
  throw business("limit", "odoo.too_many", `More than ${MOST_UPDATED} records of ${session.model} fit the condition; nothing was written.`, {
    fix: "Narrow the condition, or update in several steps.",
    where: { connection: session.client.target.key, model: session.model },
  });
}
