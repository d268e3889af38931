"use client";

import Link from "next/link";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { JsonView } from "#components/ui/json-view.tsx";
import { DELIVERY } from "#flow/delivery.ts";
import type { Json } from "#flow/document.ts";
import type { StepRunView } from "#server/app.ts";
import { calledFlow, childRunOf } from "./child-run.ts";
import styles from "./step-evidence.module.css";
import panel from "./step-panel.module.css";

const HOW: Record<StepRunView["how"], string | null> = {
  executed: null,
  copied: "Copied from the first run",
  found: "Found: done before, not done again",
  simulated: "Simulated",
};

export function Facts({ record, environment }: { record: StepRunView; environment: string }) {
  const child = childRunOf(record);
  const time = record.finishedAt ? Date.parse(record.finishedAt) - Date.parse(record.startedAt) : null;
  return (
    <>
      {record.note && <p className={styles.panelNote}>{record.note}</p>}
      <dl className={panel.facts}>
        {record.delivery && (
          <>
            <dt>Delivery</dt>
            <dd title={DELIVERY[record.delivery].means}>{DELIVERY[record.delivery].words}</dd>
          </>
        )}
        {HOW[record.how] && (
          <>
            <dt>How</dt>
            <dd>{HOW[record.how]}</dd>
          </>
        )}
        {record.port && record.port !== "out" && (
          <>
            <dt>Outcome</dt>
            <dd>{record.port}</dd>
          </>
        )}
        {child && (
          <>
            <dt>Its run</dt>
            <dd>
              <Link href={`/${environment}/runs/${child}`}>{calledFlow(record) ?? child.slice(-8)}</Link>
            </dd>
          </>
        )}
        {time !== null && (
          <>
            <dt>Took</dt>
            <dd>{formatDuration(time)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

export function Payload({ title, value, empty }: { title: string; value: Json; empty: string }) {
  return (
    <section aria-label={title}>
      <div className={styles.payloadHead}>
        <h3>{title}</h3>
        {value !== null && <CopyButton text={() => JSON.stringify(value, null, 2)} what={title.toLowerCase()} />}
      </div>
      {value === null ? <p className="text-ink-3">{empty}</p> : <JsonView value={value} label={title} />}
    </section>
  );
}
