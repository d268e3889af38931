"use client";

import { Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { Button } from "#components/ui/button.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { type EditorProps, usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines, SettingGroup } from "./setting.tsx";
import type { Literal } from "./literal-input.tsx";
import { ValueControl } from "./value-control.tsx";

/** A value that somebody else says there is: an argument of a method, a field of a flow's input. */
export type NamedValue = {
  name: string;
  /** its type, in the words of whoever takes it */
  type: string | null;
  required: boolean;
  literal: Literal;
  help: string | null;
  /** what it begins with */
  blank: Json;
  /** shown where it is chosen: = 10 */
  note?: string | undefined;
};

type NamedValuesProps = Omit<EditorProps, "value"> & {
  value: { [key: string]: Json };
  known: readonly NamedValue[];
  /** others than the known ones are taken, too */
  isOpen: boolean;
  /** argument, field */
  what: string;
  /** who needs what is missing: The method needs */
  needs: string;
  help?: string | undefined;
  /** beside the button that adds */
  also?: ReactNode;
};

/** Values by their names, each typed as whoever takes them says. */
export function NamedValues({ path, label, value: held, onChange, known, isOpen, what, needs, help, also }: NamedValuesProps) {
  const { canEdit } = usePanel();
  const [adding, setAdding] = useState(false);
  const problems = useProblemsAt(path);
  const called = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  const names = Object.keys(held);
  const open = known.filter(({ name }) => !names.includes(name));
  const missing = open.filter(({ required }) => required);
  const add = (name: string | null) => {
    setAdding(false);
    if (name !== null && !names.includes(name)) onChange({ ...held, [name]: known.find((each) => each.name === name)?.blank ?? "" });
  };
  return (
    <SettingGroup path={path} label={label} help={help}>
      {names.map((name) => {
        const about = known.find((each) => each.name === name);
        const remove = () => {
          const { [name]: _, ...rest } = held;
          onChange(rest);
        };
        return (
          <div key={name} className="border-b border-line pb-2">
            <ValueControl
              isRow={about?.literal.kind !== "json" || isExpression(held[name])}
              path={`${path}.${name}`}
              label={name}
              name={`${called} ${name}`}
              hint={about?.type ?? undefined}
              required={about?.required ?? false}
              literal={about?.literal ?? { kind: "text" }}
              value={held[name]}
              onChange={(next) => onChange({ ...held, [name]: next ?? null })}
              {...(about?.help ? { help: about.help } : {})}
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
          {needs}:
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
          label={`${called} to add`}
          allowOther
          value={null}
          options={open.map((each) => ({
            value: each.name,
            label: each.name,
            hint: [each.type, each.note, each.required ? "required" : null].filter(Boolean).join(" · "),
          }))}
          placeholder={called}
          onChange={add}
        />
      ) : (
        <div className="flex flex-wrap gap-2 empty:hidden">
          {(open.length > 0 || isOpen) && (
            <Button size="sm" icon={<Plus size={14} aria-hidden />} disabled={!canEdit} onClick={() => setAdding(true)}>
              Add {what}
            </Button>
          )}
          {also}
        </div>
      )}
      <ProblemLines problems={problems} />
    </SettingGroup>
  );
}
