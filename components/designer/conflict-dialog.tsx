"use client";

import { ChevronRight, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { formatPlural, formatTime } from "#components/ui/format.ts";
import type { FlowDocument } from "#flow/document.ts";
import { type Choices, merge, type MergePart, openConflicts, type Side } from "#flow/merge.ts";
import { validate } from "#flow/validate.ts";
import { ConflictPart } from "./conflict-part.tsx";
import type { Put, Theirs } from "./store.ts";
import { put } from "./takeover.ts";

/** Two people changed the same: both sides are shown, part by part, and a person chooses. What only one of them changed is chosen already. */
export function ConflictDialog({
  base,
  mine,
  theirs,
  open,
  onOpenChange,
  onResolve,
}: {
  /** what both of them began with */
  base: FlowDocument;
  mine: FlowDocument;
  theirs: Theirs;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** both put together, as chosen */
  onResolve: (document: FlowDocument, put: Put) => void;
}) {
  const [choices, setChoices] = useState<Choices>({});
  const merged = useMemo(() => merge({ base, mine, theirs: theirs.document }, choices), [base, mine, theirs.document, choices]);
  const left = openConflicts(merged.parts);
  const conflicts = merged.parts.filter((part) => part.isConflict);
  const others = merged.parts.filter((part) => !part.isConflict);
  const problems = useMemo(() => (left.length > 0 ? [] : newProblems(merged.document, [mine, theirs.document])), [left.length, merged.document, mine, theirs]);
  const choose = (part: MergePart, side: Side) => setChoices((known) => ({ ...known, [part.key]: side }));
  const all = (side: Side) => setChoices(Object.fromEntries(merged.parts.map((part) => [part.key, side])));
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title={`${theirs.updatedBy} changed this draft meanwhile`}
      description={`Revision ${theirs.revision} was saved at ${formatTime(theirs.updatedAt)}. Your changes are kept in this browser until you have chosen; nothing is overwritten before.`}
    >
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h3 className="mr-auto text-13 font-semibold">{formatPlural(conflicts.length, "part")} that both of you changed</h3>
        <Button size="sm" onClick={() => all("theirs")}>
          Theirs everywhere
        </Button>
        <Button size="sm" onClick={() => all("mine")}>
          Mine everywhere
        </Button>
      </div>
      <ul className="flex flex-col gap-2">
        {conflicts.map((part) => (
          <ConflictPart key={part.key} part={part} by={theirs.updatedBy} onChoose={(side) => choose(part, side)} />
        ))}
      </ul>
      {others.length > 0 && (
        <details className="group mt-4">
          <summary className="flex cursor-pointer items-center gap-1.5 text-13 font-semibold">
            <ChevronRight size={14} aria-hidden className="transition-transform group-open:rotate-90" />
            {formatPlural(others.length, "part")} that only one of you changed: put together already
          </summary>
          <ul className="mt-2 flex flex-col gap-2">
            {others.map((part) => (
              <ConflictPart key={part.key} part={part} by={theirs.updatedBy} onChoose={(side) => choose(part, side)} />
            ))}
          </ul>
        </details>
      )}
      {merged.renamed.length > 0 && (
        <p className="mt-3 text-12 text-ink-2">
          Both of you used the same id:{" "}
          {merged.renamed.map(({ from, to, title }) => (
            <span key={from}>
              your {title} is <code className="mono">{to}</code> now, no longer <code className="mono">{from}</code>.{" "}
            </span>
          ))}
        </p>
      )}
      {problems.length > 0 && (
        <div role="status" className="mt-3 flex gap-2 rounded-2 bg-warn-bg px-3 py-2 text-12 text-warn-text">
          <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
          <div>
            <b>Put together like this, {formatPlural(problems.length, "problem")} would be left to solve:</b>
            <ul className="mt-0.5 list-disc pl-4">
              {problems.slice(0, 4).map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
      <DialogActions>
        <p role="status" className="mr-auto text-12 text-ink-3">
          {left.length > 0 ? `${formatPlural(left.length, "choice")} left` : "Undo takes your choice back."}
        </p>
        <Button onClick={() => onOpenChange(false)}>Decide later</Button>
        <Button variant="primary" disabled={left.length > 0} onClick={() => onResolve(merged.document, put)}>
          Save both together
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Errors that neither side had for itself. */
function newProblems(document: FlowDocument, sides: readonly FlowDocument[]): string[] {
  const errors = (of: FlowDocument) => validate(of).flatMap((problem) => (problem.severity === "error" ? [problem.message] : []));
  const known = new Set(sides.flatMap(errors));
  return errors(document).filter((message) => !known.has(message));
}
