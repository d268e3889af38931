"use client";

/** What stands beside and below the canvas comes when the canvas is drawn, in the order in which somebody is likely to ask for it. */
import { later } from "#components/ui/later.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";

export const StepPanel = later(() => import("./panel/step-panel.tsx").then((module) => module.StepPanel), { meanwhile: Reading, soon: true });
export const FlowPanel = later(() => import("./flow-panel.tsx").then((module) => module.FlowPanel), { meanwhile: Reading, waits: true });
export const ManyPanel = later(() => import("./many-panel.tsx").then((module) => module.ManyPanel), { meanwhile: Reading });
export const NotePanel = later(() => import("./notes/note-panel.tsx").then((module) => module.NotePanel), { meanwhile: Reading });
export const ProblemList = later(() => import("./problem-list.tsx").then((module) => module.ProblemList), { meanwhile: Reading });
export const WidePanel = later(() => import("./wide/wide-panel.tsx").then((module) => module.WidePanel), { meanwhile: Reading });
export const TestRunPane = later(() => import("./test-run-pane.tsx").then((module) => module.TestRunPane), { meanwhile: Reading });
export const SamplesPanel = later(() => import("./samples-panel.tsx").then((module) => module.SamplesPanel), { meanwhile: Reading });
export const ChangesPane = later(() => import("./changes-pane.tsx").then((module) => module.ChangesPane), { meanwhile: Reading });

function Reading() {
  return <SkeletonRows rows={4} rowClassName="border-b-0" />;
}
