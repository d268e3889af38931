"use client";

import { ArrowRight, Plus, X } from "lucide-react";
import type { Target } from "#flow/mapping/target.ts";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { type LineEditorProps, useMapper } from "./mapper-context.tsx";
import { PlaceInput } from "./place-input.tsx";

type Row = LineEditorProps<"table">["mapped"]["rows"][number];

const OTHERWISE = [
  { value: "leave-out" as const, label: "Leave the field out" },
  { value: "stop" as const, label: "Stop with a business error" },
  { value: "value" as const, label: "Take this value" },
];

/** Value by value: what the source says, and what the field gets. */
export function ValueTableEditor({ target, mapped, onChange }: LineEditorProps<"table">) {
  const { canEdit } = useMapper();
  const { rows, otherwise } = mapped;
  const setRow = (at: number, row: Row, isTyping: boolean) =>
    onChange({ ...mapped, rows: rows.map((each, index) => (index === at ? row : each)) }, { isTyping });
  const blank = (): Row[1] => (target.type === "boolean" ? true : (target.choices?.[0]?.[0] ?? ""));
  const isTwice = (from: string) => rows.filter(([each]) => each === from).length > 1;
  return (
    <div className="flex flex-col gap-2">
      <PlaceInput label={`Source of ${target.label}`} value={mapped.path} onChange={(path) => onChange({ ...mapped, path })} />
      <table aria-label={`Values of ${target.label}`} className="max-w-[560px] text-12">
        <thead>
          <tr className="text-left text-11 text-ink-3">
            <th className="pb-1 font-medium">When the source says</th>
            <th aria-label="becomes" className="w-6" />
            <th className="pb-1 font-medium">{target.label} becomes</th>
            <th aria-label="Remove" className="w-7" />
          </tr>
        </thead>
        <tbody>
          {rows.map(([from, to], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            <tr key={at}>
              <td className="py-0.5">
                <Input
                  size="sm"
                  mono
                  className="w-full"
                  aria-label={`Source value ${at + 1}`}
                  aria-invalid={isTwice(from) || undefined}
                  disabled={!canEdit}
                  value={from}
                  spellCheck={false}
                  // two rows for one value cannot both count: the second waits until it differs
                  onChange={(event) => !rows.some(([each], index) => index !== at && each === event.target.value) && setRow(at, [event.target.value, to], true)}
                />
              </td>
              <td className="px-1 text-ink-3">
                <ArrowRight size={12} aria-hidden />
              </td>
              <td className="py-0.5">
                <Becomes target={target} label={`Becomes ${at + 1}`} value={to} onChange={(next, isTyping) => setRow(at, [from, next], isTyping)} />
              </td>
              <td>
                <IconButton
                  size="sm"
                  label={`Remove value ${at + 1}`}
                  disabled={!canEdit || rows.length === 1}
                  onClick={() => onChange({ ...mapped, rows: rows.filter((_, index) => index !== at) })}
                >
                  <X size={13} aria-hidden />
                </IconButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          icon={<Plus size={14} aria-hidden />}
          disabled={!canEdit || rows.some(([from]) => from === "")}
          onClick={() => onChange({ ...mapped, rows: [...rows, ["", blank()]] })}
        >
          Add value
        </Button>
        <span className="ml-2 text-12 text-ink-2">Everything else:</span>
        <Select
          size="sm"
          label="What other values become"
          className="w-56"
          disabled={!canEdit}
          value={otherwise.kind}
          options={OTHERWISE}
          onChange={(kind) => onChange({ ...mapped, otherwise: kind === "value" ? { kind, value: blank() } : { kind } })}
        />
        {otherwise.kind === "value" && (
          <Becomes
            target={target}
            label="Other values become"
            value={otherwise.value}
            onChange={(value, isTyping) => onChange({ ...mapped, otherwise: { kind: "value", value } }, { isTyping })}
          />
        )}
      </div>
    </div>
  );
}

type BecomesProps = { target: Target; label: string; value: Row[1]; onChange: (value: Row[1], isTyping: boolean) => void };

function Becomes({ target, label, value, onChange }: BecomesProps) {
  const { canEdit } = useMapper();
  if (target.type === "boolean" || typeof value === "boolean")
    return (
      <Select
        size="sm"
        label={label}
        disabled={!canEdit}
        value={value === true ? "yes" : "no"}
        options={[
          { value: "yes", label: "yes" },
          { value: "no", label: "no" },
        ]}
        onChange={(next) => onChange(next === "yes", false)}
      />
    );
  if (target.choices)
    return (
      <Select
        size="sm"
        label={label}
        className="w-full min-w-40"
        disabled={!canEdit}
        value={String(value) === "" ? null : String(value)}
        options={target.choices.map(([key, name]) => ({ value: key, label: name }))}
        onChange={(next) => onChange(next, false)}
      />
    );
  return (
    <Input size="sm" className="w-full" aria-label={label} disabled={!canEdit} value={String(value)} onChange={(event) => onChange(event.target.value, true)} />
  );
}
