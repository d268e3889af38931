"use client";

import { useMemo } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { formatTime } from "#components/ui/format.ts";
import { compare } from "#flow/compare.ts";
import { ChangeList } from "./change-list.tsx";
import type { DesignerState, Theirs } from "./store.ts";

/** Two people drew at once: both sides are shown, and a person chooses. Nothing is merged or overwritten silently. */
export function ConflictDialog({
  state,
  theirs,
  open,
  onOpenChange,
  onKeepMine,
  onTakeTheirs,
}: {
  state: DesignerState;
  theirs: Theirs;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  const base = state.saved.document;
  const sides = useMemo(
    () => [
      { title: `What ${theirs.updatedBy} changed`, changes: compare(base, theirs.document) },
      { title: "What you changed", changes: compare(base, state.whole) },
    ],
    [base, theirs, state.whole],
  );
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title={`${theirs.updatedBy} changed this draft meanwhile`}
      description={`Revision ${theirs.revision} was saved at ${formatTime(theirs.updatedAt)}. Your changes are not saved yet; they are kept in this browser.`}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {sides.map((side) => (
          <section key={side.title} className="min-w-0">
            <h3 className="mb-1 text-12 font-semibold">{side.title}</h3>
            <div className="max-h-[40vh] overflow-y-auto rounded-2 border border-line">
              <ChangeList changes={side.changes} empty="Only boxes were moved" />
            </div>
          </section>
        ))}
      </div>
      <DialogActions>
        <p className="mr-auto text-12 text-ink-3">Taking theirs keeps yours one undo away.</p>
        <Button onClick={onTakeTheirs}>Take theirs</Button>
        <Button variant="primary" onClick={onKeepMine}>
          Keep mine
        </Button>
      </DialogActions>
    </Dialog>
  );
}
