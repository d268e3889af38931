/** Who asks: the person of a session cookie, or the key of an Authorization header. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import type { Actor } from "#server/app.ts";
import type { Prisma } from "#server/db/prisma.ts";
import type { Clock } from "#server/deps.ts";
import type { Auth } from "./auth.ts";
import { isRole } from "./permissions.ts";

/** Null: nobody, or credentials that are not valid. A key in the header decides alone: a session beside it is not looked at. */
export type ResolveActor = (headers: Headers | IncomingHttpHeaders) => Promise<Actor | null>;

export type ResolveDeps = { auth: Auth; prisma: Prisma; clock: Clock /** THROUGHLINE_API_KEY */; apiKey: string | null };

/** The time of last use is kept to the minute: one write a minute instead of one per request. */
const LAST_USED_MS = 60_000;

export function createResolveActor(deps: ResolveDeps): ResolveActor {
  return async (given) => {
    const headers = given instanceof Headers ? given : fromNodeHeaders(given);
    const authorization = headers.get("authorization");
    if (authorization !== null) return ofKey(deps, authorization);
    if (headers.get("cookie") === null) return null;
    return ofSession(deps, headers);
  };
}

export function hashOfKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

async function ofSession(deps: ResolveDeps, headers: Headers): Promise<Actor | null> {
  const session = await deps.auth.api.getSession({ headers });
  if (!session) return null;
  const { user } = session;
  if (user.disabledAt || !isRole(user.role)) return null;
  return { kind: "person", id: user.id, name: user.name, email: user.email, role: user.role };
}

async function ofKey(deps: ResolveDeps, authorization: string): Promise<Actor | null> {
  const key = /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1];
  if (key === undefined) return null;
  const hash = hashOfKey(key);
  // hashes have one length and their comparison takes one time, whatever was sent
  if (deps.apiKey !== null && timingSafeEqual(Buffer.from(hash), Buffer.from(hashOfKey(deps.apiKey)))) {
    return { kind: "api-key", id: "environment", name: "Key from the settings", role: "administrator" };
  }
  const found = await deps.prisma.apiKey.findUnique({ where: { hash } });
  const now = deps.clock.now();
  if (!found || found.revokedAt || (found.expiresAt && found.expiresAt.getTime() <= now) || !isRole(found.role)) return null;
  if (!found.lastUsedAt || now - found.lastUsedAt.getTime() > LAST_USED_MS) {
    await deps.prisma.apiKey.updateMany({ where: { id: found.id }, data: { lastUsedAt: new Date(now) } });
  }
  return { kind: "api-key", id: found.id, name: found.name, role: found.role };
}
