"use client";

import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { isRecord, textIn } from "./json.ts";
import type { EditorProps } from "./panel-context.tsx";
import { usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";

const LIMITS = [
  { value: "none", label: "As many as come" },
  { value: "so-many", label: "So many in a time" },
];

/** How many requests a hook takes in a time. */
export function RateEditor({ path, label, value, onChange, help }: EditorProps & { help?: string | undefined }) {
  const { canEdit } = usePanel();
  const held = isRecord(value) ? value : null;
  return (
    <SettingGroup path={path} label={label} help={help}>
      <Select
        label={label}
        disabled={!canEdit}
        value={held ? "so-many" : "none"}
        options={LIMITS}
        onChange={(next) => onChange(next === "none" ? undefined : { requests: 100, per: "PT1M" })}
      />
      {held && (
        <div className="grid grid-cols-2 gap-2">
          <Field label="Requests">
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                disabled={!canEdit}
                value={typeof held.requests === "number" ? String(held.requests) : textIn(held, "requests")}
                onChange={(event) => onChange({ ...held, requests: numberOr(event.currentTarget.value) })}
              />
            )}
          </Field>
          <Field label="In" help="PT1S, PT1M, PT1H">
            {(ids) => (
              <Input
                {...ids}
                mono
                disabled={!canEdit}
                value={textIn(held, "per")}
                onChange={(event) => onChange({ ...held, per: event.currentTarget.value })}
              />
            )}
          </Field>
        </div>
      )}
      <ProblemLines problems={useProblemsAt(path, true)} />
    </SettingGroup>
  );
}

/** What is no number stays as it was written, and the flow's problems say so. */
function numberOr(text: string): number | string {
  return /^\d+$/.test(text.trim()) ? Number(text) : text;
}
