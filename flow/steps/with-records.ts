/** Values of Odoo steps in which the related records that the author names otherwise than by id have their ids. */
import type { Json } from "../document.ts";
import { StepFailure } from "../failure.ts";
import { lookupsWritten, mentionsLookup } from "../record-lookup.ts";
import type { StepContext } from "../step.ts";

type Asking = { connection: string; model: string; context?: Record<string, Json> | undefined };
type Values = Record<string, Json>;

/** The records with ids in place of lookups, in their order, or why they cannot have them. `isDry`: nothing is made, and what would be made is `{ "$new": … }`. */
export async function withRecords(
  ctx: Pick<StepContext<Asking>, "step" | "input" | "ports" | "signal" | "note">,
  q: { written: Json | undefined; records: Values[]; isDry: boolean },
): Promise<(Values | StepFailure)[]> {
  if (!mentionsLookup(q.written)) return q.records;
  const { connection, model, context } = ctx.input;
  // a list of records is written in one go, or by one expression: its fields are not told apart
  const asked = q.records.map((values) => ({ values, lookups: Array.isArray(q.written) ? Object.keys(values) : lookupsWritten(q.written, values) }));
  return ctx.ports.odoo.resolve({ connection, model, records: asked, isDry: q.isDry, ...(context ? { context } : {}) }, ctx);
}

export async function withRecordsOfOne(
  ctx: Pick<StepContext<Asking>, "step" | "input" | "ports" | "signal" | "note">,
  q: { values: Values; isDry: boolean },
): Promise<Values> {
  const [values] = await withRecords(ctx, { written: ctx.step.config.values, records: [q.values], isDry: q.isDry });
  return resolvedOrThrow(values) ?? q.values;
}

/** @throws StepFailure where a lookup is to blame */
export function resolvedOrThrow(resolved: Values | StepFailure | undefined): Values | undefined {
  if (resolved instanceof StepFailure) throw resolved;
  return resolved;
}
