"use client";

import { Eye, OctagonX } from "lucide-react";
import type { Step } from "#flow/document.ts";
import type { TestRunView } from "#server/app.ts";
import { foreseenIn } from "./foreseen.ts";

/** Under the settings: what the step would do for the sample. */
export function ForeseenBar({ view, step }: { view: TestRunView["steps"][number] | null; step: Step }) {
  const told = view && foreseenIn(view, step);
  if (!told) return null;
  const fails = told.tone === "fails";
  return (
    <p className="flex min-h-10 items-center gap-2 border-t border-line bg-surface-2 px-4 py-2 text-12 text-ink-2">
      {fails ? <OctagonX size={14} aria-hidden className="shrink-0 text-technical" /> : <Eye size={14} aria-hidden className="shrink-0 text-ink-3" />}
      <span className="line-clamp-2 min-w-0">
        {told.before}
        {told.name && <b className="font-semibold text-ink">{told.name}</b>}
        {told.after}
      </span>
    </p>
  );
}
