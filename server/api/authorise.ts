/** Refuses whoever may not. */
import { may, rolesThatMay } from "#server/access/permissions.ts";
import type { Permission } from "#server/access/permissions.ts";
import type { Actor } from "#server/app.ts";
import { UseCaseError } from "#server/deps.ts";

/** @throws UseCaseError 401 for nobody, 403 for somebody whose role lacks the permission */
export function authorise(actor: Actor | null, permission: Permission): Actor {
  if (actor === null) {
    throw new UseCaseError({
      code: "access.unauthenticated",
      status: 401,
      message: "Nobody is signed in.",
      fix: "Sign in again, or send a valid API key as Authorization: Bearer <key>.",
    });
  }
  if (!may(actor.role, permission)) {
    throw new UseCaseError({
      code: "access.forbidden",
      status: 403,
      message: `The role ${actor.role} may not do this (${permission}).`,
      fix: `Ask somebody with the role ${rolesThatMay(permission).join(" or ")}, or have an administrator change your role.`,
    });
  }
  return actor;
}
