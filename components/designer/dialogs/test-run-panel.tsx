"use client";

import { CircleCheck, CircleDashed, Eye, Hourglass, OctagonX, Send } from "lucide-react";
import type { FlowDocument } from "#flow/document.ts";
import { placeOf } from "#flow/nested.ts";
import { findFace } from "#flow/steps/faces.ts";
import { cx } from "#components/ui/cx.ts";
import { JsonView } from "#components/ui/json-view.tsx";
import { Note } from "#components/ui/note.tsx";
import type { SampleView, TestRunView } from "#server/app.ts";
import { PinOutput } from "../pin-output.tsx";
import { EffectList } from "./effect-list.tsx";

type TestRunPanelProps = {
  run: TestRunView;
  sample: SampleView | null;
  document: FlowDocument;
  selectedStep: string | null;
  onSelectStep: (id: string) => void;
};
type StepRun = TestRunView["steps"][number];

const LOOKS: Record<StepRun["status"], { icon: typeof CircleCheck; word: string; className: string }> = {
  succeeded: { icon: CircleCheck, word: "succeeded", className: "text-succeeded" },
  simulated: { icon: Eye, word: "described, not done", className: "text-accent" },
  failed: { icon: OctagonX, word: "failed", className: "text-technical" },
  waiting: { icon: Hourglass, word: "waits", className: "text-waiting" },
  skipped: { icon: CircleDashed, word: "not reached", className: "text-ink-3" },
};

const SENT: (typeof LOOKS)["succeeded"] = { icon: Send, word: "sent", className: "text-succeeded" };

/** What the draft did with the sample, step by step. */
export function TestRunPanel({ run, sample, document, selectedStep, onSelectStep }: TestRunPanelProps) {
  const shown = run.steps.findLast((step) => step.step === selectedStep) ?? run.steps.find((step) => step.status === "failed") ?? null;
  const longest = Math.max(1, ...run.steps.map((step) => step.milliseconds));
  return (
    <div className="@container flex h-full min-h-0">
      <div className="min-w-0 flex-1 overflow-y-auto">
        <ol>
          {run.steps.map((step) => (
            <StepLine
              key={`${step.step} ${step.item ?? ""} ${step.visit}`}
              step={step}
              document={document}
              longest={longest}
              isSelected={step === shown}
              onSelect={() => onSelectStep(step.step)}
            />
          ))}
        </ol>
        {run.failure && !run.steps.some((step) => step.failure) && (
          <Note tone="danger" className="m-3">
            <b>{run.failure.message}</b> {run.failure.fix}
          </Note>
        )}
      </div>
      <section aria-label="What the step gave" className="w-[36%] min-w-0 shrink-0 overflow-y-auto border-l border-line p-3 max-lg:hidden">
        {shown ? <Detail step={shown} sample={sample} /> : <p className="text-12 text-ink-3">Choose a step to see what it gave.</p>}
      </section>
    </div>
  );
}

function StepLine({
  step,
  document,
  longest,
  isSelected,
  onSelect,
}: {
  step: StepRun;
  document: FlowDocument;
  longest: number;
  isSelected: boolean;
  onSelect: () => void;
}) {
  const drawn = placeOf(document, step.step)?.step;
  const look = step.sent && step.status === "succeeded" ? SENT : LOOKS[step.status];
  const Icon = look.icon;
  return (
    <li>
      <button
        type="button"
        aria-current={isSelected || undefined}
        onClick={onSelect}
        className={cx(
          "flex w-full items-center gap-3 px-4 py-[5px] text-left text-12 hover:bg-surface-3 focus-visible:shadow-(--focus-inset)",
          isSelected && "bg-accent-soft",
        )}
      >
        <Icon size={14} aria-label={look.word} className={cx("shrink-0", look.className)} />
        <span className="w-36 shrink-0 truncate text-ink">
          {drawn?.name ?? findFace(drawn?.type ?? "")?.title ?? step.step}
          {step.item !== undefined && <span className="text-ink-3"> {step.item.split("/").at(-1)}</span>}
          {step.visit > 1 && <span className="text-ink-3"> round {step.visit}</span>}
        </span>
        <span aria-hidden className="h-1.5 w-14 shrink-0 overflow-hidden rounded-full bg-surface-3 @max-[560px]:hidden">
          <span className="block h-full rounded-full bg-succeeded" style={{ width: `${Math.max(3, (step.milliseconds / longest) * 100)}%` }} />
        </span>
        <span className="w-12 shrink-0 text-right text-ink-3 tabular-nums @max-[560px]:hidden">{step.milliseconds} ms</span>
        <span className={cx("min-w-0 truncate", step.failure ? "text-technical-text" : "text-ink-2")}>{sentence(step)}</span>
      </button>
    </li>
  );
}

function sentence(step: StepRun): string {
  if (step.failure) return step.failure.message;
  const [effect] = step.effects;
  if (effect) return `${step.sent ? "Sent: " : ""}${effect.title}${step.effects.length > 1 ? ` and ${step.effects.length - 1} more` : ""}`;
  return step.note ?? (step.port !== null && step.port !== "out" ? step.port : "");
}

function Detail({ step, sample }: { step: StepRun; sample: SampleView | null }) {
  return (
    <div className="flex flex-col gap-3">
      {step.failure && (
        <Note tone="danger">
          <b>{step.failure.message}</b>
          {step.failure.fix && <p className="mt-0.5">{step.failure.fix}</p>}
        </Note>
      )}
      {step.effects.length > 0 && <EffectList effects={step.effects} />}
      <div>
        <p className="mb-1.5 flex min-h-(--control-sm) items-center gap-2 text-12 text-ink-2">
          <span className="min-w-0 flex-1 truncate">
            Output of <code className="mono">{step.step}</code>
          </span>
          <PinOutput record={step} sample={sample} />
        </p>
        <JsonView value={step.output} label={`Output of ${step.step}`} />
      </div>
    </div>
  );
}
