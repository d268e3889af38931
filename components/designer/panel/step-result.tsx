"use client";

import type { ReactNode } from "react";
import type { TestRunView } from "#server/app.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import { Note } from "#components/ui/note.tsx";
import { EffectList } from "../dialogs/effect-list.tsx";

/** What the step did in the last test run. */
export function StepResult({ step, run, tools }: { step: string; run: TestRunView | null; tools: ReactNode }) {
  return (
    <>
      {tools}
      <Result step={step} run={run} />
    </>
  );
}

function Result({ step, run }: { step: string; run: TestRunView | null }) {
  const result = run?.steps.findLast((each) => each.step === step);
  if (!run)
    return (
      <EmptyState compact title="Not run yet">
        A test run follows the draft with the sample. Effects are described, not done.
      </EmptyState>
    );
  if (!result)
    return (
      <EmptyState compact title="Not reached">
        The last test run took another way, or ended before this step.
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-3 p-4">
      {result.failure && (
        <Note tone="danger">
          <b>{result.failure.message}</b>
          {result.failure.fix && <p className="mt-0.5">{result.failure.fix}</p>}
        </Note>
      )}
      {result.note && <p className="text-13 text-ink-2">{result.note}</p>}
      {result.effects.length > 0 && <EffectList effects={result.effects} />}
      {result.output !== null && <JsonView value={result.output} label="Output" />}
    </div>
  );
}
