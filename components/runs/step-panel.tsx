"use client";

import { Combobox } from "#components/ui/combobox.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { Json } from "#flow/document.ts";
import type { Failure } from "#flow/failure.ts";
import { placeOf } from "#flow/nested.ts";
import type { RevealedRun, RunView, StepRunView } from "#server/app.ts";
import { ErrorTab } from "./error-tab.tsx";
import { RevealBar } from "./reveal.tsx";
import { PANEL_ID, PANEL_TABS, type PanelTab, type Selection } from "./selection.ts";
import { Facts, Payload } from "./step-evidence.tsx";
import frame from "./run.module.css";
import styles from "./step-panel.module.css";

type PanelProps = {
  run: RunView;
  environment: string;
  selection: Selection | null;
  tab: PanelTab | null;
  onTab: (tab: PanelTab) => void;
  onSelect: (selection: Selection) => void;
  /** null: hidden values are shown already */
  onRevealed: ((revealed: RevealedRun) => void) | null;
  now: number;
};

export function StepPanel({ run, environment, selection, tab, onTab, onSelect, onRevealed, now }: PanelProps) {
  const step = selection ? placeOf(run.document, selection.step)?.step : undefined;
  if (!selection || !step) {
    return (
      <aside className={frame.panel} aria-label="Step">
        <p className={styles.panelEmpty}>{run.waitingFor ? `${run.waitingFor.text} No step has been reached yet.` : "No step has been reached yet."}</p>
      </aside>
    );
  }
  const passes = run.steps.filter((record) => record.step === step.id);
  const record = passes.find((pass) => pass.seq === selection.seq) ?? passes.at(-1) ?? null;
  const attempts = record?.attempts.length ?? 0;
  const attempt = selection.attempt ?? attempts;
  const failure = record ? (selection.attempt === null ? record.failure : (record.attempts[selection.attempt - 1]?.failure ?? null)) : null;
  const shown = tab ?? (failure || !record || record.status === "waiting" ? "error" : "output");
  const isWait = step.type === "approve" || step.type === "wait";
  return (
    <aside id={PANEL_ID} className={frame.panel} aria-label={`Step ${record?.name ?? step.name ?? step.id}`}>
      <div className={styles.panelHead}>
        <StepTile type={step.type} />
        <div className={styles.panelTitle}>
          <h2>{record?.name ?? step.name ?? step.id}</h2>
          <p>
            {step.id}
            {record?.item !== null && record ? ` · item ${record.item}` : passes.length > 1 && record ? ` · pass ${record.visit} of ${passes.length}` : ""}
            {attempts > 1 && !isWait ? ` · attempt ${attempt} of ${attempts}` : ""}
          </p>
        </div>
        {passes.length > 1 && record?.item === null && (
          <Segmented
            label="Pass"
            value={String(record.seq)}
            onChange={(seq) => onSelect({ step: step.id, seq: Number(seq), attempt: null })}
            options={passes.map((pass) => ({ value: String(pass.seq), label: String(pass.visit) }))}
          />
        )}
        {record && record.item !== null && (
          <Combobox
            label="Item"
            className="w-44"
            value={String(record.seq)}
            onChange={(seq) => seq !== null && onSelect({ step: step.id, seq: Number(seq), attempt: null })}
            options={passes.map((pass) => ({ value: String(pass.seq), label: pass.item ?? "", hint: pass.status }))}
          />
        )}
        {(passes.length <= 1 || record?.item !== null) && attempts > 1 && record && !isWait && (
          <Segmented
            label="Attempt"
            value={String(attempt)}
            onChange={(number) => onSelect({ step: step.id, seq: record.seq, attempt: Number(number) })}
            options={record.attempts.map((_, index) => ({ value: String(index + 1), label: String(index + 1) }))}
          />
        )}
      </div>
      <Tabs
        label="Details of the step"
        value={shown}
        onChange={(value) => onTab(PANEL_TABS.find((name) => name === value) ?? "error")}
        tabs={[
          { value: "error", label: failure ? "Error" : "Status" },
          { value: "input", label: "Input" },
          { value: "output", label: "Output" },
          { value: "request", label: "Request" },
          { value: "response", label: "Response" },
        ]}
      >
        {run.isSealed && onRevealed && shown !== "error" && <RevealBar run={run} onRevealed={onRevealed} />}
        <div className={styles.panelBody}>
          <Content run={run} environment={environment} record={record} shown={shown} failure={failure} now={now} />
        </div>
      </Tabs>
    </aside>
  );
}

function Content({
  run,
  environment,
  record,
  shown,
  failure,
  now,
}: {
  run: RunView;
  environment: string;
  record: StepRunView | null;
  shown: PanelTab;
  failure: Failure | null;
  now: number;
}) {
  if (!record) return <p className="text-ink-3">This step was not reached in this run.</p>;
  switch (shown) {
    case "error":
      return <ErrorTab run={run} environment={environment} record={record} failure={failure} now={now} />;
    case "input":
      return <Payload title="What this step could see" value={inputOf(run, record)} empty="Nothing: it is the first step." />;
    case "output":
      return (
        <>
          <Facts record={record} environment={environment} />
          <Payload
            title="Output"
            value={record.output}
            empty={record.status === "succeeded" ? "This step has no output." : "It has no output: it did not succeed."}
          />
        </>
      );
    case "request":
      return <Payload title="Request" value={record.request} empty="Nothing was sent: this step makes no call." />;
    case "response":
      return (
        <Payload
          title="Response"
          value={record.response}
          empty={record.request === null ? "Nothing was sent, so nothing came back." : "No answer came back."}
        />
      );
  }
}

/** The trigger and the latest outputs that were there before it: what its expressions read. */
function inputOf(run: RunView, record: StepRunView): Json {
  const before = run.steps.filter((step) => step.seq < record.seq && step.status === "succeeded");
  const trigger = run.document.steps.find((step) => step.type.startsWith("trigger."))?.id;
  if (record.step === trigger) return null;
  const steps = Object.fromEntries(before.filter((step) => step.step !== trigger).map((step) => [step.step, step.output]));
  return { trigger: run.trigger, ...(Object.keys(steps).length > 0 ? { steps } : {}) };
}
