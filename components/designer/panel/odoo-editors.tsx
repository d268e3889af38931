"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { isLookup } from "#flow/record-lookup.ts";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { ChoiceSetting, chosenIn } from "./choice-setting.tsx";
import { isRecord, listOf, textIn } from "./json.ts";
import { DrawnValue } from "../mapper/drawn-value.tsx";
import { MapperButton } from "../mapper/mapper-button.tsx";
import { Unread, useFields } from "./odoo-known.tsx";
import { type EditorProps, usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import { literalOf } from "./odoo-literal.ts";
import { FieldRow } from "./field-row.tsx";
import { ValueControl } from "./value-control.tsx";

export function OdooModelEditor({ path, label, value, onChange, required }: EditorProps & { required?: boolean | undefined }) {
  const trpc = useTRPC();
  const { environment, step } = usePanel();
  const connection = textIn(step.config, "connection");
  const models = useQuery(trpc.odoo.models.queryOptions({ environment, connection }, { enabled: connection !== "", staleTime: 300_000, retry: false }));
  const chosen = chosenIn(value);
  return (
    <ChoiceSetting
      path={path}
      label={label}
      required={required}
      hint={chosen ?? undefined}
      allowOther
      value={chosen}
      options={(models.data ?? []).map((model) => ({ value: model.model, label: model.label, hint: model.model }))}
      placeholder={models.isFetching ? "Reading models" : "Choose a model"}
      onChange={(next) => next !== null && onChange(next)}
    >
      {models.error && <Unread what="The models" message={models.error.message} onRetry={() => void models.refetch()} />}
    </ChoiceSetting>
  );
}

/** Values of Odoo fields, typed by what Odoo says about them. */
export function OdooFieldsEditor({ path, label, value, onChange, required }: EditorProps & { required?: boolean | undefined }) {
  const { fields, query, model } = useFields();
  const { canEdit } = usePanel();
  const [adding, setAdding] = useState(false);
  const problems = useProblemsAt(path);
  if (isExpression(value))
    return <ValueControl always path={path} label={label} literal={{ kind: "json" }} value={value} onChange={(next) => onChange(next ?? {})} />;
  const held = isRecord(value) ? value : {};
  const names = Object.keys(held);
  const missing = fields.filter((field) => field.required && !field.filled && !names.includes(field.name) && !HAS_DEFAULT.has(field.type));
  const set = (name: string, next: Json | undefined) => onChange({ ...held, [name]: next ?? null });
  const add = (name: string) => {
    setAdding(false);
    if (!names.includes(name)) onChange({ ...held, [name]: { $: "" } });
  };
  return (
    <SettingGroup path={path} label={label} required={required} end={<span className="text-11 font-normal text-ink-3">{names.length} set</span>}>
      {query.error && <Unread what={`The fields of ${model}`} message={query.error.message} onRetry={() => void query.refetch()} />}
      {names.map((name) => {
        const field = fields.find((each) => each.name === name);
        const unknown = query.data !== undefined && !field;
        const hint = `${name}${field ? ` · ${field.type}${field.relation ? ` → ${field.relation}` : ""}` : ""}`;
        const remove = () => {
          const { [name]: _, ...rest } = held;
          onChange(rest);
        };
        const value = held[name];
        if (isLookup(value))
          return (
            <FieldRow key={name} name={name}>
              <DrawnValue
                path={`${path}.${name}`}
                name={name}
                label={field?.label ?? name}
                hint={hint}
                required={field?.required ?? false}
                value={value}
                onRemove={remove}
              />
            </FieldRow>
          );
        return (
          <FieldRow key={name} name={name}>
            <ValueControl
              isRow={literalOf(field).kind !== "json" || isExpression(value)}
              path={`${path}.${name}`}
              label={field?.label ?? name}
              name={`Value of ${name}`}
              hint={hint}
              required={field?.required ?? false}
              literal={literalOf(field)}
              value={value}
              onChange={(next) => set(name, next)}
              end={
                <IconButton size="sm" label={`Remove ${name}`} disabled={!canEdit} onClick={remove}>
                  <X size={14} aria-hidden />
                </IconButton>
              }
            />
            {unknown && (
              <p className="mt-1 text-12 text-technical-text">
                {model} has no field {name} in this Odoo.
              </p>
            )}
            {field?.readonly && <p className="mt-1 text-12 text-warn-text">Odoo computes this field and may ignore what is written.</p>}
          </FieldRow>
        );
      })}
      {missing.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5 text-12 text-ink-2">
          Odoo needs:
          {missing.map((field) => (
            <button
              key={field.name}
              type="button"
              disabled={!canEdit}
              onClick={() => add(field.name)}
              className="rounded-1 bg-warn-bg px-1.5 text-warn-text hover:underline"
            >
              {field.label} <span className="mono">{field.name}</span>
            </button>
          ))}
        </div>
      )}
      {adding ? (
        <Combobox
          label="Field to add"
          allowOther
          value={null}
          options={fields
            .filter((field) => !names.includes(field.name) && !field.readonly)
            .map((field) => ({ value: field.name, label: field.label, hint: `${field.name} · ${field.type}${field.required ? " · required" : ""}` }))}
          placeholder={query.isFetching ? "Reading fields" : "Field"}
          onChange={(name) => (name === null ? setAdding(false) : add(name))}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" icon={<Plus size={14} aria-hidden />} disabled={!canEdit || model === ""} onClick={() => setAdding(true)}>
            Add field
          </Button>
          <MapperButton form="record" held={value} isReady={model !== ""} onChange={onChange} />
        </div>
      )}
      <ProblemLines problems={problems} />
    </SettingGroup>
  );
}

