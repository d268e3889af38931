/** Who may do what. Doors declare one permission per procedure and route; a role is a set of permissions. */
import type { Role } from "#server/app.ts";

export const PERMISSIONS = [
  "flow.read",
  "flow.edit",
  "flow.publish",
  "flow.deploy",
  "flow.send",
  "run.read",
  "run.start",
  "run.replay",
  "run.cancel",
  "run.reveal",
  "approval.read",
  "approval.decide",
  "connection.read",
  "connection.edit",
  "connection.test",
  "secret.edit",
  "contract.read",
  "contract.edit",
  "ownership.edit",
  "settings.read",
  "settings.edit",
  "audit.read",
  "people.read",
  "people.manage",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ["viewer", "analyst", "approver", "operator", "administrator"] as const satisfies readonly Role[];

const READ = ["flow.read", "run.read", "approval.read", "connection.read", "contract.read", "settings.read"] as const satisfies readonly Permission[];

const GRANTS: Record<Role, ReadonlySet<Permission>> = {
  viewer: new Set(READ),
  // people.read: who can be asked, in an approval's assignees
  analyst: new Set<Permission>([...READ, "people.read", "flow.edit", "flow.publish", "flow.deploy", "flow.send", "contract.edit", "run.start"]),
  approver: new Set<Permission>([...READ, "people.read", "approval.decide"]),
  operator: new Set<Permission>([...READ, "people.read", "run.start", "run.replay", "run.cancel", "run.reveal", "connection.test"]),
  administrator: new Set(PERMISSIONS),
};

export function may(role: Role, permission: Permission): boolean {
  return GRANTS[role].has(permission);
}

/** The roles that hold a permission, for the sentence of a refusal. */
export function rolesThatMay(permission: Permission): Role[] {
  return ROLES.filter((role) => may(role, permission));
}

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}
