/** Connections as screens and programs see them: never a secret, always who uses them. */
import { z } from "zod";
import { Json } from "#flow/document.ts";
import type { ConnectionView } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { UseCaseError } from "#server/deps.ts";
import type { ConnectionsRoom } from "./create.ts";
import { keyExpiryOf } from "./key-expiry.ts";
import { PRACTICE_MARK } from "./practice.ts";

const ENVIRONMENT = sqlFile(import.meta.url, "environment");
const LIST = sqlFile(import.meta.url, "list");
const BREAKERS = sqlFile(import.meta.url, "breakers");
const USED_BY = sqlFile(import.meta.url, "used-by");

export const SecretHints = z.record(z.string(), z.object({ last4: z.string(), setAt: z.string() }));
export type SecretHints = z.infer<typeof SecretHints>;

const Check = z.object({ name: z.string(), ok: z.boolean(), message: z.string(), fix: z.string().exactOptional() });
const Facts = z.object({
  version: z.string(),
  protocol: z.enum(["json-2", "json-rpc"]),
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  companies: z.array(z.object({ id: z.number(), name: z.string(), isCurrent: z.boolean() })),
  apps: z.array(z.string()),
  appsFrom: z.enum(["modules", "models"]),
  keys: z.array(z.object({ name: z.string(), expiresAt: z.string().nullable() })).nullable(),
});
export const Health = z.object({
  ok: z.boolean(),
  checkedAt: z.string(),
  message: z.string(),
  milliseconds: z.number(),
  identity: z.record(z.string(), z.string()).nullable(),
  checks: z.array(Check),
  facts: Facts.exactOptional(),
});
export type Health = z.infer<typeof Health>;

const Row = z.object({
  key: z.string(),
  kind: z.enum(["odoo", "http", "smtp"]),
  name: z.string(),
  config: z.record(z.string(), Json),
  secret_hints: SecretHints,
  health: Health.nullable(),
});
const Breaker = z.object({
  connection: z.string(),
  state: z.enum(["open", "half-open", "ramping"]),
  opened_at: z.date().nullable(),
  probe_at: z.date().nullable(),
  reason: z.string().nullable(),
  parked: z.number(),
});
const Use = z.object({ flow: z.string(), name: z.string(), step: z.string(), connection: z.string(), deployed: z.boolean() });
type Use = z.infer<typeof Use>;

type Reading = Pick<ConnectionsRoom, "pool" | "isPractice">;

export async function listConnections(room: Reading, q: { environment: string }): Promise<ConnectionView[]> {
  return views(room, q.environment, null);
}

/** @throws UseCaseError 404 */
export async function getConnection(room: Reading, q: { environment: string; key: string }): Promise<ConnectionView> {
  const [view] = await views(room, q.environment, q.key);
  if (view === undefined) throw missing(q);
  return view;
}

export function missing(q: { environment: string; key: string }): UseCaseError {
  return new UseCaseError({ code: "connection.missing", status: 404, message: `There is no connection ${q.key} in ${q.environment}.` });
}

/** @throws UseCaseError 404 for an environment that does not exist */
export async function knownEnvironment(room: Pick<ConnectionsRoom, "pool">, environment: string): Promise<void> {
  const { rowCount } = await room.pool.query(ENVIRONMENT, [environment]);
  if (rowCount === 0)
    throw new UseCaseError({
      code: "environment.unknown",
      status: 404,
      message: `There is no environment ${environment}.`,
      fix: "Use development, test or production.",
    });
}

export async function usesIn(room: Pick<ConnectionsRoom, "pool">, environment: string): Promise<Use[]> {
  return z.array(Use).parse((await room.pool.query(USED_BY, [environment])).rows);
}

async function views(room: Reading, environment: string, key: string | null): Promise<ConnectionView[]> {
  const { rows } = await room.pool.query(LIST, [environment, key]);
  if (rows.length === 0) {
    await knownEnvironment(room, environment);
    return [];
  }
  const uses = await usesIn(room, environment);
  const breakers = await breakersIn(room, environment);
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      key: row.key,
      kind: row.kind,
      name: row.name,
      environment,
      config: Object.fromEntries(Object.entries(row.config).filter(([name]) => name !== PRACTICE_MARK)),
      practice: room.isPractice(row.config),
      secretHints: row.secret_hints,
      health: row.health,
      keyExpiry: row.kind === "odoo" ? keyExpiryOf(row.config, row.health?.facts) : null,
      breaker: breakers.get(row.key) ?? null,
      usedBy: usedBy(uses.filter((use) => use.connection === row.key)),
    }));
}

async function breakersIn(room: Reading, environment: string): Promise<Map<string, ConnectionView["breaker"]>> {
  const rows = z.array(Breaker).parse((await room.pool.query(BREAKERS, [environment])).rows);
  return new Map(
    rows.map(({ connection, state, opened_at: since, probe_at: probeAt, parked, reason }) => [
      connection,
      { state, since: since?.toISOString() ?? null, probeAt: probeAt?.toISOString() ?? null, parked, reason },
    ]),
  );
}

function usedBy(uses: Use[]): ConnectionView["usedBy"] {
  const flows = Map.groupBy(uses, (use) => use.flow);
  return [...flows].map(([flow, its]) => ({ flow, name: its[0]?.name ?? flow, steps: [...new Set(its.map((use) => use.step))] }));
}
