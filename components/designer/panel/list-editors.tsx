"use client";

import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { MapperButton } from "../mapper/mapper-button.tsx";
import { type Entry, freeName, renamed } from "./entries.ts";
import { isRecord, listOf, textIn } from "./json.ts";
import { type EditorProps, usePanel, useProblemsAt } from "./panel-context.tsx";
import { Rows } from "./rows.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import { ValueControl } from "./value-control.tsx";

type Group = EditorProps & { required?: boolean | undefined; help?: string | undefined };

/** Name and value, one below the other: what a map makes. */
export function MapFieldsEditor({ path, label, value, onChange, required, help }: Group) {
  const items = listOf(value).filter(isRecord);
  return (
    <SettingGroup path={path} label={label} required={required} help={help}>
      <ProblemLines problems={useProblemsAt(path)} />
      <Rows items={items} what="field" onChange={onChange} make={() => ({ name: "", value: { $: "" } })}>
        {(item, set, index) => (
          <div className="flex flex-col gap-2">
            <NameInput label={`Name of field ${index + 1}`} value={textIn(item, "name")} onChange={(name) => set({ ...item, name })} />
            <ValueControl
              path={`${path}.${index}.value`}
              label="Value"
              name={`Value of ${textIn(item, "name") || `field ${index + 1}`}`}
              literal={{ kind: "text" }}
              value={item.value}
              onChange={(next) => set({ ...item, value: next ?? "" })}
            />
          </div>
        )}
      </Rows>
      <div>
        <MapperButton form="list" held={value} isReady onChange={onChange} />
      </div>
    </SettingGroup>
  );
}

/** A port and when it is taken. */
export function CasesEditor({ path, label, value, onChange, required, help }: Group) {
  const items = listOf(value).filter(isRecord);
  return (
    <SettingGroup path={path} label={label} required={required} help={help}>
      <ProblemLines problems={useProblemsAt(path)} />
      <Rows items={items} what="case" onChange={onChange} make={() => ({ port: `case${items.length + 1}`, when: { $: "" } })}>
        {(item, set, index) => (
          <div className="flex flex-col gap-2">
            <NameInput label={`Port of case ${index + 1}`} value={textIn(item, "port")} onChange={(port) => set({ ...item, port })} />
            <ValueControl
              always
              required
              path={`${path}.${index}.when`}
              label="When"
              name={`When is it ${textIn(item, "port") || `case ${index + 1}`}`}
              literal={{ kind: "text" }}
              placeholder="steps.map.amount > 50000"
              value={item.when}
              onChange={(when) => set({ ...item, when: when ?? { $: "" } })}
            />
          </div>
        )}
      </Rows>
    </SettingGroup>
  );
}

const FORMATS = [
  { value: "text", label: "Text" },
  { value: "money", label: "Money" },
  { value: "number", label: "Number" },
  { value: "percent", label: "Percent" },
  { value: "date", label: "Date" },
];

/** What the decider sees at a glance. */
export function FactsEditor({ path, label, value, onChange, help }: Group) {
  const { canEdit } = usePanel();
  const items = listOf(value).filter(isRecord);
  return (
    <SettingGroup path={path} label={label} help={help}>
      <ProblemLines problems={useProblemsAt(path)} />
      <Rows items={items} what="fact" onChange={onChange} make={() => ({ label: "", value: { $: "" } })}>
        {(item, set, index) => (
          <div className="flex flex-col gap-2">
            <div className="flex gap-2">
              <NameInput mono={false} label={`Label of fact ${index + 1}`} value={textIn(item, "label")} onChange={(next) => set({ ...item, label: next })} />
              <Select
                label={`Format of fact ${index + 1}`}
                className="w-28 shrink-0"
                disabled={!canEdit}
                value={textIn(item, "format") || "text"}
                options={FORMATS}
                onChange={(format) => set({ ...item, format })}
              />
            </div>
            <ValueControl
              path={`${path}.${index}.value`}
              label="Value"
              name={`Value of ${textIn(item, "label") || `fact ${index + 1}`}`}
              literal={{ kind: "text" }}
              value={item.value}
              onChange={(next) => set({ ...item, value: next ?? "" })}
            />
          </div>
        )}
      </Rows>
    </SettingGroup>
  );
}

