/** Approvals as they are stored, with the run they belong to. */
import { z } from "zod";
import { Json } from "#flow/document.ts";

const Instant = z.union([z.date(), z.string()]).transform((at) => new Date(at).toISOString());

export const Decision = z.object({
  id: z.string(),
  outcome: z.enum(["approved", "rejected", "changes"]),
  reason: z.string().nullable(),
  byKind: z.string(),
  byId: z.string(),
  byName: z.string(),
  at: Instant,
  withdrawnAt: Instant.nullable(),
  rechecked: z.boolean(),
});
export type Decision = z.infer<typeof Decision>;

export const Assignees = z.object({ people: z.array(z.string()).default([]), groups: z.array(z.string()).default([]), roles: z.array(z.string()).default([]) });
export type Assignees = z.infer<typeof Assignees>;

export const Policy = z.object({
  kind: z.enum(["any", "all", "quorum", "sequence"]).default("any"),
  n: z.number().optional(),
  fourEyes: z.boolean().optional(),
});
export type Policy = z.infer<typeof Policy>;

export const ApprovalRow = z.object({
  id: z.string(),
  run_id: z.string(),
  step_id: z.string(),
  visit: z.number(),
  environment: z.string(),
  title: z.string(),
  summary: z.string().nullable(),
  facts: z.array(z.object({ label: z.string(), value: Json, format: z.string() })),
  form: Json.nullable(),
  assignees: Assignees,
  policy: Policy,
  state: z.enum(["open", "decided", "done", "expired", "cancelled"]),
  outcome: z.string().nullable(),
  due_at: Instant.nullable(),
  effective_at: Instant.nullable(),
  created_at: Instant,
  closed_at: Instant.nullable(),
  flow_key: z.string(),
  flow_name: z.string(),
  flow_id: z.string(),
  version_id: z.string(),
  business_key: z.string().nullable(),
  value: z.number().nullable(),
  currency: z.string().nullable(),
  requester: z.string().nullable(),
  starters: z.array(z.string()),
  decisions: z.array(Decision),
});
export type ApprovalRow = z.infer<typeof ApprovalRow>;

/** Decisions that were not taken back. */
export function standing(decisions: Decision[]): Decision[] {
  return decisions.filter((decision) => decision.withdrawnAt === null);
}

/** Somebody who can be asked. */
export const Person = z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.string(), groups: z.array(z.string()) });
export type Person = z.infer<typeof Person>;
