import type { Role } from "#server/app.ts";

export const ROLE_OPTIONS: { value: Role; label: string }[] = [
  { value: "viewer", label: "Viewer" },
  { value: "analyst", label: "Analyst" },
  { value: "approver", label: "Approver" },
  { value: "operator", label: "Operator" },
  { value: "administrator", label: "Administrator" },
];

export const ROLE_DOES: Record<Role, string> = {
  viewer: "Reads flows, runs, approvals and connections; changes nothing.",
  analyst: "Draws, publishes and deploys flows, and starts runs.",
  approver: "Decides in the inbox.",
  operator: "Starts, replays and cancels runs, and tests connections.",
  administrator: "Everything, with connections, secrets, people and the audit log.",
};