/** Names with values: headers, query parameters, arguments. */
export function KeyValuesEditor({ path, label, value, onChange, help }: Group) {
  const entries: Entry[] = isRecord(value) ? Object.entries(value) : [];
  // what is typed stays here until it is a name of its own
  const [typed, setTyped] = useState<{ at: number; name: string } | null>(null);
  const set = (next: Entry[]) => {
    setTyped(null);
    onChange(next.length === 0 ? undefined : Object.fromEntries(next));
  };
  const rename = (at: number, name: string) => {
    const next = renamed(entries, { at, name });
    if (next) set(next);
    else setTyped({ at, name });
  };
  return (
    <SettingGroup path={path} label={label} help={help}>
      <Rows items={entries} what="entry" onChange={set} make={(): Entry => [freeName(entries), ""]}>
        {([name, inner], change, index) => (
          <div className="flex flex-col gap-2">
            <NameInput
              label={`Name of entry ${index + 1}`}
              value={typed?.at === index ? typed.name : name}
              onChange={(next) => rename(index, next)}
              onLeave={() => setTyped(null)}
            />
            {typed?.at === index && typed.name !== "" && <p className="text-12 text-warn-text">There is an entry {typed.name} already.</p>}
            <ValueControl
              path={`${path}.${name}`}
              label="Value"
              name={`Value of ${name}`}
              literal={{ kind: "text" }}
              value={inner}
              onChange={(next) => change([name, next ?? ""])}
            />
          </div>
        )}
      </Rows>
      <ProblemLines problems={useProblemsAt(path)} />
    </SettingGroup>
  );
}

const POLICIES = [
  { value: "any" as const, label: "Anyone" },
  { value: "all" as const, label: "All" },
  { value: "quorum" as const, label: "A number" },
  { value: "sequence" as const, label: "In turn" },
];

export function PolicyEditor({ path, label, value, onChange }: Group) {
  const { canEdit } = usePanel();
  const held = isRecord(value) ? value : {};
  const kind = POLICIES.find((each) => each.value === held.kind)?.value ?? "any";
  return (
    <SettingGroup path={path} label={label}>
      <Segmented
        label={label}
        value={kind}
        options={POLICIES}
        disabled={!canEdit}
        onChange={(next) => onChange({ ...withoutCount(held), kind: next, ...(next === "quorum" ? { n: 2 } : {}) })}
      />
      {kind === "quorum" && (
        <Input
          aria-label="How many must agree"
          type="number"
          min={1}
          className="w-24"
          disabled={!canEdit}
          value={typeof held.n === "number" ? held.n : 2}
          onChange={(event) => onChange({ ...held, n: Math.max(1, Number(event.target.value) || 1) })}
        />
      )}
      <Checkbox checked={held.fourEyes === true} disabled={!canEdit} onChange={(fourEyes) => onChange({ ...held, kind, fourEyes })}>
        Whoever started the run may not decide
      </Checkbox>
      <ProblemLines problems={useProblemsAt(path, true)} />
    </SettingGroup>
  );
}

function withoutCount(held: Record<string, Json>): Record<string, Json> {
  const { n: _, ...rest } = held;
  return rest;
}

export function NameInput({
  label,
  value,
  onChange,
  onLeave,
  mono = true,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onLeave?: () => void;
  mono?: boolean;
}) {
  const { canEdit } = usePanel();
  return (
    <Input
      mono={mono}
      aria-label={label}
      placeholder={label}
      disabled={!canEdit}
      value={value}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onLeave}
    />
  );
}
