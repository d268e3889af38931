"use client";

import { CircleCheck, CircleX, CornerUpLeft, Hourglass } from "lucide-react";
import { keyed } from "#components/ui/keyed.ts";
import { useActor } from "#components/shell/actor.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { formatTime } from "#components/ui/format.ts";
import type { ApprovalView } from "#server/app.ts";
import { voteWords } from "./outcome-words.ts";
import styles from "./approval-aside.module.css";

/** Who decides, who has, and how the question got here. */
export function ApprovalAside({ approval }: { approval: ApprovalView }) {
  return (
    <aside aria-label="Approvals and history">
      <Votes approval={approval} />
      <History approval={approval} />
    </aside>
  );
}

/** More than eight places would be too small to count: the words beside them say how many. */
const PLACES = [1, 2, 3, 4, 5, 6, 7, 8];

function Votes({ approval }: { approval: ApprovalView }) {
  const actor = useActor();
  const cast = approval.votes.filter((vote) => !vote.withdrawn);
  const approved = cast.filter((vote) => vote.outcome === "approved").length;
  const needed = Math.max(1, approval.policy.needed);
  const mine = (name: string) => name === actor.name;
  const open = approval.assignees.filter((assignee) => !(assignee.kind === "person" && cast.some((vote) => vote.by === assignee.label)));
  return (
    <section aria-label="Votes">
      <h3>Approvals</h3>
      <div className={styles.quorum}>
        <span className={styles.quorumBar} aria-hidden="true">
          {PLACES.slice(0, needed).map((place) => (
            <i key={place} data-on={place <= approved} />
          ))}
        </span>
        <span>
          <b>
            {approved} of {needed}
          </b>{" "}
          approved
        </span>
      </div>
      <ul className={styles.people}>
        {cast.map((vote) => (
          <li key={vote.id}>
            <Avatar name={vote.by} />
            <div>
              <b>{mine(vote.by) ? "You" : vote.by}</b>
              <small>
                {formatTime(vote.at)}
                {vote.reason ? "" : ", no comment"}
                {vote.rechecked ? "" : ", facts not rechecked"}
              </small>
            </div>
            <VoteMark outcome={vote.outcome} />
          </li>
        ))}
        {approval.state === "open" &&
          open.map((assignee) => (
            <li key={`${assignee.kind}:${assignee.label}`}>
              <Avatar name={assignee.label} />
              <div>
                <b>{assignee.kind === "person" && mine(assignee.label) ? "You" : assignee.label}</b>
                <small>{{ person: "asked by name", group: "group", role: "role" }[assignee.kind]}</small>
              </div>
              <span className={styles.mark} data-tone="waiting">
                <Hourglass size={14} aria-hidden /> {approval.mayDecide && (assignee.kind !== "person" || mine(assignee.label)) ? "Your turn" : "Asked"}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}

function VoteMark({ outcome }: { outcome: string }) {
  const Icon = outcome === "approved" ? CircleCheck : outcome === "rejected" ? CircleX : CornerUpLeft;
  const tone = outcome === "approved" ? "ok" : outcome === "rejected" ? "bad" : "waiting";
  return (
    <span className={styles.mark} data-tone={tone}>
      <Icon size={14} aria-hidden /> {voteWords(outcome)}
    </span>
  );
}

const KINDS: Record<ApprovalView["history"][number]["kind"], { words: string; tone: string }> = {
  requested: { words: "Requested", tone: "" },
  approved: { words: "Approved", tone: "ok" },
  rejected: { words: "Rejected", tone: "bad" },
  changes: { words: "Changes requested", tone: "waiting" },
  resubmitted: { words: "Resubmitted", tone: "" },
  withdrawn: { words: "Decision withdrawn", tone: "" },
  expired: { words: "Expired", tone: "waiting" },
};

function History({ approval }: { approval: ApprovalView }) {
  const entries = [...approval.history].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section aria-label="History">
      <h3>History</h3>
      {entries.length === 0 && <p className="text-ink-3">Nothing yet.</p>}
      <ol className={styles.history}>
        {keyed(entries, (entry) => `${entry.at} ${entry.kind}`).map(({ key, item: entry }) => (
          <li key={key}>
            <i data-tone={KINDS[entry.kind].tone} aria-hidden="true" />
            <div>
              <b>{KINDS[entry.kind].words}</b> by {entry.who}
              <small>
                {formatTime(entry.at)} · round {entry.round}
              </small>
              {entry.reason && <q>{entry.reason}</q>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
