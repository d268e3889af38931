/** Odoo as steps see it. Every write may be repeated: it is recognised, compared, and only what is missing or differs is sent. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { CallOptions, OdooPort } from "#flow/ports.ts";
import type { EnvironmentKey } from "#server/app.ts";
import type { ConnectionSource, Gates } from "#server/deps.ts";
import type { Guard } from "#server/http/guard.ts";
import { scrubber } from "#server/http/without-secrets.ts";
import type { OdooClient } from "./client.ts";
import { createClients, understood } from "./client.ts";
import { createRecords } from "./create.ts";
import { externalIdOf } from "./external-id.ts";
import { resolveLookups } from "./lookups.ts";
import { isUnreadable, previewWrite } from "./preview.ts";
import { readReport } from "./report.ts";
import { updateRecords } from "./update-records.ts";
import { keyOf, upsertRecord } from "./upsert.ts";
import { writeList } from "./write-list.ts";

export type OdooDeps = { guard: Guard; connections: Pick<ConnectionSource, "get">; gates?: Gates };

const Records = z.array(z.record(z.string(), Json));
const Total = z.number();

/** Empty is null, and false is no more than what a yes or no says. */
async function withNulls(client: OdooClient, model: string, records: Record<string, Json>[]): Promise<Record<string, Json>[]> {
  const fields = await client.fields(model);
  return records.map((record) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value === false && fields.get(name)?.type !== "boolean" ? null : value])),
  );
}

export function createOdooPort(deps: OdooDeps): (environment: EnvironmentKey) => OdooPort {
  const clientOf = createClients(deps);
  return (environment) => {
    const open = async (connection: string) => clientOf(await deps.connections.get({ environment, key: connection }));
    return {
      create: async ({ connection, model, records, context }, options) => {
        const client = await open(connection);
        const wanted = records.map((record) => ({ ...record, externalId: externalIdOf(model, record.externalId) }));
        const { tell, signal } = evidence(client, options);
        tell({ request: { model, method: "load", records: wanted.map(({ externalId, values }) => ({ externalId, values })) } });
        const written = await createRecords(client, { model, records: wanted, ...(context ? { context } : {}) }, { signal });
        tell({ response: { records: written } });
        return written;
      },
      upsert: async ({ connection, ...call }, options) => {
        const client = await open(connection);
        const { tell, signal } = evidence(client, options);
        tell({ request: { model: call.model, method: "upsert", match: call.match, externalId: keyOf(call), values: call.values } });
        const written = await upsertRecord(client, call, { signal });
        tell({ response: written });
        return written;
      },
      update: async ({ connection, ...call }, options) => {
        const client = await open(connection);
        const { tell, signal } = evidence(client, options);
        tell({ request: { model: call.model, method: "write", ...call.target, values: call.values } });
        const records = await updateRecords(client, call, { signal });
        tell({ response: { records } });
        return records;
      },
      writeList: async ({ connection, ...call }, options) => {
        const client = await open(connection);
        const { tell, signal } = evidence(client, options);
        const { model, kind, records } = call;
        tell({
          request: { model, method: kind, records: records.map(({ id, match, values }) => ({ ...(id ? { id } : {}), ...(match ? { match } : {}), values })) },
        });
        const outcomes = await writeList(client, call, { signal });
        tell({ response: { records: outcomes } });
        return outcomes;
      },
      search: async ({ connection, model, domain, fields, order, limit, offset, count, empty, context }, options) => {
        const client = await open(connection);
        const { tell, signal } = evidence(client, options);
        const args = { domain, fields, limit: limit ?? 100, ...(offset ? { offset } : {}), ...(order ? { order } : {}) };
        tell({ request: { model, method: "search_read", ...args } });
        const answer = await client.call({ model, method: "search_read", args, ...(context ? { context } : {}) }, { signal });
        const records = understood(client.target, model, Records, answer);
        const told = empty === "null" ? await withNulls(client, model, records) : records;
        const counting = { model, method: "search_count", args: { domain }, ...(context ? { context } : {}) };
        const total = count ? understood(client.target, model, Total, await client.call(counting, { signal })) : null;
        tell({ response: { count: total ?? records.length } });
        return { records: told, ...(total === null ? {} : { count: total }) };
      },
      report: async ({ connection, ...call }, options) => {
        const client = await open(connection);
        const { tell, signal } = evidence(client, options);
        tell({ request: { model: call.model, method: "report", ids: [call.record], report: call.report } });
        const file = await readReport(client, call, { signal });
        tell({ response: { name: file.name, size: file.size } });
        return file;
      },
      call: async ({ connection, model, method, ids, args, context }, options) => {
        const client = await open(connection);
        const { tell, signal } = evidence(client, options);
        tell({ request: { model, method, ...(ids ? { ids } : {}), args } });
        // Odoo cannot recognise a repeat of this
        const sent = { model, method, args, ...(ids ? { ids } : {}), ...(context ? { context } : {}) };
        const result = await client.call(sent, { signal, repeatable: false });
        tell({ response: { result } });
        return result;
      },
      resolve: async ({ connection, ...call }, options) => {
        const work = async () => resolveLookups(await open(connection), call, { signal: options.signal });
        if (!call.isDry) return work();
        return work().catch((error: unknown) => {
          // the preview that follows meets the same trouble, and says so
          if (isUnreadable(error)) return call.records.map(({ values }) => values);
          throw error;
        });
      },
      preview: (call, options) => previewWrite(() => open(call.connection), call, { signal: options.signal }),
    };
  };
}

/** What the run page shows of a call, without the key should Odoo echo it. */
function evidence(client: OdooClient, options: CallOptions): { tell: CallOptions["note"]; signal: AbortSignal } {
  const scrub = scrubber([client.target.apiKey]);
  return {
    signal: options.signal,
    tell: ({ request, response }) =>
      options.note({
        ...(request === undefined ? {} : { request: shortened(scrub<Json>(request)) }),
        ...(response === undefined ? {} : { response: shortened(scrub<Json>(response)) }),
      }),
  };
}

const LONGEST = 10_000;

/** A file is not kept once more with every step that sends it. */
function shortened(value: Json): Json {
  if (typeof value === "string") return value.length <= LONGEST ? value : `${value.slice(0, 200)}… (${value.length} characters)`;
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}
