/**
 * What flows write in an Odoo that some flow watches is written down, before it is sent and after: so that the trigger which sees it there
 * knows whose it is. Where nobody watches, nothing is written down and nothing is asked.
 */
import type { Json } from "#flow/document.ts";
import type { OdooPort, OdooWritten } from "#flow/ports.ts";
import type { EngineDeps } from "./deps.ts";
import { withPatience } from "./patience.ts";
import { SQL } from "./statements.ts";
import type { ClaimedRun } from "./types.ts";

type Noting = Pick<EngineDeps, "pool" | "registrations">;
type Wrote = { record_id: number; is_new: boolean; fields: { [name: string]: Json } | null };

export type NoteWrites = (odoo: OdooPort, row: Pick<ClaimedRun, "id" | "environment" | "flow_id" | "correlation_id" | "hop">) => OdooPort;

/** How long a process goes by what it knows of the triggers that are deployed. */
const KNOWN_MS = 5_000;

export function createNoteWrites(deps: Noting): NoteWrites {
  const isWatched = createWatched(deps);
  return (odoo, row) => {
    const noted = async <T>(call: { connection: string; model: string }, work: () => Promise<T>, wrote: (answer: T) => Wrote[]): Promise<T> => {
      const { connection, model } = call;
      if (!(await isWatched(row.environment, connection))) return work();
      const values = [row.environment, connection, model, row.id, row.flow_id, row.correlation_id, row.hop];
      const { rows } = await withPatience(() => deps.pool.query<{ id: string }>(SQL.beginWrite, values));
      // a call that fails may have been done all the same: it stays as begun, and is believed for a while
      const answer = await work();
      await withPatience(() => deps.pool.query(SQL.endWrite, [rows[0]?.id, JSON.stringify(wrote(answer))]));
      return answer;
    };
    return {
      ...odoo,
      create: (call, options) =>
        noted(
          call,
          () => odoo.create(call, options),
          (records) => records.flatMap((record) => wroteOf(record, true)),
        ),
      upsert: (call, options) =>
        noted(
          call,
          () => odoo.upsert(call, options),
          (record) => wroteOf(record, false),
        ),
      update: (call, options) =>
        noted(
          call,
          () => odoo.update(call, options),
          (records) => records.flatMap((record) => wroteOf(record, false)),
        ),
      writeList: (call, options) =>
        noted(
          call,
          () => odoo.writeList(call, options),
          (outcomes) =>
            outcomes.flatMap((outcome) => (outcome.action === "failed" || outcome.action === "skipped" ? [] : wroteOf(outcome, call.kind === "create"))),
        ),
      call: (call, options) =>
        noted(
          call,
          () => odoo.call(call, options),
          (result) =>
            idsIn(call.ids ?? (call.method === "create" ? result : [])).map((id) => ({ record_id: id, is_new: call.method === "create", fields: null })),
        ),
    };
  };
}

/** `isOwn`: one that was found was made by an earlier life of this call. */
function wroteOf({ id, action, changed }: OdooWritten, isOwn: boolean): Wrote[] {
  if (action === "created" || (isOwn && changed.length === 0)) return [{ record_id: id, is_new: true, fields: null }];
  if (changed.length === 0) return [];
  return [{ record_id: id, is_new: false, fields: Object.fromEntries(changed.map(({ field, after }) => [field, after])) }];
}

function idsIn(value: Json): number[] {
  return (Array.isArray(value) ? value : [value]).filter((id) => typeof id === "number");
}

function createWatched({ registrations }: Noting): (environment: string, connection: string) => Promise<boolean> {
  const known = new Map<string, { until: number; connections: Promise<Set<string>> }>();
  const read = async (environment: string) => {
    const triggers = await registrations.byType({ environment, type: "trigger.odoo" });
    const configs = triggers.map(({ version, stepId }) => version.document.steps.find((step) => step.id === stepId)?.config);
    return new Set(configs.flatMap((config) => (typeof config?.connection === "string" ? [config.connection] : [])));
  };
  return async (environment, connection) => {
    const kept = known.get(environment);
    const fresh = kept && kept.until > performance.now() ? kept : { until: performance.now() + KNOWN_MS, connections: withPatience(() => read(environment)) };
    known.set(environment, fresh);
    fresh.connections.catch(() => known.delete(environment));
    return (await fresh.connections).has(connection);
  };
}
