/** Asks the other system and keeps what it said as the connection's health. */
import { z } from "zod";
import type { Json } from "#flow/document.ts";
import { StepFailure } from "#flow/failure.ts";
import type { Actor, Check, Connections, ConnectionTrial } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { OpenConnection } from "#server/deps.ts";
import { checkedSecrets, mayOpenPrivate } from "./change.ts";
import type { ConnectionsRoom } from "./create.ts";
import { checkedConfig } from "./kinds.ts";
import { keyExpiryOf } from "./key-expiry.ts";
import { Health, missing } from "./view.ts";

const UPDATED_AT = sqlFile(import.meta.url, "updated-at");
const STORE_HEALTH = sqlFile(import.meta.url, "store-health");
const Row = z.object({ updated_at: z.date(), health: Health.nullable() });
type Row = z.infer<typeof Row>;

export async function testConnection(room: ConnectionsRoom, q: { environment: string; key: string }): ReturnType<Connections["test"]> {
  const [found] = (await room.pool.query(UPDATED_AT, [q.environment, q.key])).rows;
  if (found === undefined) throw missing(q);
  const before = Row.parse(found);
  // what is tested is what is stored now, not what a running flow may still remember
  room.forget(q);
  const health = await asked(room, q, before);
  await room.pool.query(STORE_HEALTH, [q.environment, q.key, JSON.stringify(health), before.updated_at]);
  await room.announce({ kind: "connection", key: q.key, environment: q.environment });
  return { ok: health.ok, checks: health.checks };
}

async function asked(room: ConnectionsRoom, q: { environment: string; key: string }, before: Row): Promise<Health> {
  const checkedAt = new Date(room.clock.now()).toISOString();
  const known = before.health?.facts;
  // an Odoo that does not answer now is still the one that told this
  const remembered = known === undefined ? {} : { facts: known };
  try {
    const connection = await room.source.get(q);
    const result = await room.test(withEnd(connection, keyExpiryOf(connection.config, known)?.at));
    const wrong = result.checks.find((check) => !check.ok);
    return { ...remembered, ...result, checkedAt, message: wrong?.message ?? summary(result.identity) };
  } catch (error) {
    const check = settingsCheck(error);
    return { ...remembered, ok: false, checkedAt, message: check.message, milliseconds: 0, identity: null, checks: [check] };
  }
}

/** A refused key whose end is known has expired; Odoo itself does not say so. */
function withEnd(connection: OpenConnection, at: string | undefined): OpenConnection {
  return at === undefined || connection.kind !== "odoo" ? connection : { ...connection, config: { ...connection.config, keyExpires: at } };
}

type Settings = { environment: string; kind: OpenConnection["kind"]; config: Record<string, Json>; secrets: Record<string, string> };

/** Tests settings that are not stored, and stores nothing. @throws UseCaseError for settings that could not be stored either */
export async function tryOut(room: ConnectionsRoom, actor: Actor, q: Settings): Promise<ConnectionTrial> {
  const checked = checkedConfig(q.kind, q.config);
  mayOpenPrivate(actor, checked.config, {});
  const secrets = checkedSecrets(checked.secrets, q.secrets);
  return trial(room, { environment: q.environment, key: "new", kind: q.kind, name: "the new connection", config: checked.config, secrets });
}

export async function trial(room: ConnectionsRoom, connection: OpenConnection): Promise<ConnectionTrial> {
  try {
    return await room.test(connection);
  } catch (error) {
    return { ok: false, checks: [settingsCheck(error)], identity: null, milliseconds: 0 };
  }
}

/** @throws anything that is no trouble of the settings */
function settingsCheck(error: unknown): Check {
  if (!(error instanceof StepFailure)) throw error;
  const { message, fix } = error.failure;
  return { name: "Settings", ok: false, message, ...(fix === undefined ? {} : { fix }) };
}

function summary(identity: Record<string, string> | null): string {
  const who = identity?.name ?? identity?.user ?? identity?.login;
  return who === undefined ? "Everything answers." : `Connected as ${who}.`;
}
