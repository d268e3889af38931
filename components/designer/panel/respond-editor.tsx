"use client";

import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { isRecord, textIn } from "./json.ts";
import type { EditorProps } from "./panel-context.tsx";
import { usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";

const WAYS = [
  { value: "immediately", label: "At once, with the run's id" },
  { value: "whenFinished", label: "When the run has finished" },
];

/** When a hook answers its caller. */
export function RespondEditor({ path, label, value, onChange, help }: EditorProps & { help?: string | undefined }) {
  const { canEdit } = usePanel();
  const waits = isRecord(value);
  return (
    <SettingGroup path={path} label={label} help={help}>
      <Select
        label={label}
        disabled={!canEdit}
        value={waits ? "whenFinished" : "immediately"}
        options={WAYS}
        onChange={(next) => onChange(next === "whenFinished" ? { whenFinished: "PT20S" } : undefined)}
      />
      {waits && (
        <Field label="Longest wait" help="PT20S is twenty seconds; two minutes is the most.">
          {(ids) => (
            <Input
              {...ids}
              mono
              disabled={!canEdit}
              value={textIn(value, "whenFinished")}
              onChange={(event) => onChange({ whenFinished: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <ProblemLines problems={useProblemsAt(path, true)} />
    </SettingGroup>
  );
}
