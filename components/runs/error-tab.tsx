"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleHelp, Hourglass, ShieldAlert, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { formatDateTime, formatDuration } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import { MarkdownView } from "#components/ui/markdown/markdown-view.tsx";
import { Json } from "#flow/document.ts";
import type { Failure } from "#flow/failure.ts";
import { placeOf } from "#flow/nested.ts";
import type { RunView, StepRunView } from "#server/app.ts";
import { adviceFor, isOutcomeUnknown } from "./error-advice.ts";
import { DeletedRecord } from "./deleted-record.tsx";
import { Facts, Payload } from "./step-evidence.tsx";
import styles from "./error-tab.module.css";
import panel from "./step-panel.module.css";
import replay from "./replay-dialog.module.css";

type ErrorProps = { run: RunView; environment: string; record: StepRunView; failure: Failure | null; now: number };

/** What happened, whether a replay is safe, what to do, then the raw evidence. */
export function ErrorTab({ run, environment, record, failure, now }: ErrorProps) {
  if (record.status === "waiting") return <Waiting run={run} environment={environment} record={record} now={now} />;
  if (!failure) {
    return (
      <>
        <p className={styles.noError}>
          <CircleCheck size={16} aria-hidden /> {record.status === "running" ? "No error so far: it is working." : "No error."}
        </p>
        <Facts record={record} environment={environment} />
      </>
    );
  }
  const advice = adviceFor(record, failure);
  const Icon = { safe: ShieldCheck, careful: ShieldAlert, unknown: CircleHelp }[advice.safety.tone];
  return (
    <>
      <section aria-label="What happened">
        <h3 className={styles.big}>{advice.title}</h3>
        {advice.text && <p>{advice.text}</p>}
      </section>
      <Note tone={advice.safety.tone === "safe" ? "ok" : "warn"} icon={Icon}>
        <b>{advice.safety.title}</b> {advice.safety.text}
      </Note>
      {isOutcomeUnknown(failure) && run.status === "failed" && <SettleOutcome run={run} environment={environment} record={record} />}
      {failure.code === "odoo.record_deleted" && run.status === "failed" && <DeletedRecord run={run} environment={environment} record={record} />}
      {advice.todo.length > 0 && (
        <section aria-label="What to do">
          <h3 className={styles.small}>What to do</h3>
          <ol className={styles.todo}>
            {advice.todo.map((text, index) => (
              <li key={text}>
                <b aria-hidden="true">{index + 1}</b>
                <span>{text}</span>
              </li>
            ))}
          </ol>
          {failure.where?.connection && (
            <p className={styles.afterTodo}>
              <Link href={`/${environment}/connections?key=${encodeURIComponent(failure.where.connection)}`}>Connection {failure.where.connection}</Link>
            </p>
          )}
        </section>
      )}
      {run.document.flow.runbook && (
        <details className={styles.runbook}>
          <summary>Runbook of {run.flow.name}</summary>
          <MarkdownView text={run.document.flow.runbook} />
        </details>
      )}
      <Facts record={record} environment={environment} />
      <dl className={panel.facts}>
        <dt>Code</dt>
        <dd className="mono">{failure.code}</dd>
        {failure.where?.model && (
          <>
            <dt>Model</dt>
            <dd className="mono">
              {failure.where.model}
              {failure.where.record === undefined ? "" : ` ${failure.where.record}`}
              {failure.where.field ? `.${failure.where.field}` : ""}
            </dd>
          </>
        )}
      </dl>
      {record.request !== null && <Payload title="Request" value={record.request} empty="" />}
      {record.response !== null && <Payload title="Response" value={record.response} empty="" />}
      {failure.detail !== undefined && failure.detail !== null && <Payload title="Raw cause" value={failure.detail} empty="" />}
    </>
  );
}

