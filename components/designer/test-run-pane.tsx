"use client";

import type { TestRunView } from "#server/app.ts";
import { useDesignerState } from "./context.tsx";
import { TestRunPanel } from "./dialogs/lazy.tsx";

type TestRunPaneProps = {
  run: TestRunView | null;
  onStep: (step: string) => void;
  onClose: () => void;
  onRunAgain: (outcomes: Record<string, string>) => void;
};

/** The last test run below the canvas, at the step that is selected. */
export function TestRunPane({ run, onStep, onClose, onRunAgain }: TestRunPaneProps) {
  const document = useDesignerState((state) => state.whole);
  const selected = useDesignerState((state) => (state.selection.steps.length === 1 ? (state.selection.steps[0] ?? null) : null));
  if (run === null)
    return (
      <p className="px-4 py-6 text-13 text-ink-3">
        Nothing was run yet. A test run follows the draft with the sample and describes what it would do; nothing is written anywhere.
      </p>
    );
  return <TestRunPanel run={run} document={document} selectedStep={selected} onSelectStep={onStep} onClose={onClose} onRunAgain={onRunAgain} />;
}
