"use client";

import { useQuery } from "@tanstack/react-query";
import type { Json } from "#flow/document.ts";
import { can, useActor } from "#components/shell/actor.tsx";
import { useTRPC } from "#components/trpc.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { MapperButton } from "../mapper/mapper-button.tsx";
import { isRecord, listOf, textIn } from "./json.ts";
import { type EditorProps, usePanel, useProblems } from "./panel-context.tsx";
import { Rows } from "./rows.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import { ValueControl } from "./value-control.tsx";

type Group = EditorProps & { required?: boolean | undefined; help?: string | undefined };

/** Name and value, one below the other: what a map makes. */
export function MapFieldsEditor({ path, label, value, onChange, required, help }: Group) {
  const items = listOf(value).filter(isRecord);
  return (
    <SettingGroup path={path} label={label} required={required} help={help}>
      <ProblemLines problems={useProblems(path)} />
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
      <ProblemLines problems={useProblems(path)} />
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
      <ProblemLines problems={useProblems(path)} />
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
  const entries = isRecord(value) ? Object.entries(value) : [];
  const set = (next: [string, Json][]) => onChange(next.length === 0 ? undefined : Object.fromEntries(next));
  return (
    <SettingGroup path={path} label={label} help={help}>
      <Rows items={entries} what="entry" onChange={set} make={(): [string, Json] => [`name${entries.length + 1}`, ""]}>
        {([name, inner], change, index) => (
          <div className="flex flex-col gap-2">
            <NameInput label={`Name of entry ${index + 1}`} value={name} onChange={(next) => change([next, inner])} />
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
      <ProblemLines problems={useProblems(path)} />
    </SettingGroup>
  );
}

const ROLES = ["approver", "operator", "analyst", "administrator"];

/** Whom the question goes to: roles, groups, people; or an expression that names them. */
export function AssigneesEditor({ path, label, value, onChange, required, help }: Group) {
  const trpc = useTRPC();
  const { canEdit } = usePanel();
  const enabled = can(useActor(), "people.read");
  const people = useQuery(trpc.access.people.queryOptions(undefined, { enabled }));
  const groups = useQuery(trpc.access.groups.queryOptions(undefined, { enabled }));
  const held = isRecord(value) ? value : {};
  const chosen = (key: string) => listOf(held[key]).filter((each) => typeof each === "string");
  const toggle = (key: string, name: string) => {
    const next = chosen(key).includes(name) ? chosen(key).filter((each) => each !== name) : [...chosen(key), name];
    const { [key]: _, ...rest } = held;
    onChange(next.length === 0 ? rest : { ...rest, [key]: next });
  };
  const boxes = (key: string, title: string, known: { value: string; label: string }[]) => {
    // whoever is asked is seen, and can be left out: also somebody who has gone, or whom the reader may not look up
    const others = chosen(key).filter((name) => !known.some((each) => each.value === name));
    const options = [...known, ...others.map((name) => ({ value: name, label: name }))];
    if (options.length === 0) return null;
    return (
      <div>
        <p className="mb-1 text-11 text-ink-3">{title}</p>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {options.map((option) => (
            <Checkbox key={option.value} checked={chosen(key).includes(option.value)} disabled={!canEdit} onChange={() => toggle(key, option.value)}>
              {option.label}
            </Checkbox>
          ))}
        </div>
      </div>
    );
  };
  return (
    <SettingGroup path={path} label={label} required={required} help={help}>
      <ProblemLines problems={useProblems(path, true)} />
      {boxes(
        "roles",
        "Roles",
        ROLES.map((role) => ({ value: role, label: role })),
      )}
      {!groups.isLoading &&
        boxes(
          "groups",
          "Groups",
          (groups.data ?? []).map((group) => ({ value: group.key, label: group.name })),
        )}
      {!people.isLoading &&
        boxes(
          "people",
          "People",
          (people.data ?? [])
            .filter((person) => !person.disabled && (person.role === "approver" || person.role === "administrator"))
            .map((person) => ({ value: person.email, label: person.name })),
        )}
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
      <ProblemLines problems={useProblems(path, true)} />
    </SettingGroup>
  );
}

function withoutCount(held: Record<string, Json>): Record<string, Json> {
  const { n: _, ...rest } = held;
  return rest;
}

export function NameInput({ label, value, onChange, mono = true }: { label: string; value: string; onChange: (value: string) => void; mono?: boolean }) {
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
    />
  );
}
