/** The thread of one question: every round, who asked, who decided what, and what was taken back. Oldest first. */
import type { ApprovalView } from "#server/app.ts";
import type { ApprovalRow } from "./rows.ts";

type Entry = ApprovalView["history"][number];

export function historyOf(rounds: ApprovalRow[]): Entry[] {
  return rounds
    .flatMap((round, index) => [...asked(round, index), ...round.decisions.flatMap((decision) => decided(decision, round)), ...ended(round)])
    .toSorted((a, b) => a.at.localeCompare(b.at));
}

function asked(round: ApprovalRow, index: number): Entry[] {
  const who = round.requester ?? "the flow";
  const first = index === 0;
  return [
    {
      at: round.created_at,
      who,
      text: first ? `Requested by ${who}` : `Resubmitted by ${who}`,
      reason: null,
      round: round.visit,
      kind: first ? "requested" : "resubmitted",
    },
  ];
}

const WORDS = { approved: "Approved", rejected: "Rejected", changes: "Changes requested" } as const;

function decided(decision: ApprovalRow["decisions"][number], round: ApprovalRow): Entry[] {
  const entry: Entry = {
    at: decision.at,
    who: decision.byName,
    text: `${WORDS[decision.outcome]} by ${decision.byName}`,
    reason: decision.reason,
    round: round.visit,
    kind: decision.outcome,
  };
  if (decision.withdrawnAt === null) return [entry];
  return [
    entry,
    { at: decision.withdrawnAt, who: decision.byName, text: `${decision.byName} took it back`, reason: null, round: round.visit, kind: "withdrawn" },
  ];
}

function ended(round: ApprovalRow): Entry[] {
  if (round.state !== "expired") return [];
  return [
    {
      at: round.closed_at ?? round.due_at ?? round.created_at,
      who: "the flow",
      text: "Nobody decided in time",
      reason: null,
      round: round.visit,
      kind: "expired",
    },
  ];
}
