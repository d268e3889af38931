"use client";

import { useId } from "react";
import { Textarea } from "#components/ui/input.tsx";
import { type EditorProps, hasError, usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingLabel } from "./setting.tsx";

/** JavaScript as it is written: nothing in it is an expression. */
export function CodeEditor({ path, label, value, onChange, required, help }: EditorProps & { required?: boolean; help?: string }) {
  const id = useId();
  const { canEdit } = usePanel();
  const problems = useProblemsAt(path);
  const code = typeof value === "string" ? value : "";
  return (
    <div data-field={path} className="flex min-w-0 flex-col gap-1">
      <SettingLabel htmlFor={id} label={label} required={required} />
      <Textarea
        id={id}
        mono
        rows={Math.min(24, Math.max(6, code.split("\n").length + 1))}
        value={code}
        disabled={!canEdit}
        spellCheck={false}
        autoCapitalize="off"
        wrap="off"
        {...(hasError(problems) ? { "aria-invalid": true as const } : {})}
        onChange={(event) => onChange(event.target.value)}
      />
      {help && <p className="text-12 text-ink-3">{help}</p>}
      <ProblemLines problems={problems} />
    </div>
  );
}
