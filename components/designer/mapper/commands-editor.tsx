"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useRef } from "react";
import { isExpression } from "#flow/marks.ts";
import type { Json } from "#flow/document.ts";
import { asKind, type ListCommand, writeCommands } from "#flow/mapping/command-list.ts";
import type { Target } from "#flow/mapping/target.ts";
import { Button } from "#components/ui/button.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { keyed } from "#components/ui/keyed.ts";
import { Select } from "#components/ui/select.tsx";
import { ExpressionField } from "../panel/expression-field.tsx";
import { textIn } from "../panel/json.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { useMapper } from "./mapper-context.tsx";
import { useModelTargets } from "./use-targets.ts";

type Change = (value: Json, options?: { isTyping: boolean }) => void;
type CommandsEditorProps = { target: Target; commands: readonly ListCommand[]; onChange: Change };

const KINDS: { value: ListCommand["kind"]; label: string }[] = [
  { value: "link", label: "Link" },
  { value: "unlink", label: "Unlink" },
  { value: "set", label: "Set to" },
  { value: "clear", label: "Clear" },
  { value: "create", label: "Create" },
  { value: "update", label: "Update" },
  { value: "delete", label: "Delete" },
];

/** What becomes of the records that a field holds, one command after the other. */
export function CommandsEditor({ target, commands, onChange }: CommandsEditorProps) {
  const { canEdit } = useMapper();
  const put = (at: number, next: ListCommand, options?: { isTyping: boolean }) =>
    onChange(writeCommands(commands.map((command, index) => (index === at ? next : command))), options);
  const list = useRef<HTMLOListElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const move = (at: number, way: "up" | "down") => {
    const to = way === "up" ? at - 1 : at + 1;
    const moved = [...commands];
    moved.splice(to, 0, ...moved.splice(at, 1));
    onChange(writeCommands(moved));
    // the keyboard goes along with the command
    requestAnimationFrame(() => {
      const row = list.current?.children[to];
      const again = row?.querySelector<HTMLElement>(`[data-move="${way}"]:enabled`) ?? row?.querySelector<HTMLElement>("[data-move]:enabled");
      again?.focus();
    });
  };
  return (
    <div className="flex flex-col gap-2">
      <ol ref={list} aria-label={`Commands for ${target.label}`} className="flex flex-col divide-y divide-line border-y border-line">
        {keyed(commands, () => "command").map(({ key, item: command }, at) => (
          <li key={key} className="flex items-start gap-2 py-2">
            <Select
              size="sm"
              label={`Command ${at + 1}`}
              className="w-28 shrink-0"
              disabled={!canEdit}
              value={command.kind}
              options={KINDS}
              onChange={(kind) => put(at, asKind(command, kind))}
            />
            <div className="flex min-w-0 flex-1 flex-col gap-2">
              {"at" in command && (
                <ExpressionField
                  label={`${command.kind === "set" ? "Records" : "Record"} of command ${at + 1}`}
                  value={textOf(command.at)}
                  placeholder={command.kind === "set" ? "[steps.tag.id]" : "steps.tag.id"}
                  onChange={(text) => put(at, { ...command, at: { $: text } }, { isTyping: true })}
                />
              )}
              {"values" in command && (
                <CommandFields
                  target={target}
                  at={at}
                  isNew={command.kind === "create"}
                  values={command.values}
                  onChange={(values, options) => put(at, { ...command, values }, options)}
                />
              )}
              {command.kind === "clear" && <p className="pt-1 text-12 text-ink-2">Unlinks all that the field holds.</p>}
            </div>
            {commands.length > 1 && (
              <>
                <IconButton size="sm" data-move="up" label={`Move command ${at + 1} up`} disabled={!canEdit || at === 0} onClick={() => move(at, "up")}>
                  <ArrowUp size={13} aria-hidden />
                </IconButton>
                <IconButton
                  size="sm"
                  data-move="down"
                  label={`Move command ${at + 1} down`}
                  disabled={!canEdit || at === commands.length - 1}
                  onClick={() => move(at, "down")}
                >
                  <ArrowDown size={13} aria-hidden />
                </IconButton>
              </>
            )}
            <IconButton
              size="sm"
              label={`Remove command ${at + 1}`}
              disabled={!canEdit}
              onClick={() => {
                onChange(writeCommands(commands.filter((_, index) => index !== at)));
                add.current?.focus();
              }}
            >
              <X size={13} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ol>
      <Button
        ref={add}
        size="sm"
        className="self-start"
        icon={<Plus size={14} aria-hidden />}
        disabled={!canEdit}
        onClick={() => onChange(writeCommands([...commands, { kind: "link", at: { $: "" } }]))}
      >
        Add command
      </Button>
      <p className="text-11 text-ink-3">They are done in this order. Of those that are done already, none is sent again.</p>
    </div>
  );
}

type CommandFieldsProps = {
  target: Target;
  at: number;
  /** a record is made: what it must have is told */
  isNew: boolean;
  values: { [name: string]: Json };
  onChange: (values: { [name: string]: Json }, options?: { isTyping: boolean }) => void;
};

/** The fields of the record that a command makes or changes. */
function CommandFields({ target, at, isNew, values, onChange }: CommandFieldsProps) {
  const { canEdit } = useMapper();
  const { environment, step } = usePanel();
  const related = useModelTargets({ environment, connection: textIn(step.config, "connection"), model: target.relation });
  const free = related.targets.filter((each) => !(each.name in values) && each.name !== target.inverse);
  const fill = (name: string) => onChange({ ...values, [name]: { $: "" } });
  const needed = isNew ? free.filter((each) => each.required) : [];
  return (
    <>
      {needed.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5 text-12 text-warn-text">
          Required, and not filled:
          {needed.map((each) => (
            <Button key={each.name} size="sm" disabled={!canEdit} onClick={() => fill(each.name)}>
              {each.label}
            </Button>
          ))}
        </p>
      )}
      {Object.entries(values).map(([name, value]) => (
        <div key={name} className="flex items-start gap-2">
          <span className="w-36 shrink-0 truncate pt-1.5 font-mono text-12 text-ink-2">{name}</span>
          <div className="min-w-0 flex-1">
            <ExpressionField
              label={`${name} of command ${at + 1}`}
              value={textOf(value)}
              onChange={(text) => onChange({ ...values, [name]: { $: text } }, { isTyping: true })}
            />
          </div>
          <IconButton
            size="sm"
            label={`Remove ${name} of command ${at + 1}`}
            disabled={!canEdit}
            onClick={() => onChange(Object.fromEntries(Object.entries(values).filter(([each]) => each !== name)))}
          >
            <X size={13} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Combobox
        label={`Add a field to command ${at + 1}`}
        className="w-56"
        allowOther
        disabled={!canEdit}
        value={null}
        placeholder="Add a field"
        options={free.map((each) => ({ value: each.name, label: each.label, hint: each.name }))}
        onChange={(name) => name !== null && name.trim() !== "" && fill(name.trim())}
      />
    </>
  );
}

function textOf(value: Json): string {
  if (isExpression(value)) return value.$;
  return typeof value === "string" ? `'${value.replaceAll("'", "\\'")}'` : JSON.stringify(value);
}
