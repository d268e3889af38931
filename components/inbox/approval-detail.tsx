"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, ArrowUpRight, RefreshCw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { useTRPC } from "#components/trpc.tsx";
import type { ApprovalView } from "#server/app.ts";
import { ApprovalAside } from "./approval-aside.tsx";
import { ChangesTable } from "./changes-table.tsx";
import { Consequences } from "./consequences.tsx";
import { DecisionBar } from "./decision-bar.tsx";
import { Facts } from "./facts.tsx";
import { seenDifference } from "./seen-difference.ts";
import { Bone } from "#components/ui/skeleton.tsx";
import beforeAfter from "#components/ui/before-after.module.css";
import { cx } from "#components/ui/cx.ts";
import empty from "#components/ui/empty-pane.module.css";
import frame from "./inbox.module.css";
import styles from "./approval-detail.module.css";
import bar from "./decision-bar.module.css";

type DetailProps = {
  id: string;
  environment: string;
  onBack: () => void;
  /** keeps this approval open after it leaves the list */
  onKeep: () => void;
  onNext: (() => void) | null;
};

export function ApprovalDetail({ id, environment, onBack, onKeep, onNext }: DetailProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.approvals.get.queryOptions({ id }));
  if (!data && error) return <Unreadable message={error.message} onRetry={() => void refetch()} onBack={onBack} />;
  if (!data) return <LoadingDetail />;
  return <Detail approval={data} environment={environment} onBack={onBack} onKeep={onKeep} onNext={onNext} />;
}

function Detail({ approval, environment, onBack, onKeep, onNext }: Omit<DetailProps, "id"> & { approval: ApprovalView }) {
  // what the person has read; a decision is made on this and on nothing newer
  const [read, setRead] = useState(approval);
  const changed = approval.state === "open" && approval.seen !== read.seen;
  const shown = changed ? read : approval;
  return (
    <section className={frame.detail} aria-label="Approval">
      <div className={styles.scroll} tabIndex={-1}>
        <div className={styles.top}>
          <div className={styles.crumbs}>
            <span className={styles.back}>
              <Button size="sm" variant="ghost" onClick={onBack}>
                <ArrowLeft size={14} aria-hidden /> Inbox
              </Button>
            </span>
            <StepTile type="approve" size="sm" />
            <span>{shown.stepName}</span>
            <span aria-hidden>·</span>
            <Link href={`/${environment}/flows/${shown.flow.key}`}>{shown.flow.name}</Link>
            {shown.businessKey && (
              <>
                <span aria-hidden>·</span>
                <span className="mono">{shown.businessKey}</span>
              </>
            )}
            <Link className={styles.openRun} href={`/${environment}/runs/${shown.runId}`}>
              Open run <ArrowUpRight size={12} aria-hidden />
            </Link>
          </div>
          <h2 className={styles.question}>{shown.title}</h2>
          {shown.summary && <p className={styles.lead}>{shown.summary}</p>}
          {changed && <ChangedBanner read={read} current={approval} onConfirm={() => setRead(approval)} />}
        </div>
        <div className={styles.columns}>
          <div>
            <Facts approval={shown} />
            <ChangesTable approval={shown} />
            <Consequences approval={shown} />
          </div>
          <ApprovalAside approval={approval} />
        </div>
      </div>
      <DecisionBar approval={approval} seen={read.seen} changed={changed} onKeep={onKeep} onNext={onNext} />
    </section>
  );
}

function ChangedBanner({ read, current, onConfirm }: { read: ApprovalView; current: ApprovalView; onConfirm: () => void }) {
  const differences = seenDifference(read, current);
  return (
    <div className={styles.banner} role="alert">
      <Note tone="warn" icon={RefreshCw}>
        <b>The facts changed since you opened this.</b> Read what is different, then decide.
        <ul className={cx(styles.difference, beforeAfter.values)}>
          {differences.map((difference) => (
            <li key={difference.what}>
              <b>{difference.what}</b>
              <del>
                <span className="sr-only">before: </span>
                {difference.before}
              </del>{" "}
              <ins>
                <span className="sr-only">now: </span>
                {difference.after}
              </ins>
            </li>
          ))}
        </ul>
        <Button size="sm" onClick={onConfirm}>
          Use the new facts
        </Button>
      </Note>
    </div>
  );
}

function Unreadable({ message, onRetry, onBack }: { message: string; onRetry: () => void; onBack: () => void }) {
  return (
    <section className={frame.detail} aria-label="Approval">
      <div className={empty.pane} role="alert">
        <h2>This approval could not be read</h2>
        <p>{message}</p>
        <div style={{ display: "flex", gap: 8 }}>
          <Button onClick={onRetry}>Read again</Button>
          <Button variant="ghost" onClick={onBack}>
            Back to the inbox
          </Button>
        </div>
      </div>
    </section>
  );
}

function LoadingDetail() {
  return (
    <section className={frame.detail} aria-label="Approval" aria-busy>
      <div className={styles.scroll}>
        <div className={styles.top} role="status" aria-label="Reading the approval">
          <Bone style={{ width: 320, maxWidth: "60%", height: 16 }} />
          <Bone style={{ width: 560, maxWidth: "90%", height: 26, marginTop: 12 }} />
          <Bone style={{ width: 460, maxWidth: "80%", height: 16, marginTop: 10 }} />
        </div>
        <div className={styles.columns}>
          <Bone style={{ height: 130 }} />
          <Bone style={{ height: 90 }} />
        </div>
      </div>
      <div className={bar.bar}>
        <div className={bar.barLine}>
          <Bone style={{ width: 300, maxWidth: "80%", height: 28 }} />
        </div>
      </div>
    </section>
  );
}
