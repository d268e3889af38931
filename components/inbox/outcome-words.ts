import type { ApprovalSummary } from "#server/app.ts";

const OUTCOMES: Record<string, string> = { approved: "Approved", rejected: "Rejected", changes: "Changes requested", expired: "Expired" };

/** How an approval ended, in a word or two. */
export function outcomeWords(approval: Pick<ApprovalSummary, "state" | "outcome">): string {
  if (approval.state === "expired") return "Expired";
  if (approval.state === "cancelled") return "No longer asked";
  return OUTCOMES[approval.outcome ?? ""] ?? approval.outcome ?? "Open";
}

export function voteWords(outcome: string): string {
  return OUTCOMES[outcome] ?? outcome;
}
