/** What each role may do, for showing and greying out. The server decides for itself: a screen that is wrong here only offers what will be refused. */
import type { Role } from "#server/app.ts";

export type Permission =
  | "flow.read"
  | "flow.edit"
  | "flow.publish"
  | "flow.deploy"
  | "run.read"
  | "run.start"
  | "run.replay"
  | "run.cancel"
  | "approval.read"
  | "approval.decide"
  | "connection.read"
  | "connection.edit"
  | "connection.test"
  | "secret.edit"
  | "audit.read"
  | "people.manage"
  | "settings.read";

const VIEWER: Permission[] = ["flow.read", "run.read", "approval.read", "connection.read", "settings.read"];

const PERMISSIONS: Record<Exclude<Role, "administrator">, readonly Permission[]> = {
  viewer: VIEWER,
  analyst: [...VIEWER, "flow.edit", "flow.publish", "flow.deploy", "run.start"],
  approver: [...VIEWER, "approval.decide"],
  operator: [...VIEWER, "run.replay", "run.cancel", "run.start", "connection.test"],
};

export function mayRole(role: Role, permission: Permission): boolean {
  return role === "administrator" || PERMISSIONS[role].includes(permission);
}