/** Odoo fills these in by itself, required or not. */
const HAS_DEFAULT = new Set(["boolean", "integer", "float", "monetary", "selection", "one2many", "many2many"]);

/** Names of fields: what a read gives back. */
export function OdooFieldListEditor({ path, label, value, onChange, required }: EditorProps & { required?: boolean | undefined }) {
  const { fields, query, model } = useFields();
  const { canEdit } = usePanel();
  const names = listOf(value).filter((each) => typeof each === "string");
  return (
    <SettingGroup path={path} label={label} required={required}>
      <div className="flex flex-wrap gap-1">
        {names.map((name) => (
          <Tag key={name} mono>
            {name}
            <button type="button" aria-label={`Remove ${name}`} disabled={!canEdit} onClick={() => onChange(names.filter((each) => each !== name))}>
              <X size={12} aria-hidden />
            </button>
          </Tag>
        ))}
      </div>
      <Combobox
        key={names.length}
        label={`Add to ${label}`}
        allowOther
        disabled={!canEdit}
        value={null}
        options={fields
          .filter((field) => !names.includes(field.name))
          .map((field) => ({ value: field.name, label: field.label, hint: `${field.name} · ${field.type}` }))}
        placeholder="Add a field"
        onChange={(name) => name !== null && !names.includes(name) && onChange([...names, name])}
      />
      {query.error && <Unread what={`The fields of ${model}`} message={query.error.message} onRetry={() => void query.refetch()} />}
      <ProblemLines problems={useProblemsAt(path, true)} />
    </SettingGroup>
  );
}

const MATCHES = [
  { value: "external-id" as const, label: "Key of ours" },
  { value: "fields" as const, label: "Fields" },
];

/** How a record is recognised: by a key that we keep beside it, or by fields that it has. */
export function OdooMatchEditor({ path, label, value, onChange, required, help }: EditorProps & { required?: boolean | undefined; help?: string | undefined }) {
  const { canEdit } = usePanel();
  const { fields } = useFields();
  const held = isRecord(value) ? value : { kind: "external-id", key: "" };
  const kind = held.kind === "fields" ? "fields" : "external-id";
  const names = listOf(held.fields).filter((each) => typeof each === "string");
  return (
    <SettingGroup path={path} label={label} required={required} help={help}>
      <Segmented
        label={label}
        value={kind}
        options={MATCHES}
        disabled={!canEdit}
        onChange={(next) => onChange(next === "fields" ? { kind: next, fields: [] } : { kind: next, key: "" })}
      />
      {kind === "external-id" ? (
        <ValueControl
          path={`${path}.key`}
          label="Key"
          name="Exactly-once key"
          required
          literal={{ kind: "text" }}
          placeholder="'crm_' & trigger.body.account.id"
          value={held.key}
          onChange={(key) => onChange({ kind, key: key ?? "" })}
        />
      ) : (
        <>
          <div className="flex flex-wrap gap-1">
            {names.map((name) => (
              <Tag key={name} mono>
                {name}
                <button
                  type="button"
                  aria-label={`Remove ${name}`}
                  disabled={!canEdit}
                  onClick={() => onChange({ kind, fields: names.filter((each) => each !== name) })}
                >
                  <X size={12} aria-hidden />
                </button>
              </Tag>
            ))}
          </div>
          <Combobox
            key={names.length}
            label="Field to match by"
            allowOther
            disabled={!canEdit}
            value={null}
            options={fields.filter((field) => !names.includes(field.name)).map((field) => ({ value: field.name, label: field.label, hint: field.name }))}
            placeholder="Add a field to match by"
            onChange={(name) => name !== null && !names.includes(name) && onChange({ kind, fields: [...names, name] })}
          />
        </>
      )}
      <ProblemLines problems={useProblemsAt(path, kind === "fields")} />
    </SettingGroup>
  );
}
