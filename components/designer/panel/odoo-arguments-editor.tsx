"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { pythonText } from "#flow/odoo-domain/text.ts";
import { Button } from "#components/ui/button.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isRecord, textIn } from "./json.ts";
import { KeyValuesEditor } from "./list-editors.tsx";
import { useMethods } from "./odoo-known.tsx";
import { literalOfParameter } from "./odoo-signature.ts";
import { type EditorProps, usePanel, useProblems } from "./panel-context.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import { ValueControl } from "./value-control.tsx";

/** Arguments of the chosen method by their names, each typed as the method says; free names where nothing is known of it. */
export function OdooArgumentsEditor(q: EditorProps & { help?: string | undefined }) {
  const { path, label, value, onChange } = q;
  const { methods } = useMethods();
  const { step, canEdit } = usePanel();
  const [adding, setAdding] = useState(false);
  const problems = useProblems(path);
  if (isExpression(value))
    return <ValueControl always path={path} label={label} literal={{ kind: "json" }} value={value} onChange={(next) => onChange(next ?? {})} help={q.help} />;
  const method = methods.find((each) => each.name === textIn(step.config, "method"));
  if (!method) return <KeyValuesEditor {...q} />;
  const held = isRecord(value) ? value : {};
  const names = Object.keys(held);
  const open = method.parameters.filter(({ name }) => !names.includes(name));
  const missing = open.filter(({ required }) => required);
  const set = (name: string, next: Json | undefined) => onChange({ ...held, [name]: next ?? null });
  const add = (name: string | null) => {
    setAdding(false);
    const parameter = method.parameters.find((each) => each.name === name);
    if (name !== null && !names.includes(name)) onChange({ ...held, [name]: parameter?.default ?? (literalOfParameter(parameter).kind === "json" ? [] : "") });
  };
  const nothing = method.parameters.length === 0 && !method.isOpen && names.length === 0;
  return (
    <SettingGroup path={path} label={label} help={nothing ? `${method.name} takes no arguments.` : q.help}>
      {names.map((name) => {
        const parameter = method.parameters.find((each) => each.name === name);
        const remove = () => {
          const { [name]: _, ...rest } = held;
          onChange(rest);
        };
        return (
          <div key={name} className="border-b border-line pb-2">
            <ValueControl
              path={`${path}.${name}`}
              label={name}
              name={`Argument ${name}`}
              hint={parameter?.type ?? undefined}
              required={parameter?.required ?? false}
              literal={literalOfParameter(parameter)}
              value={held[name]}
              onChange={(next) => set(name, next)}
              {...(parameter?.doc ? { help: parameter.doc } : {})}
              end={
                <IconButton size="sm" label={`Remove ${name}`} disabled={!canEdit} onClick={remove}>
                  <X size={14} aria-hidden />
                </IconButton>
              }
            />
          </div>
        );
      })}
      {missing.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5 text-12 text-ink-2">
          The method needs:
          {missing.map(({ name }) => (
            <button
              key={name}
              type="button"
              disabled={!canEdit}
              onClick={() => add(name)}
              className="mono rounded-1 bg-warn-bg px-1.5 text-warn-text hover:underline"
            >
              {name}
            </button>
          ))}
        </div>
      )}
      {adding ? (
        <Combobox
          label="Argument to add"
          allowOther
          value={null}
          options={open.map((each) => ({
            value: each.name,
            label: each.name,
            hint: [each.type, each.default === undefined ? null : `= ${pythonText(each.default)}`, each.required ? "required" : null]
              .filter(Boolean)
              .join(" · "),
          }))}
          placeholder="Argument"
          onChange={add}
        />
      ) : (
        (open.length > 0 || method.isOpen) && (
          <div>
            <Button size="sm" icon={<Plus size={14} aria-hidden />} disabled={!canEdit} onClick={() => setAdding(true)}>
              Add argument
            </Button>
          </div>
        )
      )}
      <ProblemLines problems={problems} />
    </SettingGroup>
  );
}
