"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, CircleCheck, CircleX, Clock, CornerUpLeft, Hourglass, Undo2, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useNow } from "#components/ui/use-now.ts";
import { useKeys } from "#components/ui/use-keys.ts";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatTime } from "#components/ui/format.ts";
import { formProblem, formValues, SchemaForm } from "#components/ui/schema-form.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { Json } from "#flow/document.ts";
import type { ApprovalView, DecideResult } from "#server/app.ts";
import { dueWords } from "./fact-format.ts";
import { voteWords } from "./outcome-words.ts";
import styles from "./decision-bar.module.css";
import { DueNote } from "./due-note.tsx";

type Outcome = "approved" | "rejected" | "changes";

type BarProps = {
  approval: ApprovalView;
  /** hash of what the person has read */
  seen: string;
  /** the facts moved on since */
  changed: boolean;
  onKeep: () => void;
  onNext: (() => void) | null;
};

/** The three decisions while they can be made; undo while it can be undone; afterwards who decided what, and when. */
export function DecisionBar(props: BarProps) {
  const { approval } = props;
  const actor = useActor();
  // one vote of several leaves the approval open: only the answer to the vote says until when it can be taken back
  const [ownUntil, setOwnUntil] = useState<string | null>(null);
  const until = approval.undoUntil ?? ownUntil;
  const undoable = until !== null && approval.votes.some((vote) => !vote.withdrawn && vote.by === actor.name);
  const now = useNow(undoable ? 250 : null);
  if (undoable && Date.parse(until) > now) return <UndoBar approval={approval} until={Date.parse(until)} now={now} onNext={props.onNext} />;
  if (approval.state !== "open") return <Settled icon={settledIcon(approval)}>{settledWords(approval)}</Settled>;
  if (!approval.mayDecide)
    return <Settled icon={<Hourglass size={16} aria-hidden />}>{waitsFor(approval, { permitted: can(actor, "approval.decide") })}</Settled>;
  return <Decide {...props} onVoted={setOwnUntil} />;
}

