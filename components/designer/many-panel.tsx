"use client";

import { ClipboardCopy, CopyPlus, Group, Trash2 } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { toast } from "#components/ui/toast.tsx";
import { groupOf } from "#flow/annotations.ts";
import { stepName, stepOf } from "#flow/edit.ts";
import { commands } from "./commands/index.ts";
import { useKeyWords } from "./commands/key-hints.tsx";
import { GroupFields } from "./notes/group-fields.tsx";
import { useDesigner, useDesignerState } from "./context.tsx";

const ARRANGE = [
  ...["left", "centre", "right", "top", "middle", "bottom"].map((line) => `arrange.${line}_line`),
  "arrange.spread_across",
  "arrange.spread_down",
  "arrange.tidy_selected",
];

/** Several steps at once: what can be done with all of them. */
export function ManyPanel({ ids }: { ids: readonly string[] }) {
  const { actions, canEdit, store, runCommand } = useDesigner();
  const keyOf = useKeyWords();
  const document = useDesignerState((state) => state.document);
  const steps = ids.flatMap((id) => stepOf(document, id) ?? []);
  const group = groupOf(document, ids);
  const copy = async () => {
    if (await actions.copy()) toast(`${steps.length} steps copied`);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex items-center gap-2 px-4 pt-3 pb-2">
        <h2 className="flex-1 text-14 font-semibold">{steps.length} steps</h2>
        {canEdit && !group && (
          <Button size="sm" icon={<Group size={14} aria-hidden />} onClick={() => runCommand("annotate.group")}>
            Group
          </Button>
        )}
      </header>
      {canEdit && (
        <div role="toolbar" aria-label="Arrange the selected steps" className="flex flex-wrap gap-0.5 px-3 pb-2">
          {ARRANGE.map((id) => {
            const command = commands.find((each) => each.id === id);
            return (
              command?.icon && (
                <IconButton key={id} label={command.name} shortcut={keyOf(id)} size="sm" onClick={() => runCommand(id)}>
                  <command.icon size={15} aria-hidden />
                </IconButton>
              )
            );
          })}
        </div>
      )}
      {canEdit && group && <GroupFields group={group} />}
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
            <Button size="sm" variant="danger" icon={<Trash2 size={14} aria-hidden />} onClick={() => actions.remove(ids)}>
              Delete {steps.length} steps
            </Button>
          </>
        )}
      </footer>
    </div>
  );
}
