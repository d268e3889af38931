/** Rows of the run table as summaries for lists. Step names come from the version's document, which is immutable and cached. */
import { z } from "zod";
import { Failure } from "#flow/failure.ts";
import { placeOf } from "#flow/nested.ts";
import { RUN_STATUSES } from "#flow/run.ts";
import type { FlowDocument } from "#flow/document.ts";
import type { RunSummary } from "#server/app.ts";
import type { FindStep, VersionSource } from "#server/deps.ts";
import { sqlFile } from "../db/sql.ts";
import type { Pool } from "../db/pool.ts";
import { CUSTOMER_PATHS } from "./trigger-facts.ts";
import { waitingForOf } from "./waiting-for.ts";

const SUMMARIES = sqlFile(import.meta.url, "summary", "which-named");

export const SummaryRow = z.object({
  id: z.string(),
  status: z.enum(RUN_STATUSES),
  failure: Failure.nullable().catch(null),
  flow_key: z.string(),
  flow_name: z.string().nullable(),
  version_id: z.string(),
  version_number: z.number(),
  environment: z.string(),
  business_key: z.string().nullable(),
  value: z.number().nullable(),
  currency: z.string().nullable(),
  correlation_id: z.string(),
  waiting_for: z.unknown(),
  origin: z.string(),
  replay_of: z.string().nullable(),
  created_at: z.date(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  updated_at: z.date(),
  step_id: z.string().nullable(),
  step_attempts: z.number().nullable(),
  customer: z.string().nullable(),
});
export type SummaryRow = z.infer<typeof SummaryRow>;

export type SummaryDeps = { pool: Pool; versions: VersionSource; findStep: FindStep };

export async function summariesOf(deps: SummaryDeps, rows: SummaryRow[]): Promise<RunSummary[]> {
  const documents = new Map<string, FlowDocument>();
  for (const id of new Set(rows.filter((row) => row.step_id !== null).map((row) => row.version_id)))
    documents.set(id, withNames((await deps.versions.get(id)).document, deps.findStep));
  return rows.map((row) => summaryOf(row, documents.get(row.version_id)));
}

/** Summaries of the named runs, newest first; ids that are gone are left out. */
export async function summariesById(deps: SummaryDeps, ids: string[]): Promise<RunSummary[]> {
  if (ids.length === 0) return [];
  const { rows } = await deps.pool.query(SUMMARIES, [CUSTOMER_PATHS, ids]);
  return summariesOf(deps, z.array(SummaryRow).parse(rows));
}

/** Steps that the author left unnamed go by their type's title. */
export function withNames(document: FlowDocument, findStep: FindStep): FlowDocument {
  return { ...document, steps: document.steps.map((step) => ({ ...step, name: step.name ?? findStep(step.type)?.title ?? step.id })) };
}

export function stepName(document: FlowDocument | undefined, stepId: string): string {
  return (document && placeOf(document, stepId)?.step.name) ?? stepId;
}

function summaryOf(row: SummaryRow, document: FlowDocument | undefined): RunSummary {
  return {
    id: row.id,
    status: row.status,
    flow: { key: row.flow_key, name: row.flow_name ?? row.flow_key },
    version: row.version_number,
    environment: row.environment,
    businessKey: row.business_key,
    customer: row.customer,
    value: row.value,
    currency: row.currency,
    correlationId: row.correlation_id,
    step: row.step_id === null ? null : { id: row.step_id, name: stepName(document, row.step_id), attempts: row.step_attempts ?? 0 },
    waitingFor: waitingForOf(row.waiting_for),
    origin: row.origin,
    failure: row.failure,
    replayOf: row.replay_of,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
  };
}
