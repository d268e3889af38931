"use client";

import { AlignCenterVertical, AlignStartHorizontal, ClipboardCopy, CopyPlus, Trash2 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { toast } from "#components/ui/toast.tsx";
import { align, type Line, placedSteps } from "#flow/arrange.ts";
import { stepName, stepOf } from "#flow/edit.ts";
import { useDesigner, useDesignerState } from "./context.tsx";

/** Several steps at once: what can be done with all of them. */
export function ManyPanel({ ids }: { ids: readonly string[] }) {
  const { actions, canEdit, store } = useDesigner();
  const document = useDesignerState((state) => state.document);
  const steps = ids.flatMap((id) => stepOf(document, id) ?? []);
  const lineUp = (line: Line) => actions.move(align(placedSteps(document, ids), line));
  const copy = async () => {
    const text = actions.copied();
    if (text === null) return;
    await navigator.clipboard.writeText(text);
    toast(`${steps.length} steps copied`);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="px-4 pt-3 pb-2">
        <h2 className="text-14 font-semibold">{steps.length} steps</h2>
      </header>
      <ul className="min-h-0 flex-1 overflow-y-auto border-t border-line px-2 py-2">
        {steps.map((step) => (
          <li key={step.id}>
            <button
              type="button"
              className="flex h-8 w-full items-center gap-2 rounded-2 px-2 text-left text-13 text-ink hover:bg-surface-3"
              onClick={() => store.select([step.id])}
            >
              <StepTile type={step.type} size="sm" />
              <span className="truncate">{stepName(step)}</span>
            </button>
          </li>
        ))}
      </ul>
      <footer className="flex flex-wrap gap-2 border-t border-line p-3">
        <Button size="sm" icon={<ClipboardCopy size={14} aria-hidden />} onClick={() => void copy()}>
          Copy
        </Button>
        {canEdit && (
          <>
            <Button size="sm" icon={<CopyPlus size={14} aria-hidden />} onClick={actions.duplicate}>
              Duplicate
            </Button>
            <Button size="sm" icon={<AlignCenterVertical size={14} aria-hidden />} onClick={() => lineUp("centre")}>
              Align in a column
            </Button>
            <Button size="sm" icon={<AlignStartHorizontal size={14} aria-hidden />} onClick={() => lineUp("middle")}>
              Align in a row
            </Button>
            <Button size="sm" variant="danger" icon={<Trash2 size={14} aria-hidden />} onClick={() => actions.remove(ids)}>
              Delete {steps.length} steps
            </Button>
          </>
        )}
      </footer>
    </div>
  );
}
