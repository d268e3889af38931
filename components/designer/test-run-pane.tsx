"use client";

import type { SampleView, TestRunView } from "#server/app.ts";
import { useDesigner, useDesignerState } from "./context.tsx";
import { TestRunBar } from "./dialogs/test-run-bar.tsx";
import { TestRunPanel } from "./dialogs/test-run-panel.tsx";
import type { Blocked } from "./run-part.ts";
import type { Sending } from "./use-sending.ts";
import { UnseenNote } from "./unseen-note.tsx";

type TestRunPaneProps = {
  run: TestRunView | null;
  /** that it was run with, and that an output is pinned with */
  sample: SampleView | null;
  sending: Sending;
  blocked: Blocked | null;
  onStep: (step: string) => void;
  onRunAgain: (outcomes: Record<string, string>) => void;
  onRunUpTo: (step: string) => void;
};

/** The last test run below the canvas, at the step that is selected. */
export function TestRunPane({ run, sample, sending, blocked, onStep, onRunAgain, onRunUpTo }: TestRunPaneProps) {
  const { environment } = useDesigner();
  const document = useDesignerState((state) => state.whole);
  const selected = useDesignerState((state) => (state.selection.steps.length === 1 ? (state.selection.steps[0] ?? null) : null));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <TestRunBar {...{ document, environment, sending, blocked, onRunAgain, onRunUpTo }} hasRun={run !== null} />
      {run?.unseen && <UnseenNote models={run.unseen} {...{ document, environment }} again="run it again" className="mx-3 my-2" />}
      <div className="min-h-0 flex-1">
        {run === null ? (
          <p className="px-4 py-6 text-13 text-ink-3">
            Nothing was run with this sample yet. A test run follows the draft with it and describes what it would do; nothing is written anywhere.
          </p>
        ) : (
          <TestRunPanel run={run} sample={sample} document={document} selectedStep={selected} onSelectStep={onStep} />
        )}
      </div>
    </div>
  );
}
