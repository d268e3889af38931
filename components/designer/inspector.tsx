"use client";

import type { RefObject } from "react";
import { toast } from "#components/ui/toast.tsx";
import { isRefused, renameStep, stepOf, updateStep } from "#flow/edit.ts";
import type { Problem } from "#flow/problem.ts";
import type { SampleView, TestRunView } from "#server/app.ts";
import { useDesigner, useDesignerState } from "./context.tsx";
import { FlowPanel } from "./flow-panel.tsx";
import { ManyPanel } from "./many-panel.tsx";
import { StepPanel } from "./panel/step-panel.tsx";
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
};

/** Settings of what is selected: one step, several, or the flow itself. */
export function Inspector({ ref, problems, sample, run, field, onClose }: InspectorProps) {
  const { environment, flow, store, actions, canEdit } = useDesigner();
  const document = useDesignerState((state) => state.document);
  const whole = useDesignerState((state) => state.whole);
  const selected = useDesignerState((state) => state.selection.steps);
  const [only] = selected;
  const step = selected.length === 1 && only ? stepOf(document, only) : undefined;
  const label = step ? "Settings of the step" : selected.length > 1 ? "Settings of several steps" : "Settings of the flow";
  return (
    <aside ref={ref} data-own-keys className={styles.right} data-idle={selected.length === 0 || undefined} aria-label={label}>
      {step && (
        <StepPanel
          key={step.id}
          environment={environment}
          flow={flow}
          document={whole}
          step={step}
          problems={problems.filter((problem) => problem.step === step.id)}
          sample={sample}
          lastRun={run}
          focusField={field?.step === step.id ? field.field : null}
          canEdit={canEdit}
          onChange={(next, burst) => canEdit && store.edit((current) => updateStep(current, next), { burst: `${step.id} ${burst}` })}
          onRename={(to) => {
            const result = renameStep(store.get().document, { id: step.id, to });
            if (isRefused(result)) toast.error(result.refused);
            else store.edit(() => result.document, { select: [to] });
          }}
          onDelete={() => actions.remove([step.id])}
          onClose={() => {
            store.select([]);
            onClose(step.id);
          }}
        />
      )}
      {selected.length > 1 && <ManyPanel ids={selected} />}
      {selected.length === 0 && <FlowPanel problems={problems} />}
    </aside>
  );
}