function Waiting({ run, environment, record, now }: { run: RunView; environment: string; record: StepRunView; now: number }) {
  const waiting = record.waitingFor ?? run.waitingFor;
  const connection = placeOf(run.document, record.step)?.step.config.connection;
  const isHeldBack = (waiting?.kind === "breaker" || waiting?.kind === "limit") && typeof connection === "string";
  const isApproval = waiting?.kind === "approval" || record.type === "approve";
  return (
    <>
      <section aria-label="What it waits for">
        <h3 className={styles.big}>{waiting?.text ?? "It waits"}</h3>
        <p>
          <Hourglass size={14} aria-hidden className={styles.inlineIcon} /> Since {formatDateTime(waiting?.since ?? record.startedAt)},{" "}
          {formatDuration(now - Date.parse(waiting?.since ?? record.startedAt))} so far
          {waiting?.until ? `, until ${formatDateTime(waiting.until)}` : ""}. Nothing is wrong: it goes on by itself when this is over.
        </p>
      </section>
      {isHeldBack && (
        <Note tone={waiting?.kind === "breaker" ? "parked" : "neutral"}>
          {waiting?.kind === "breaker" ? (
            <>
              <b>Parked.</b> It uses up no attempt. One run asks whether the connection is back; then they go on in the order in which they arrived.
            </>
          ) : (
            <>
              <b>Held by a limit</b> of its connection: others are before it.
            </>
          )}{" "}
          <Link href={`/${environment}/connections?key=${encodeURIComponent(connection)}`} className="underline">
            Connection {connection}
          </Link>
        </Note>
      )}
      {isApproval && <ApprovalLink run={run} environment={environment} />}
      {waiting?.kind === "child" && <Facts record={record} environment={environment} />}
    </>
  );
}

function ApprovalLink({ run, environment }: { run: RunView; environment: string }) {
  const trpc = useTRPC();
  const open = useQuery(trpc.approvals.list.queryOptions({ environment, state: "open" }));
  const waiting = useQuery(trpc.approvals.list.queryOptions({ environment, state: "waiting" }));
  const approval = [...(open.data?.items ?? []), ...(waiting.data?.items ?? [])].find((item) => item.runId === run.id);
  return (
    <p>
      <Link href={approval ? `/${environment}/inbox?approval=${approval.id}` : `/${environment}/inbox`}>
        {approval ? `Open “${approval.title}” in the inbox` : "Open the inbox"}
      </Link>
    </p>
  );
}

/** Only a person who looked at the target can tell whether it happened. */
function SettleOutcome({ run, environment, record }: { run: RunView; environment: string; record: StepRunView }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const actor = useActor();
  const [asking, setAsking] = useState<"mark-done" | "send-again" | null>(null);
  const [output, setOutput] = useState("{}");
  const [problem, setProblem] = useState<string | null>(null);
  const settle = useMutation(
    trpc.runs.settleOutcome.mutationOptions({
      onSuccess: async ({ runId }) => {
        await client.invalidateQueries({ queryKey: trpc.runs.pathKey() });
        router.push(`/${environment}/runs/${runId}`);
      },
      onError: (error) => setProblem(error.message),
    }),
  );
  const allowed = can(actor, "run.replay");
  const confirm = () => {
    if (asking === "send-again") return settle.mutate({ runId: run.id, step: record.step, decision: "send-again" });
    try {
      settle.mutate({ runId: run.id, step: record.step, decision: "mark-done", output: Json.parse(JSON.parse(output)) });
    } catch {
      setProblem("The result is not JSON. Write {} when later steps need nothing from it.");
    }
  };
  return (
    <div className={styles.settle}>
      <Button disabled={!allowed} title={allowed ? undefined : "Your role may not replay runs"} onClick={() => setAsking("mark-done")}>
        Mark done
      </Button>
      <Button disabled={!allowed} title={allowed ? undefined : "Your role may not replay runs"} onClick={() => setAsking("send-again")}>
        Send again
      </Button>
      {asking && (
        <Dialog
          open
          onOpenChange={(isOpen) => !isOpen && setAsking(null)}
          title={asking === "mark-done" ? `Mark ${record.name} as done?` : `Send ${record.name} again?`}
        >
          <div className={replay.replay}>
            <p>
              {asking === "mark-done"
                ? "You looked: it happened. The run goes on after this step with the result below."
                : "You looked: it did not happen. It is sent one more time, then the run goes on."}
            </p>
            {asking === "mark-done" && (
              <div className={replay.editor}>
                <label>
                  Its result, as JSON
                  <textarea className="mono" rows={4} spellCheck={false} value={output} onChange={(event) => setOutput(event.target.value)} />
                </label>
              </div>
            )}
            {problem && (
              <p role="alert" className="text-12 text-danger-text">
                {problem}
              </p>
            )}
            <div className="flex justify-end gap-2">
              <Button variant="ghost" onClick={() => setAsking(null)}>
                Close
              </Button>
              <Button variant="primary" disabled={settle.isPending} onClick={confirm}>
                {asking === "mark-done" ? "Mark done" : "Send again"}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  );
}
