/** /health: the process lives. /ready: it can do its work. /metrics: numbers for Prometheus. Served by every role, to anybody who can reach it. */
import type { ServerResponse } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { z } from "zod";
import type { Pool } from "#server/db/pool.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { Engine, HttpHandler } from "#server/deps.ts";

const METRICS = sqlFile(import.meta.url, "metrics");
const Row = z.object({ name: z.string(), label: z.string(), value: z.number() });

export function createHealth(deps: { pool: Pool; engine: Pick<Engine, "ready"> }): (path: string) => HttpHandler | null {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const ready: HttpHandler = async (_request, response) => {
    const [database, queue] = await Promise.all([
      deps.pool.query("select 1").then(
        () => true,
        () => false,
      ),
      deps.engine.ready().catch(() => false),
    ]);
    json(response, database && queue ? 200 : 503, { status: database && queue ? "ready" : "not ready", database, queue });
  };
  const metrics: HttpHandler = async (_request, response) => {
    const rows = z.array(Row).parse((await deps.pool.query(METRICS)).rows);
    const lines = [
      "# TYPE throughline_open_runs gauge",
      "# TYPE throughline_jobs gauge",
      ...rows.map((row) => `${row.name}{state="${row.label}"} ${row.value}`),
      "# TYPE process_resident_memory_bytes gauge",
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      "# TYPE process_uptime_seconds gauge",
      `process_uptime_seconds ${process.uptime().toFixed(1)}`,
      "# TYPE nodejs_eventloop_delay_p99_seconds gauge",
      `nodejs_eventloop_delay_p99_seconds ${(delay.percentile(99) / 1e9).toFixed(6)}`,
    ];
    delay.reset();
    response.writeHead(200, { "content-type": "text/plain; version=0.0.4", "cache-control": "no-store" }).end(`${lines.join("\n")}\n`);
  };
  const handlers = new Map<string, HttpHandler>([
    ["/health", async (_request, response) => json(response, 200, { status: "ok" })],
    ["/ready", ready],
    ["/metrics", metrics],
  ]);
  return (path) => handlers.get(path) ?? null;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(body));
}
