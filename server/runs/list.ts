/** The list of runs with its facets and histogram: one page and three counts, asked side by side. */
import { z } from "zod";
import type { RunFilter, Runs } from "#server/app.ts";
import type { Clock } from "#server/deps.ts";
import { sqlFile } from "../db/sql.ts";
import { SummaryRow, summariesOf } from "./summary.ts";
import type { SummaryDeps } from "./summary.ts";
import { CUSTOMER_PATHS } from "./trigger-facts.ts";

const LIST = sqlFile(import.meta.url, "summary", "which-page");
const BY_STATUS = sqlFile(import.meta.url, "count-by-status");
const BY_FLOW = sqlFile(import.meta.url, "count-by-flow");
const HISTOGRAM = sqlFile(import.meta.url, "histogram");
const JUST_QUEUED = sqlFile(import.meta.url, "just-queued");

const SLICES = 48;
const DAY = 24 * 60 * 60 * 1000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export type ListDeps = SummaryDeps & { clock: Clock };

export async function listRuns(deps: ListDeps, q: Parameters<Runs["list"]>[0]): ReturnType<Runs["list"]> {
  const limit = Math.min(Math.max(q.limit ?? 50, 1), 200);
  const filter = parameters(q);
  const listed = await listedOf(deps, q, filter.status[0]);
  const [page, status, flow, histogram] = await Promise.all([
    deps.pool.query(LIST, [
      CUSTOMER_PATHS,
      q.environment,
      ...filter.flow,
      ...filter.status,
      ...filter.rest,
      cursorOf(q.cursor),
      limit + 1,
      ...listed,
      q.step ?? null,
    ]),
    deps.pool.query(BY_STATUS, [q.environment, ...filter.flow, ...filter.rest]),
    deps.pool.query(BY_FLOW, [q.environment, ...filter.status, ...filter.rest, ...listed]),
    histogramOf(deps, q, filter),
  ]);
  const rows = z.array(SummaryRow).parse(page.rows);
  const shown = rows.slice(0, limit);
  return {
    items: await summariesOf(deps, shown),
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    facets: {
      status: statusCounts(z.array(StatusCount).parse(status.rows)),
      flow: z
        .array(FlowCount)
        .parse(flow.rows)
        .filter((each) => each.count > 0 || each.key === q.flow),
    },
    histogram,
  };
}

/** How runs of some statuses are found: those that an index knows, and the ids of others. Runs that succeeded are everywhere, and found without. */
async function listedOf(deps: ListDeps, q: Parameters<Runs["list"]>[0], statuses: string[] | null): Promise<[string[] | null, string[]]> {
  if (statuses === null || statuses.includes("succeeded")) return [null, []];
  if (!statuses.includes("queued")) return [statuses, []];
  const { rows } = await deps.pool.query<{ id: string }>(JUST_QUEUED, [q.environment, cursorOf(q.cursor)]);
  return [statuses, rows.map((row) => row.id)];
}

const StatusCount = z.object({ status: z.string(), class: z.string().nullable(), count: z.number() });
const FlowCount = z.object({ key: z.string(), name: z.string(), count: z.number() });
const Slice = z.object({ slice: z.number(), succeeded: z.number(), business: z.number(), technical: z.number(), open: z.number() });

/** Failed runs are counted three times: `failed`, `failed.technical` and `failed.business`. */
function statusCounts(rows: z.infer<typeof StatusCount>[]): Record<string, number> {
  return Object.fromEntries(rows.map((row) => [row.class === null ? row.status : `${row.status}.${row.class}`, row.count]));
}

type FilterParameters = {
  flow: [string | null];
  status: [string[] | null, string | null];
  rest: [string | null, string | null, string | null, string | null, string | null, string | null, string | null];
};

function parameters(q: RunFilter): FilterParameters {
  const search = q.search?.trim();
  const statuses = q.status && q.status.length > 0 ? q.status : q.failureClass ? ["failed"] : null;
  return {
    flow: [q.flow ?? null],
    status: [statuses, q.failureClass ?? null],
    rest: [
      search ? `${search.replace(/[\\%_]/g, "\\$&")}%` : null,
      search || null,
      search && UUID.test(search) ? search : null,
      q.businessKey ?? null,
      q.correlationId ?? null,
      q.from ?? null,
      q.to ?? null,
    ],
  };
}

/** A cursor that is not ours starts at the top: it came from an address that somebody edited. */
function cursorOf(cursor: string | undefined): string | null {
  return cursor && UUID.test(cursor) ? cursor : null;
}

/** Without a chosen range: the last 24 hours. */
async function histogramOf(deps: ListDeps, q: RunFilter, filter: FilterParameters): Promise<Awaited<ReturnType<Runs["list"]>>["histogram"]> {
  const to = q.to ? Date.parse(q.to) : deps.clock.now();
  const from = q.from ? Date.parse(q.from) : to - DAY;
  if (!(to > from)) return [];
  const [search, correlation, id, businessKey, correlationId] = filter.rest;
  const { rows } = await deps.pool.query(HISTOGRAM, [
    q.environment,
    ...filter.flow,
    ...filter.status,
    search,
    correlation,
    id,
    businessKey,
    correlationId,
    new Date(from),
    new Date(to),
    SLICES,
  ]);
  const counted = new Map(
    z
      .array(Slice)
      .parse(rows)
      .map((row) => [row.slice, row]),
  );
  const width = (to - from) / SLICES;
  return Array.from({ length: SLICES }, (_, slice) => {
    const found = counted.get(slice);
    return {
      from: new Date(from + slice * width).toISOString(),
      to: new Date(from + (slice + 1) * width).toISOString(),
      succeeded: found?.succeeded ?? 0,
      business: found?.business ?? 0,
      technical: found?.technical ?? 0,
      open: found?.open ?? 0,
    };
  });
}
