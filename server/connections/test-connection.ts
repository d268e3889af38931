/** Asks the other system and keeps what it said as the connection's health. */
import { z } from "zod";
import { StepFailure } from "#flow/failure.ts";
import type { Check, Connections } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import type { ConnectionsRoom } from "./create.ts";
import { missing } from "./view.ts";
import type { Health } from "./view.ts";

const UPDATED_AT = sqlFile(import.meta.url, "updated-at");
const STORE_HEALTH = sqlFile(import.meta.url, "store-health");
const Row = z.object({ updated_at: z.date() });

export async function testConnection(room: ConnectionsRoom, q: { environment: string; key: string }): ReturnType<Connections["test"]> {
  const [found] = (await room.pool.query(UPDATED_AT, [q.environment, q.key])).rows;
  if (found === undefined) throw missing(q);
  const { updated_at } = Row.parse(found);
  // what is tested is what is stored now, not what a running flow may still remember
  room.forget(q);
  const health = await asked(room, q);
  await room.pool.query(STORE_HEALTH, [q.environment, q.key, JSON.stringify(health), updated_at]);
  await room.announce({ kind: "connection", key: q.key, environment: q.environment });
  return { ok: health.ok, checks: health.checks };
}

async function asked(room: ConnectionsRoom, q: { environment: string; key: string }): Promise<z.infer<typeof Health>> {
  const checkedAt = new Date(room.clock.now()).toISOString();
  try {
    const result = await room.test(await room.source.get(q));
    const wrong = result.checks.find((check) => !check.ok);
    return { ...result, checkedAt, message: wrong?.message ?? summary(result.identity) };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { message, fix } = error.failure;
    const check: Check = { name: "Settings", ok: false, message, ...(fix === undefined ? {} : { fix }) };
    return { ok: false, checkedAt, message, milliseconds: 0, identity: null, checks: [check] };
  }
}

function summary(identity: Record<string, string> | null): string {
  const who = identity?.name ?? identity?.user ?? identity?.login;
  return who === undefined ? "Everything answers." : `Connected as ${who}.`;
}
