"use client";

import { Maximize2, Trash2, X } from "lucide-react";
import { useDeferredValue, useRef, useState } from "react";
import type { Step } from "#flow/document.ts";
import { findStep } from "#flow/steps/index.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { SourceTree } from "../wide/source-tree.tsx";
import { useSources } from "../wide/use-sources.ts";
import { ForeseenBar } from "./foreseen-bar.tsx";
import { MoreSettings } from "./more-settings.tsx";
import type { Blocked, RunPart } from "../run-part.ts";
import { partAlone, RunTools } from "./run-tools.tsx";
import { PanelProvider, TargetProvider } from "./panel-context.tsx";
import { StepHead } from "./step-head.tsx";
import { StepResult } from "./step-result.tsx";
import { StepSettings } from "./step-settings.tsx";
import { useFocusField } from "./use-focus-field.ts";
import { type StepQuestion, useStepPanel } from "./use-step-panel.ts";

export type StepPanelProps = StepQuestion & {
  focusField: string | null;
  /** `burst`: changes of the same burst are one undo */
  onChange: (step: Step, burst: string) => void;
  onRename: (id: string) => void;
  onDelete: () => void;
  onClose: () => void;
  /** input, settings and output side by side */
  onWide: () => void;
  isRunning: boolean;
  /** this step, where it could not run by itself */
  blocked: Blocked | null;
  onRun: (part: RunPart) => void;
};

type Tab = "settings" | "data" | "result" | "more";

/** The frame stays while step after step is chosen and takes the next one; what is inside is each step's own. */
export function StepPanel(q: StepPanelProps) {
  "use memo";
  const { step } = q;
  const definition = findStep(step.type);
  const [chosen, choose] = useState<{ step: string; tab: Tab }>({ step: step.id, tab: "settings" });
  const tab = chosen.step === step.id ? chosen.tab : "settings";
  const show = (next: Tab) => choose({ step: step.id, tab: next });
  return (
    <>
      <StepHead step={step} canEdit={q.canEdit} onChange={q.onChange} onRename={q.onRename}>
        <IconButton label="Input and output beside the settings" shortcut="Enter" onClick={q.onWide}>
          <Maximize2 size={16} aria-hidden />
        </IconButton>
        <IconButton label="Delete the step" shortcut="Del" disabled={!q.canEdit} onClick={q.onDelete}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
        <IconButton label="Close" shortcut="Esc" onClick={q.onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </StepHead>
      <Tabs<Tab>
        label="Parts of the step"
        value={tab}
        onChange={show}
        tabs={[
          { value: "settings", label: "Settings", ...(q.problems.length > 0 ? { count: q.problems.length } : {}) },
          ...(definition?.trigger ? [] : [{ value: "data" as const, label: "Data" }]),
          { value: "result", label: "Result" },
          { value: "more", label: "More" },
        ]}
      >
        <StepBody key={step.id} {...q} tab={tab} onShowSettings={() => show("settings")} />
      </Tabs>
    </>
  );
}

type StepBodyProps = StepPanelProps & { tab: Tab; onShowSettings: () => void };

/** Which step it is shows at once; what is inside is made when that has been painted. */
function StepBody(q: StepBodyProps) {
  "use memo";
  const isReady = useDeferredValue(true, false);
  return isReady ? <StepContent {...q} /> : <div aria-busy className="min-h-0 flex-1" />;
}

function StepContent({ tab, onShowSettings, ...q }: StepBodyProps) {
  "use memo";
  const { step } = q;
  const definition = findStep(step.type);
  const body = useRef<HTMLDivElement>(null);
  const seen = useStepPanel(q);
  const sources = useSources({ ...seen, environment: q.environment, step: step.id, sample: q.sample });
  useFocusField(body, q.focusField, onShowSettings);

  return (
    <TargetProvider>
      <PanelProvider panel={seen.panel}>
        {/* where nothing can be changed nothing else in it takes the keyboard, and it scrolls */}
        <div ref={body} {...(q.canEdit ? {} : { tabIndex: 0 })} className="min-h-0 flex-1 overflow-y-auto">
          {tab === "settings" && (
            <div className="flex flex-col gap-4 p-4">
              <StepSettings onChange={q.onChange} />
            </div>
          )}
          {tab === "data" && <SourceTree sources={sources} query="" frames={seen.live.frames} onLookAt={seen.live.lookAt} />}
          {tab === "result" && (
            <StepResult
              step={step.id}
              run={q.lastRun}
              tools={
                q.canEdit && !definition?.trigger && q.sample !== null ? (
                  <RunTools
                    isRunning={q.isRunning}
                    blocked={q.blocked}
                    onRunThis={() => q.onRun(partAlone(step.id, seen.live))}
                    onRunUpTo={() => q.onRun({ kind: "until", step: step.id })}
                  />
                ) : null
              }
            />
          )}
          {tab === "more" && definition && <MoreSettings step={step} definition={definition} onChange={q.onChange} />}
        </div>
        {tab === "settings" && <ForeseenBar view={seen.foreseen} step={step} />}
      </PanelProvider>
    </TargetProvider>
  );
}
