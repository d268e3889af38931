/**
 * An API key takes the place of another one only after it has been tried: until then the old one serves, and where the new one fails,
 * nothing has changed. The old one is accepted by Odoo until somebody removes it there, so that calls that are under way go through.
 */
import type { Actor, Connections, KeyChange } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";
import type { OpenConnection } from "#server/deps.ts";
import { odooConnection } from "./access.ts";
import { updateConnection } from "./change.ts";
import type { ConnectionsRoom } from "./create.ts";
import { testConnection, trial } from "./test-connection.ts";

const DAY_MS = 86_400_000;

export async function replaceKey(room: ConnectionsRoom, actor: Actor, q: Parameters<Connections["replaceKey"]>[1]): Promise<KeyChange> {
  await odooConnection(room, q);
  return put(room, actor, { ...q, expiresAt: q.expiresAt ?? null, made: null, connection: await opened(room, q) });
}

export async function makeKey(room: ConnectionsRoom, actor: Actor, q: Parameters<Connections["makeKey"]>[1]): Promise<KeyChange> {
  await odooConnection(room, q);
  const connection = await opened(room, q);
  const now = room.clock.now();
  const name = `Throughline ${q.environment}/${q.key} ${new Date(now).toISOString().slice(0, 10)}`;
  const expiresAt = new Date(now + q.days * DAY_MS).toISOString();
  const result = await room.visit.makeKey(connection, { name, expiresAt, ...(q.password === undefined ? {} : { password: q.password }) });
  if (result.kind === "password-needed") return result;
  const { apiKey, ...made } = result;
  return put(room, actor, { environment: q.environment, key: q.key, apiKey, expiresAt, made, connection });
}

async function opened(room: ConnectionsRoom, q: { environment: string; key: string }): Promise<OpenConnection> {
  room.forget(q);
  return room.source.get(q);
}

type Putting = {
  environment: string;
  key: string;
  apiKey: string;
  expiresAt: string | null;
  made: { name: string; expiresAt: string } | null;
  connection: OpenConnection;
};

async function put(room: ConnectionsRoom, actor: Actor, q: Putting): Promise<KeyChange> {
  const { environment, key, apiKey, connection } = q;
  if (apiKey === connection.secrets.apiKey) {
    throw new UseCaseError({
      code: "connection.same_key",
      status: 422,
      message: "That is the key that the connection has already.",
      fix: "Enter the new one.",
    });
  }
  const { keyExpires: _, ...config } = connection.config;
  const { ok, checks } = await trial(room, { ...connection, config, secrets: { ...connection.secrets, apiKey } });
  if (!ok) return { kind: "refused", checks };
  await updateConnection(room, actor, { environment, key, config: { keyExpires: q.expiresAt }, secrets: { apiKey } });
  await testConnection(room, { environment, key });
  return { kind: "changed", checks, made: q.made };
}
