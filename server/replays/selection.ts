/** Which runs a bulk replay means: those of a filter, or those that somebody named. Fixed when it begins. */
import type { BulkReplaySelection } from "#server/app.ts";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import { UseCaseError } from "#server/deps.ts";

const CHOSEN = sqlFile(import.meta.url, "chosen");

/** More runs than this are no longer one piece of work that somebody watches. */
const MOST = 50_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @returns their ids, oldest first. @throws UseCaseError where there are none, too many, or one that is not there */
export async function chosenRuns(pool: Pool, q: BulkReplaySelection): Promise<string[]> {
  const filter = q.filter ?? {};
  const search = filter.search?.trim();
  const statuses = filter.status && filter.status.length > 0 ? filter.status : filter.failureClass ? ["failed"] : null;
  const named = q.runIds === undefined ? null : [...new Set(q.runIds)];
  const strange = named?.find((id) => !UUID.test(id));
  if (strange !== undefined) throw missing([strange], q.environment);
  const { rows } = await pool.query<{ id: string }>(CHOSEN, [
    q.environment,
    filter.flow ?? null,
    statuses,
    filter.failureClass ?? null,
    search ? `${search.replace(/[\\%_]/g, "\\$&")}%` : null,
    search || null,
    search && UUID.test(search) ? search : null,
    filter.businessKey ?? null,
    filter.correlationId ?? null,
    filter.from ?? null,
    filter.to ?? null,
    named,
    MOST + 1,
    filter.step ?? null,
  ]);
  const ids = rows.map((row) => row.id);
  if (ids.length > MOST)
    throw new UseCaseError({
      code: "replays.too_many",
      status: 422,
      message: `These are more than ${MOST} runs; one bulk replay takes at most that many.`,
      fix: "Narrow the filter, for instance to a part of the time.",
    });
  const unknown = named?.filter((id) => !ids.includes(id.toLowerCase())) ?? [];
  if (unknown.length > 0) throw missing(unknown, q.environment);
  return ids;
}

function missing(ids: string[], environment: string): UseCaseError {
  const [first, ...others] = ids;
  return new UseCaseError({
    code: "run.missing",
    status: 404,
    message: `There is no run ${first} in ${environment}${others.length === 0 ? "" : `, and ${others.length} more of those named are not there`}.`,
  });
}
