/** What somebody may do, for a screen to show and grey out. The procedures decide for themselves. */
import { may, PERMISSIONS, type Permission } from "#server/access/permissions.ts";
import type { Actor } from "#server/app.ts";

export function permissionsOf(actor: Actor): Permission[] {
  return PERMISSIONS.filter((permission) => may(actor.role, permission));
}
