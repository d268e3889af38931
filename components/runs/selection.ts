import type { RunView } from "#server/app.ts";

/** A step of the run, one recorded pass over it (one item of it), and one attempt where one is looked at. */
export type Selection = { step: string; seq: number; attempt: number | null };

export const PANEL_TABS = ["error", "input", "output", "request", "response"] as const;
/** Where the page scrolls to when the panel stands below the timeline. */
export const PANEL_ID = "step-panel";

export type PanelTab = (typeof PANEL_TABS)[number];

/** What a person most likely wants to see first: the failure, else what is going on, else the end. */
export function firstSelection(run: RunView): Selection | null {
  const record =
    run.steps.findLast((step) => step.status === "failed") ??
    run.steps.findLast((step) => step.status === "running" || step.status === "waiting") ??
    run.steps.at(-1);
  return record ? { step: record.step, seq: record.seq, attempt: null } : null;
}
