"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Json } from "#flow/document.ts";
import { readMapped } from "#flow/mapping/mapped.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { usePanel, useProblemsAt } from "../panel/panel-context.tsx";
import { ProblemLines, SettingLabel } from "../panel/setting.tsx";
import { sourceWords } from "./shown-suggestion.ts";
import { formWords } from "./words.ts";

type DrawnValueProps = { path: string; name: string; label: string; hint: ReactNode; required: boolean; value: Json; onRemove: () => void };

/** A value that is set in the mapper: in the panel it is read, not written as text. */
export function DrawnValue({ path, name, label, hint, required, value, onRemove }: DrawnValueProps) {
  const { canEdit } = usePanel();
  const mapped = readMapped(value);
  return (
    <div data-field={path} className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-2">
        <SettingLabel label={label} hint={hint} required={required} />
        <span className="ml-auto">
          <IconButton size="sm" label={`Remove ${name}`} disabled={!canEdit} onClick={onRemove}>
            <X size={14} aria-hidden />
          </IconButton>
        </span>
      </div>
      <p className="truncate rounded-2 bg-surface-3 px-2 py-1 font-mono text-12 text-ink">
        {sourceWords(mapped)} <span className="text-11 text-ink-3">{formWords(mapped)}</span>
      </p>
      <ProblemLines problems={useProblemsAt(path, true)} />
    </div>
  );
}
