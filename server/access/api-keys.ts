/** Keys for scripts: shown once when made; only their hash is kept. */
import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { z } from "zod";
import type { Access, Actor, ApiKeyView } from "#server/app.ts";
import { sqlFile } from "#server/db/sql.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { UseCaseError } from "#server/deps.ts";
import type { AccessDeps } from "./create.ts";
import { isRole } from "./permissions.ts";
import { hashOfKey } from "./resolve-actor.ts";

const INSERT_KEY = sqlFile(import.meta.url, "insert-key");
const REVOKE_KEY = sqlFile(import.meta.url, "revoke-key");

const DAY_MS = 24 * 60 * 60 * 1000;

export async function listApiKeys(deps: AccessDeps): Promise<ApiKeyView[]> {
  const keys = await deps.prisma.apiKey.findMany({ orderBy: { createdAt: "desc" } });
  return keys.map((key) => ({
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    role: isRole(key.role) ? key.role : "viewer",
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revoked: key.revokedAt !== null,
  }));
}

export async function createApiKey(deps: AccessDeps, actor: Actor, q: Parameters<Access["createApiKey"]>[1]): Promise<ApiKeyView & { key: string }> {
  const id = v7();
  const key = `tl_${randomBytes(32).toString("base64url")}`;
  const prefix = key.slice(0, 9);
  const createdAt = new Date(deps.clock.now());
  const expiresAt = q.expiresInDays === null ? null : new Date(createdAt.getTime() + q.expiresInDays * DAY_MS);
  await inTransaction(deps.pool, async (transaction) => {
    await transaction.query(INSERT_KEY, [id, q.name, hashOfKey(key), prefix, q.role, actor.name, createdAt, expiresAt]);
    const detail = { role: q.role, prefix, expiresAt: expiresAt?.toISOString() ?? null };
    await deps.audit({ actor, action: "api-key.created", subject: { kind: "api-key", id, name: q.name }, detail }, transaction);
  });
  return {
    id,
    name: q.name,
    prefix,
    role: q.role,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: null,
    revoked: false,
    key,
  };
}

export async function revokeApiKey(deps: AccessDeps, actor: Actor, q: { id: string }): Promise<void> {
  const unknown = new UseCaseError({ code: "api-key.unknown", status: 404, message: "There is no such key that could still be revoked." });
  if (!z.guid().safeParse(q.id).success) throw unknown;
  await inTransaction(deps.pool, async (transaction) => {
    const revoked = z.array(z.object({ name: z.string() })).parse((await transaction.query(REVOKE_KEY, [q.id])).rows);
    const [key] = revoked;
    if (!key) throw unknown;
    await deps.audit({ actor, action: "api-key.revoked", subject: { kind: "api-key", id: q.id, name: key.name } }, transaction);
  });
}
