"use client";

import { StepForward } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { environmentName } from "#components/ui/environment-badge.tsx";
import { Note } from "#components/ui/note.tsx";
import { Select } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { FlowDocument } from "#flow/document.ts";
import type { Blocked } from "../run-part.ts";
import type { Sending } from "../use-sending.ts";

const OUTCOMES = [
  { value: "approved", label: "approve" },
  { value: "rejected", label: "reject" },
  { value: "changes", label: "request changes" },
  { value: "expired", label: "let it expire" },
];

type TestRunBarProps = {
  document: FlowDocument;
  environment: string;
  hasRun: boolean;
  sending: Sending;
  blocked: Blocked | null;
  onRunAgain: (outcomes: Record<string, string>) => void;
  onRunUpTo: (step: string) => void;
};

/** Above the steps of a test run: what people would answer, whether effects are sent, and what a step by itself lacks. */
export function TestRunBar({ document, environment, hasRun, sending, blocked, onRunAgain, onRunUpTo }: TestRunBarProps) {
  const [outcomes, setOutcomes] = useState<Record<string, string>>({});
  const approvals = hasRun ? document.steps.filter((step) => step.type === "approve") : [];
  if (approvals.length === 0 && !sending.isOffered && !blocked) return null;
  return (
    <div className="border-b border-line">
      {(approvals.length > 0 || sending.isOffered) && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-1.5 text-12 text-ink-2">
          {sending.isOffered && (
            <Switch checked={sending.isOn} onChange={sending.turn}>
              Send for real in {environmentName(environment)}
              <span className="ml-2 text-12 text-ink-3">{sending.isOn ? "each run asks before it sends" : "effects are only described"}</span>
            </Switch>
          )}
          {approvals.map((step) => (
            <span key={step.id} className="flex items-center gap-1.5 whitespace-nowrap">
              At {step.name ?? step.id}, people
              <Select
                size="sm"
                label={`Outcome of ${step.name ?? step.id}`}
                className="w-36"
                value={outcomes[step.id] ?? "approved"}
                options={OUTCOMES}
                onChange={(next) => setOutcomes({ ...outcomes, [step.id]: next })}
              />
            </span>
          ))}
          {approvals.length > 0 && (
            <Button size="sm" onClick={() => onRunAgain(outcomes)}>
              Run again
            </Button>
          )}
        </div>
      )}
      {blocked && <BlockedNote blocked={blocked} onRunUpTo={onRunUpTo} className="mx-3 mb-2" />}
    </div>
  );
}

/** A step could not run by itself: why, and the way on. */
export function BlockedNote({ blocked, onRunUpTo, className }: { blocked: Blocked; onRunUpTo: (step: string) => void; className?: string }) {
  const isUnknown = blocked.failure.code === "simulate.output_unknown" || blocked.failure.code === "simulate.item_unknown";
  return (
    <Note tone="warn" announce="status" {...(className ? { className } : {})}>
      <b>{blocked.failure.message}</b> {blocked.failure.fix}
      {isUnknown && (
        <Button size="sm" className="mt-1.5" icon={<StepForward size={14} aria-hidden />} onClick={() => onRunUpTo(blocked.step)}>
          Run up to here
        </Button>
      )}
    </Note>
  );
}
