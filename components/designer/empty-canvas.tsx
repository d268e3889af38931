"use client";

import { Kbd } from "#components/ui/kbd.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { stepFaces } from "#flow/steps/faces.ts";
import { useDesigner, useDesignerState } from "./context.tsx";
import { TemplateStarts } from "./dialogs/lazy.tsx";
import styles from "./designer.module.css";

/** Nothing drawn yet: what starts this flow? */
export function EmptyCanvas() {
  const { actions, canEdit } = useDesigner();
  const frame = useDesignerState((state) => state.frame);
  const isEmpty = useDesignerState((state) => state.document.steps.length === 0);
  if (!isEmpty) return null;
  if (frame !== null)
    return (
      <div className={styles.empty}>
        <div className={styles.emptyCard}>
          <h2 className="text-16 font-semibold text-ink">{canEdit ? "What is to be done with each item?" : "Nothing is drawn yet"}</h2>
          <p className="mt-1 text-13 text-ink-2">
            Drag a step from the left, or press <Kbd>/</Kbd> to search. Expressions in here see <span className="mono">item</span> and{" "}
            <span className="mono">index</span>.
          </p>
        </div>
      </div>
    );
  return (
    <div className={styles.empty}>
      <div className={styles.emptyCard}>
        <h2 className="text-16 font-semibold text-ink">{canEdit ? "Start with a trigger" : "Nothing is drawn yet"}</h2>
        {canEdit ? (
          <>
            <p className="mt-1 text-13 text-ink-2">
              What starts this flow? Drag a step from the left, or press <Kbd>/</Kbd> to search.
            </p>
            <div className={styles.starts}>
              {stepFaces
                .filter((type) => type.trigger)
                .map((type) => (
                  <button key={type.type} type="button" aria-label={`Start with ${type.title}`} className={styles.start} onClick={() => actions.add(type.type)}>
                    <StepTile type={type.type} category={type.category} icon={type.icon} />
                    <span className="font-medium text-ink">{type.title}</span>
                    <span className="text-12 text-ink-3">{type.description}</span>
                  </button>
                ))}
            </div>
            <TemplateStarts />
          </>
        ) : (
          <p className="mt-1 text-13 text-ink-2">An analyst draws its steps. They appear here as soon as they are saved.</p>
        )}
      </div>
    </div>
  );
}
