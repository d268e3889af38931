import type { Role } from "#server/app.ts";

export const ROLE_OPTIONS: { value: Role; label: string }[] = [
  { value: "viewer", label: "Viewer" },
  { value: "analyst", label: "Analyst" },
  { value: "approver", label: "Approver" },
  { value: "operator", label: "Operator" },
  { value: "administrator", label: "Administrator" },
];
