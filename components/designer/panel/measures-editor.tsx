"use client";

import type { Json } from "#flow/document.ts";
import { Select } from "#components/ui/select.tsx";
import { isRecord, listOf, textIn } from "./json.ts";
import { NameInput } from "./list-editors.tsx";
import { type EditorProps, usePanel, useProblemsAt } from "./panel-context.tsx";
import { Rows } from "./rows.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import { ValueControl } from "./value-control.tsx";

const OPERATIONS = [
  { value: "count", label: "Count" },
  { value: "sum", label: "Sum" },
  { value: "average", label: "Average" },
  { value: "min", label: "Smallest" },
  { value: "max", label: "Largest" },
  { value: "first", label: "First" },
  { value: "last", label: "Last" },
  { value: "list", label: "List" },
  { value: "distinct", label: "Without repeats" },
];

/** Figures over a list: what each is called, how it is worked out, and of what. */
export function MeasuresEditor({ path, label, value, onChange, required, help }: EditorProps & { required?: boolean; help?: string }) {
  const { canEdit } = usePanel();
  const items = listOf(value).filter(isRecord);
  return (
    <SettingGroup path={path} label={label} required={required} help={help}>
      <ProblemLines problems={useProblemsAt(path)} />
      <Rows items={items} what="measure" onChange={onChange} make={() => ({ name: `measure${items.length + 1}`, operation: "sum", of: { $: "item" } })}>
        {(item, set, index) => (
          <div className="flex flex-col gap-2">
            <div className="flex gap-2">
              <NameInput label={`Name of measure ${index + 1}`} value={textIn(item, "name")} onChange={(name) => set({ ...item, name })} />
              <Select
                label={`Operation of measure ${index + 1}`}
                className="w-36 shrink-0"
                disabled={!canEdit}
                value={textIn(item, "operation") || "count"}
                options={OPERATIONS}
                onChange={(operation) => set({ ...item, operation })}
              />
            </div>
            <ValueControl
              always
              live={false}
              path={`${path}.${index}.of`}
              label="Of"
              name={`What ${textIn(item, "name") || `measure ${index + 1}`} is worked out of`}
              literal={{ kind: "text" }}
              placeholder="item.amount"
              help={item.of === undefined ? "Empty: the item itself." : undefined}
              value={item.of}
              onChange={(of) => set(withOf(item, of))}
            />
          </div>
        )}
      </Rows>
    </SettingGroup>
  );
}

function withOf(item: Record<string, Json>, of: Json | undefined): Record<string, Json> {
  const { of: _, ...rest } = item;
  return of === undefined ? rest : { ...rest, of };
}
