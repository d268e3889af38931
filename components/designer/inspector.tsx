"use client";

import type { KeyboardEvent, ReactNode, RefObject } from "react";
import { toast } from "#components/ui/toast.tsx";
import { freshId, isRefused, renameStep, updateStep } from "#flow/edit.ts";
import type { Step } from "#flow/document.ts";
import type { Problem } from "#flow/problem.ts";
import type { SampleView, TestRunView } from "#server/app.ts";
import { useDesigner, useDesignerState } from "./context.tsx";
import { useAskedMapper } from "./mapper/asked.ts";
import { NOTE } from "./notes/graph.ts";
import { FlowPanel, ManyPanel, NotePanel, StepPanel, WidePanel } from "./panes.tsx";
import type { Blocked, RunPart } from "./run-part.ts";
import { STEP_NAME } from "./words.ts";
import styles from "./designer.module.css";

type InspectorProps = {
  ref: RefObject<HTMLElement | null>;
  problems: readonly Problem[];
  sample: SampleView | null;
  run: TestRunView | null;
  /** the field that a problem or an edge's label led to */
  field: { step: string; field: string } | null;
  /** the panel was closed: the focus goes back to the step */
  onClose: (step: string) => void;
  /** the step is shown wide, its input and output beside its settings */
  isWide: boolean;
  onWide: (isWide: boolean) => void;
  sampleMenu: ReactNode;
  isRunning: boolean;
  blocked: Blocked | null;
  onRun: (part: RunPart) => void;
  onGo: (step: string) => void;
};

/** Settings of what is selected: one step, several, or the flow itself. */
export function Inspector({ ref, problems, sample, run, field, onClose, isWide, onWide, sampleMenu, isRunning, blocked, onRun, onGo }: InspectorProps) {
  "use memo";
  const { environment, flow, store, actions, canEdit } = useDesigner();
  const document = useDesignerState((state) => state.document);
  const whole = useDesignerState((state) => state.whole);
  const selected = useDesignerState((state) => state.selection.steps);
  const pinned = useDesignerState((state) => state.selection.notes);
  const [only] = selected;
  const note = selected.length === 0 && pinned.length === 1 ? document.notes?.find((each) => each.id === pinned[0]) : undefined;
  // drawn with every key: no index of all steps is made for one
  const step = selected.length === 1 && only ? document.steps.find((each) => each.id === only) : undefined;
  useAskedMapper(step?.id ?? null);
  const shared = step && {
    environment,
    flow,
    document: whole,
    step,
    problems: problems.filter((problem) => problem.step === step.id),
    sample,
    lastRun: run,
    focusField: field?.step === step.id ? field.field : null,
    canEdit,
    isRunning,
    blocked: blocked?.step === step.id ? blocked : null,
    onRun,
    onChange: (next: Step, burst: string) => canEdit && store.edit((current) => updateStep(current, next), { burst: `${step.id} ${burst}` }),
    onRename: (to: string) => {
      const rename = (name: string) => {
        const result = renameStep(store.get().document, { id: step.id, to: name });
        if (!isRefused(result)) return store.edit(() => result.document, { select: [name] });
        const free = freshId(store.get().document, name);
        toast.error(result.refused, { action: { label: `Use ${free}`, onClick: () => rename(free) } });
      };
      rename(to);
    },
  };
  const home = step?.id ?? (note ? NOTE + note.id : only);
  const label = step ? "Settings of the step" : selected.length > 1 ? "Settings of several steps" : note ? "Note" : "Settings of the flow";
  return (
    <aside
      ref={ref}
      data-own-keys
      className={styles.right}
      data-idle={selected.length + pinned.length === 0 || undefined}
      aria-label={label}
      onKeyDown={(event) => {
        if (home === undefined || isWide || !isLeaving(event)) return;
        // the next one, on the canvas, lets go of the step
        event.preventDefault();
        onClose(home);
      }}
    >
      {shared && !isWide && (
        <StepPanel
          {...shared}
          onDelete={() => actions.remove([shared.step.id])}
          onWide={() => onWide(true)}
          onClose={() => {
            store.select([]);
            onClose(shared.step.id);
          }}
        />
      )}
      {shared && isWide && (
        <WidePanel
          {...shared}
          sampleMenu={sampleMenu}
          onGo={onGo}
          onUndo={actions.undo}
          onRedo={actions.redo}
          onClose={() => {
            onWide(false);
            requestAnimationFrame(() => onClose(shared.step.id));
          }}
        />
      )}
      {selected.length > 1 && <ManyPanel ids={selected} />}
      {note && <NotePanel note={note} onDeleted={() => requestAnimationFrame(() => onClose(NOTE + note.id))} />}
      {selected.length === 0 && !note && <FlowPanel problems={problems} />}
    </aside>
  );
}

/** An Escape that closed nothing else: a list of choices, completions, a dialog. In the name, Enter: it is given. */
function isLeaving({ key, target, currentTarget, defaultPrevented }: KeyboardEvent<HTMLElement>): boolean {
  const isNamed = key === "Enter" && target instanceof HTMLInputElement && target.name === STEP_NAME;
  if (key !== "Escape" && !isNamed) return false;
  if (defaultPrevented || !(target instanceof Element) || !currentTarget.contains(target)) return false;
  return target.getAttribute("aria-expanded") !== "true";
}
