/** The first page of operations: how the last 24 hours went, what fails now, whether the other systems answer. */
import { z } from "zod";
import type { OverviewRoom } from "#server/app.ts";
import type { Clock, FindStep, VersionSource } from "#server/deps.ts";
import type { Pool } from "../db/pool.ts";
import { sqlFile } from "../db/sql.ts";
import { FindingKind, findingText } from "../runs/finding-words.ts";
import { summariesById } from "../runs/summary.ts";
import { seconds } from "./duration.ts";

const COUNTS = sqlFile(import.meta.url, "counts");
const PER_HOUR = sqlFile(import.meta.url, "per-hour");
const FAILING = sqlFile(import.meta.url, "failing");
const FLOWS = sqlFile(import.meta.url, "flows");
const PROMISES = sqlFile(import.meta.url, "promises");
const FINDINGS = sqlFile(import.meta.url, "findings");
const CONNECTIONS = sqlFile(import.meta.url, "connections");
const HOUR = 60 * 60 * 1000;

/** `isPractice` says whether a connection is one of the built-in systems for trying things out; it is labelled as such. */
export type OverviewDeps = { pool: Pool; versions: VersionSource; findStep: FindStep; clock: Clock; isPractice: (config: Record<string, unknown>) => boolean };

const Counts = z.object({
  accepted: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  waiting: z.number(),
  parked: z.number(),
  open_approvals: z.number(),
});
const Hour = z.object({ from: z.date(), succeeded: z.number(), business: z.number(), technical: z.number(), open: z.number() });
const FlowRow = z.object({
  key: z.string(),
  name: z.string(),
  runs: z.number(),
  failed: z.number(),
  finished: z.number(),
  within: z.number(),
  promised: z.boolean(),
});
const FindingRow = z.object({ at: z.date(), kind: FindingKind, run_id: z.string(), total: z.number() });
const SloRow = z.object({ flow_id: z.string(), within: z.string().nullable() });
const ConnectionRow = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.enum(["odoo", "http", "smtp"]),
  config: z.record(z.string(), z.unknown()),
  ok: z.boolean().nullable(),
  message: z.string().nullable(),
});

export function createOverview(deps: OverviewDeps): OverviewRoom {
  return {
    get: async (_actor, q) => {
      const now = deps.clock.now();
      const dayAgo = new Date(now - 24 * HOUR);
      // whole hours, so that the bars do not move with every refresh
      const firstHour = new Date(Math.floor(now / HOUR) * HOUR - 23 * HOUR);
      const [counts, hours, failing, flows, connections, findings] = await Promise.all([
        deps.pool.query(COUNTS, [q.environment, dayAgo]),
        deps.pool.query(PER_HOUR, [q.environment, firstHour]),
        deps.pool.query<{ id: string }>(FAILING, [q.environment]),
        flowsOf(deps, q.environment, dayAgo),
        deps.pool.query(CONNECTIONS, [q.environment]),
        findingsOf(deps, q.environment, dayAgo),
      ]);
      const count = Counts.parse(counts.rows[0]);
      return {
        counts: {
          accepted24h: count.accepted,
          succeeded24h: count.succeeded,
          failed24h: count.failed,
          waiting: count.waiting,
          parked: count.parked,
          openApprovals: count.open_approvals,
        },
        perHour: everyHour(z.array(Hour).parse(hours.rows), firstHour.getTime()),
        failing: await summariesById(
          deps,
          failing.rows.map((row) => row.id),
        ),
        connections: z
          .array(ConnectionRow)
          .parse(connections.rows)
          .map((row) => ({ key: row.key, name: row.name, kind: row.kind, ok: row.ok, message: row.message, practice: deps.isPractice(row.config) })),
        flows,
        findings,
      };
    },
  };
}

async function findingsOf(deps: OverviewDeps, environment: string, since: Date): Promise<Awaited<ReturnType<OverviewRoom["get"]>>["findings"]> {
  const rows = z.array(FindingRow).parse((await deps.pool.query(FINDINGS, [environment, since])).rows);
  const runs = await summariesById(deps, [...new Set(rows.map((row) => row.run_id))]);
  // a run may have left the history before what was found at it
  const items = rows.flatMap((row) => {
    const run = runs.find((each) => each.id === row.run_id);
    return run ? [{ at: row.at.toISOString(), text: findingText(row.kind), run }] : [];
  });
  return { total: rows[0]?.total ?? 0, items };
}

/** The share of finished runs that kept the promise; null without a promise, or with nothing finished. */
async function flowsOf(deps: OverviewDeps, environment: string, since: Date): Promise<Awaited<ReturnType<OverviewRoom["get"]>>["flows"]> {
  const promises = z
    .array(SloRow)
    .parse((await deps.pool.query(PROMISES, [environment])).rows)
    .flatMap((row) => (row.within === null ? [] : [{ flow: row.flow_id, within: seconds(row.within) }]))
    .flatMap((promise) => (promise.within === null ? [] : [{ flow: promise.flow, within: promise.within }]));
  const rows = z
    .array(FlowRow)
    .parse((await deps.pool.query(FLOWS, [environment, since, promises.map((each) => each.flow), promises.map((each) => each.within)])).rows);
  return rows.map((row) => ({
    key: row.key,
    name: row.name,
    runs24h: row.runs,
    failed24h: row.failed,
    withinSlo: row.promised && row.finished > 0 ? row.within / row.finished : null,
  }));
}

function everyHour(rows: z.infer<typeof Hour>[], first: number): Awaited<ReturnType<OverviewRoom["get"]>>["perHour"] {
  const counted = new Map(rows.map((row) => [row.from.getTime(), row]));
  return Array.from({ length: 24 }, (_, hour) => {
    const at = first + hour * HOUR;
    const found = counted.get(at);
    return {
      from: new Date(at).toISOString(),
      succeeded: found?.succeeded ?? 0,
      business: found?.business ?? 0,
      technical: found?.technical ?? 0,
      open: found?.open ?? 0,
    };
  });
}