function Decide({ approval, seen, changed, onKeep, onVoted }: BarProps & { onVoted: (undoUntil: string | null) => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useNow(15_000);
  const [reason, setReason] = useState("");
  const [form, setForm] = useState<{ [key: string]: Json }>({});
  const [intent, setIntent] = useState<Exclude<Outcome, "approved"> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [answer, setAnswer] = useState<DecideResult | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const refresh = () =>
    Promise.all([client.invalidateQueries({ queryKey: trpc.approvals.pathKey() }), client.invalidateQueries({ queryKey: trpc.runs.pathKey() })]);
  const decision = useMutation(
    trpc.approvals.decide.mutationOptions({
      onSuccess: async (result) => {
        setAnswer(result);
        if (result.ok) onVoted(result.undoUntil);
        if (!result.ok && result.reason === "changed") client.setQueryData(trpc.approvals.get.queryKey({ id: approval.id }), result.current);
        await refresh();
      },
      onError: (error) => setProblem(`Your decision was not recorded: ${error.message}`),
    }),
  );

  const decide = (outcome: Outcome) => {
    if (decision.isPending) return;
    setAnswer(null);
    if (changed) return setProblem("The facts changed since you opened this. Read what is different above, then decide.");
    if (outcome !== "approved" && reason.trim() === "") {
      setIntent(outcome);
      setProblem(outcome === "changes" ? "Say what must change: the reason goes back with the request." : "Say why: a rejection needs a reason.");
      field.current?.focus();
      return;
    }
    const missing = outcome === "approved" ? formProblem(approval.form, form, "to approve") : null;
    if (missing) return setProblem(missing);
    setProblem(null);
    onKeep();
    decision.mutate({
      id: approval.id,
      outcome,
      seen,
      ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      ...(approval.form === null ? {} : { form: formValues(approval.form, form) }),
    });
  };
  useKeys({ a: () => decide("approved"), c: () => decide("changes"), r: () => decide("rejected"), n: () => field.current?.focus() });

  const due = dueWords(approval.dueAt, now);
  const settledElsewhere = answer && !answer.ok && answer.reason === "already-decided" ? answer : null;
  if (settledElsewhere) {
    return (
      <Settled icon={<CircleCheck size={16} aria-hidden />}>
        Already decided: <b>{voteWords(settledElsewhere.outcome)}</b> by {settledElsewhere.by}, {formatTime(settledElsewhere.at)}. Your decision was not
        recorded.
      </Settled>
    );
  }
  return (
    <section className={styles.bar} aria-label="Decision">
      {approval.form !== null && (
        <div className={styles.formPane}>
          <SchemaForm schema={approval.form} value={form} onChange={setForm} />
        </div>
      )}
      <div className={styles.barLine}>
        <Button variant="primary" onClick={() => decide("approved")} disabled={decision.isPending || changed} aria-keyshortcuts="a">
          <Check size={14} aria-hidden /> Approve <Kbd>A</Kbd>
        </Button>
        <Button onClick={() => decide("changes")} disabled={decision.isPending || changed} aria-keyshortcuts="c">
          <CornerUpLeft size={14} aria-hidden /> Request changes <Kbd>C</Kbd>
        </Button>
        <Button variant="danger" onClick={() => decide("rejected")} disabled={decision.isPending || changed} aria-keyshortcuts="r">
          <X size={14} aria-hidden /> Reject… <Kbd>R</Kbd>
        </Button>
        <div className={styles.reason}>
          <input
            ref={field}
            className={styles.reasonInput}
            aria-label="Reason"
            aria-invalid={problem !== null}
            aria-describedby={problem ? "decision-problem" : undefined}
            placeholder={
              intent === "changes"
                ? "What must change? Enter sends it back"
                : intent === "rejected"
                  ? "Why is it rejected? Enter rejects it"
                  : "Reason (needed unless you approve)"
            }
            value={reason}
            maxLength={2000}
            onChange={(event) => {
              setReason(event.target.value);
              setProblem(null);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && intent) decide(intent);
              if (event.key === "Escape") field.current?.blur();
            }}
          />
        </div>
        {due && (
          <DueNote due={due.soon ? "soon" : "later"} className={styles.due}>
            {due.short}
          </DueNote>
        )}
      </div>
      {problem && (
        <p className={styles.barError} id="decision-problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

const UNDO_WINDOW_MS = 8_000;

function UndoBar({ approval, until, now, onNext }: { approval: ApprovalView; until: number; now: number; onNext: (() => void) | null }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const undo = useMutation(
    trpc.approvals.undo.mutationOptions({
      onSuccess: async (result) => {
        if (!result.ok) setProblem(result.why ?? "The run has gone on already.");
        await client.invalidateQueries({ queryKey: trpc.approvals.pathKey() });
      },
      onError: (error) => setProblem(`Not undone: ${error.message}`),
    }),
  );
  const take = () => !undo.isPending && undo.mutate({ id: approval.id });
  useKeys({ z: take });
  const left = Math.max(0, until - now);
  const vote = approval.votes.filter((cast) => !cast.withdrawn).at(-1);
  return (
    <section className={styles.bar} aria-label="Decision">
      <div className={styles.countdown} aria-hidden="true">
        <i style={{ width: `${Math.min(100, (left / UNDO_WINDOW_MS) * 100)}%` }} />
      </div>
      <div className={styles.barLine}>
        <p className={styles.settled} role="status">
          <CircleCheck size={16} aria-hidden />
          <span>
            <b>{voteWords(vote?.outcome ?? approval.outcome ?? "")}.</b> The run goes on in a moment.
          </span>
        </p>
        <Button onClick={take} disabled={undo.isPending} aria-keyshortcuts="z">
          <Undo2 size={14} aria-hidden /> Undo
          <span aria-hidden="true"> {Math.ceil(left / 1000)} s</span> <Kbd>Z</Kbd>
        </Button>
        {onNext && (
          <Button variant="ghost" onClick={onNext}>
            Next <Kbd>J</Kbd>
          </Button>
        )}
      </div>
      {problem && (
        <p className={styles.barError} role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

function Settled({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.bar} aria-label="Decision">
      <div className={styles.barLine}>
        <p className={styles.settled} role="status">
          {icon}
          <span>{children}</span>
        </p>
      </div>
    </section>
  );
}

function settledIcon(approval: ApprovalView): ReactNode {
  if (approval.state === "expired" || approval.state === "cancelled") return <Clock size={16} aria-hidden />;
  if (approval.outcome === "rejected") return <CircleX size={16} aria-hidden />;
  if (approval.outcome === "changes") return <CornerUpLeft size={16} aria-hidden />;
  return <CircleCheck size={16} aria-hidden />;
}

function settledWords(approval: ApprovalView): ReactNode {
  const when = approval.closedAt ? `, ${formatTime(approval.closedAt)}` : "";
  if (approval.state === "expired") return <>Nobody decided before it was due{when}.</>;
  if (approval.state === "cancelled") return <>This is no longer asked{when}: its run was cancelled or sent back.</>;
  const last = approval.votes.filter((vote) => !vote.withdrawn).at(-1);
  return (
    <>
      <b>{voteWords(approval.outcome ?? last?.outcome ?? "")}</b>
      {last ? ` by ${last.by}, ${formatTime(last.at)}` : when}
      {last?.reason ? `: “${last.reason}”` : "."}
    </>
  );
}

function waitsFor(approval: ApprovalView, me: { permitted: boolean }): ReactNode {
  const people = approval.assignees.map((assignee) => assignee.label).join(", ");
  return (
    <>
      It waits for {people || "an approver"}. {me.permitted ? (approval.why ?? "") : "Your role may read approvals, not decide them."}
    </>
  );
}
