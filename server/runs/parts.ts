/** The parts of a run's long for each, a page at a time. */
import { z } from "zod";
import { Failure } from "#flow/failure.ts";
import { placeOf } from "#flow/nested.ts";
import { RUN_STATUSES } from "#flow/run.ts";
import type { Runs } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import { sqlFile } from "../db/sql.ts";
import type { SummaryDeps } from "./summary.ts";

const RUN = sqlFile(import.meta.url, "run");
const PARTS = sqlFile(import.meta.url, "parts");

const Row = z.object({
  id: z.string(),
  step: z.string(),
  number: z.number(),
  status: z.enum(RUN_STATUSES),
  failure: Failure.nullable().catch(null),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  first: z.number(),
  items: z.number(),
  succeeded: z.number().nullable(),
  failed: z.number().nullable(),
});

export async function partsOf(deps: SummaryDeps, q: Parameters<Runs["parts"]>[0]): ReturnType<Runs["parts"]> {
  const id = z.guid().safeParse(q.runId);
  const run = id.success ? (await deps.pool.query<{ version_id: string }>(RUN, [q.runId])).rows[0] : undefined;
  if (!run) throw new UseCaseError({ code: "run.missing", status: 404, message: `There is no run ${q.runId}.` });
  const limit = Math.min(Math.max(q.limit ?? 50, 1), 200);
  const cursor = z.guid().safeParse(q.cursor).data ?? null;
  const [{ rows }, version] = await Promise.all([
    deps.pool.query(PARTS, [q.runId, q.onlyFailed ?? false, cursor, limit + 1]),
    deps.versions.get(run.version_id),
  ]);
  const parts = z.array(Row).parse(rows);
  const shown = parts.slice(0, limit);
  return {
    items: shown.map((part) => ({
      id: part.id,
      step: { id: part.step, name: placeOf(version.document, part.step)?.step.name ?? part.step },
      status: part.status,
      failure: part.failure,
      first: part.first,
      items: part.items,
      succeeded: part.succeeded,
      failed: part.failed,
      startedAt: part.started_at?.toISOString() ?? null,
      finishedAt: part.finished_at?.toISOString() ?? null,
    })),
    nextCursor: parts.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}
