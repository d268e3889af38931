/** An approval as lists show it, to one person. */
import type { Actor, ApprovalSummary } from "#server/app.ts";
import { stepName } from "../runs/summary.ts";
import type { FlowDocument } from "#flow/document.ts";
import { mayDecide } from "./policy.ts";
import type { ApprovalRow, Person } from "./rows.ts";

export function summaryOf(row: ApprovalRow, q: { actor: Actor; people: Person[]; document: FlowDocument; now: number }): ApprovalSummary {
  return {
    id: row.id,
    runId: row.run_id,
    environment: row.environment,
    flow: { key: row.flow_key, name: row.flow_name },
    step: row.step_id,
    stepName: stepName(q.document, row.step_id),
    visit: row.visit,
    title: row.title,
    businessKey: row.business_key,
    value: row.value,
    currency: row.currency,
    requester: row.requester,
    state: row.state,
    outcome: row.outcome,
    dueAt: row.due_at,
    createdAt: row.created_at,
    closedAt: row.closed_at,
    undoUntil: undoUntil(row, q.now),
    mayDecide: mayDecide(questionOf(row), q.actor, q.people).ok,
  };
}

export function questionOf(row: ApprovalRow): Parameters<typeof mayDecide>[0] {
  return { state: row.state, assignees: row.assignees, policy: row.policy, starters: row.starters, decisions: row.decisions };
}

function undoUntil(row: ApprovalRow, now: number): string | null {
  return row.state === "decided" && row.effective_at !== null && Date.parse(row.effective_at) > now ? row.effective_at : null;
}
