"use client";

import { type ReactNode, useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import type { Step } from "#flow/document.ts";
import { findStep } from "#flow/steps/index.ts";
import { STEP_NAME } from "../words.ts";

type StepHeadProps = { step: Step; canEdit: boolean; onChange: (step: Step, burst: string) => void; onRename: (id: string) => void; children: ReactNode };

/** What the step is called, by people and by expressions; `children` are what can be done with it. */
export function StepHead({ step, canEdit, onChange, onRename, children }: StepHeadProps) {
  "use memo";
  const definition = findStep(step.type);
  return (
    <header className="flex shrink-0 items-start gap-3 px-4 pt-3 pb-1">
      <StepTile type={step.type} size="md" />
      <div className="min-w-0 flex-1">
        <Input
          aria-label="Name of the step"
          name={STEP_NAME}
          className="-ml-2.5 border-transparent bg-transparent text-14 font-semibold"
          disabled={!canEdit}
          value={step.name ?? ""}
          placeholder={definition?.title ?? step.type}
          maxLength={120}
          onChange={(event) => {
            const { name: _, ...rest } = step;
            onChange(event.target.value === "" ? rest : { ...step, name: event.target.value }, "name");
          }}
        />
        <StepId key={step.id} id={step.id} type={definition?.title ?? step.type} disabled={!canEdit} onRename={onRename} />
      </div>
      <div className="flex shrink-0 items-center gap-1">{children}</div>
    </header>
  );
}

/** What expressions call the step. It is taken over when the field is left, because every expression that uses it changes with it. */
function StepId({ id, type, disabled, onRename }: { id: string; type: string; disabled: boolean; onRename: (id: string) => void }) {
  "use memo";
  const [text, setText] = useState(id);
  const leave = () => {
    if (text === id) return;
    // one that is refused does not stand here as if it were the step's
    setText(id);
    if (text.trim() !== "") onRename(text.trim());
  };
  return (
    <span className="flex items-center gap-1 text-11 text-ink-3">
      {type} ·
      <input
        aria-label="Id of the step, for expressions"
        className="min-w-0 flex-1 rounded-1 bg-transparent px-1 font-mono text-ink-2 hover:bg-surface-3"
        disabled={disabled}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key !== "Escape" || text === id) return;
          // what was typed goes first; the next one leaves the field
          event.stopPropagation();
          setText(id);
        }}
      />
    </span>
  );
}
