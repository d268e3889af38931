"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions } from "#components/ui/dialog.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import styles from "./expression.module.css";
import { usePanel } from "./panel-context.tsx";

type ExpressionDialogProps = { label: string; value: string; live: boolean; onClose: () => void /** the editor */; children: ReactNode };

/** Room for a long expression, with its value for the sample beside it. It is the same setting: what is typed stands there at once. */
export function ExpressionDialog({ label, value, live, onClose, children }: ExpressionDialogProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={label} description="F1 lists all functions, Ctrl Space what can stand here." wide>
      <div className={styles.large}>
        {children}
        <section aria-label="Value for the sample" className={styles.value}>
          <h3 className="mb-1 text-12 font-medium text-ink-2">Value for the sample</h3>
          <Value source={value} live={live} />
        </section>
      </div>
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Value({ source, live }: { source: string; live: boolean }) {
  const { hasSample, liveValue } = usePanel();
  const answer = liveValue(source);
  if (!live) return <p className="text-12 text-ink-3">It looks at each item of a list: run the step to see what comes of it.</p>;
  if (!hasSample) return <p className="text-12 text-ink-3">Choose a sample to see its value here.</p>;
  if (source.trim() === "") return <p className="text-12 text-ink-3">Nothing is written yet.</p>;
  if (!answer) return <p className="text-12 text-ink-3">Working it out…</p>;
  if (!answer.ok) return <p className="text-12 text-technical-text">{answer.message}</p>;
  if (answer.value === undefined) return <p className="text-12 text-ink-3">missing: the sample has no such data</p>;
  return <JsonView value={answer.value} label="The value" />;
}
