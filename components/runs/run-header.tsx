"use client";

import Link from "next/link";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { EnvironmentBadge } from "#components/ui/environment-badge.tsx";
import { formatDateTime, formatDuration, formatMoney } from "#components/ui/format.ts";
import { runStateOf, RunStatusChip } from "#components/ui/run-status.tsx";
import type { RunView } from "#server/app.ts";
import { durationOf } from "./run-words.ts";
import frame from "./run.module.css";
import styles from "./run-header.module.css";

export function RunHeader({ run, environment, now, working }: { run: RunView; environment: string; now: number; working: number }) {
  return (
    <section className={frame.head} aria-label="Run">
      <div className={styles.headLine}>
        <h1>
          {run.businessKey ?? run.flow.name} {run.customer && <span>{run.customer}</span>}
        </h1>
        <RunStatusChip state={runStateOf(run)} className="h-[26px]! pr-2.5! pl-2! text-13!" />
        <span className="text-ink-3">
          {[run.value === null ? null : formatMoney(run.value, run.currency), run.waitingFor?.text]
            .filter((part) => part !== null && part !== undefined)
            .join(" · ")}
        </span>
      </div>
      <dl className={styles.meta}>
        <div>
          <dt>Flow</dt>
          <dd>
            <Link href={`/${environment}/flows/${run.flow.key}`}>{run.flow.name}</Link>
          </dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd>v{run.version}</dd>
        </div>
        <div>
          <dt>Environment</dt>
          <dd>
            <EnvironmentBadge environment={run.environment} />
          </dd>
        </div>
        <div>
          <dt>{run.startedAt ? "Started" : "Accepted"}</dt>
          <dd>
            <time dateTime={run.startedAt ?? run.createdAt}>{formatDateTime(run.startedAt ?? run.createdAt)}</time>
          </dd>
        </div>
        <div>
          <dt>Duration</dt>
          <dd>
            {formatDuration(durationOf(run, now))} <span className="text-ink-3">· {formatDuration(working)} working</span>
          </dd>
        </div>
        <div>
          <dt>Correlation id</dt>
          <dd>
            <span className={`mono ${styles.correlation}`} title={run.correlationId}>
              {run.correlationId}
            </span>
            <CopyButton text={run.correlationId} what="correlation id" />
          </dd>
        </div>
        {run.parent && (
          <div>
            <dt>{run.isPart ? "Part of" : "Called by"}</dt>
            <dd>
              <Link href={`/${environment}/runs/${run.parent.runId}`}>{run.parent.flow}</Link> <span className="text-ink-3">· {run.parent.step}</span>
            </dd>
          </div>
        )}
        <div>
          <dt>Origin</dt>
          <dd>
            {run.replayOf ? (
              <Link href={`/${environment}/runs/${run.replayOf}`}>Replay of {run.replayOf.slice(-8)}</Link>
            ) : (
              <span title={run.origin}>{originWords(run)}</span>
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function originWords(run: RunView): string {
  const trigger = run.document.steps.find((step) => step.type.startsWith("trigger."));
  return trigger ? (trigger.name ?? trigger.id) : "first run";
}
