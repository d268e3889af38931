"use client";

import { useState } from "react";
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import { readCommands } from "#flow/mapping/command-list.ts";
import { conversionsFor } from "#flow/mapping/conversions.ts";
import { mappedText, readMapped, writeMapped } from "#flow/mapping/mapped.ts";
import type { Mapped } from "#flow/mapping/mapped.ts";
import type { Target } from "#flow/mapping/target.ts";
import { Button } from "#components/ui/button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { ExpressionField } from "../panel/expression-field.tsx";
import { ProblemLines } from "../panel/setting.tsx";
import { valueWords } from "../panel/live-value.tsx";
import { CommandsEditor } from "./commands-editor.tsx";
import { DroppingDialog } from "./dropping-dialog.tsx";
import { FixedValue } from "./fixed-value.tsx";
import { droppedBy, type Form, formOf, inForm } from "./in-form.ts";
import { LinesEditor } from "./lines-editor.tsx";
import { ObjectEditor } from "./object-editor.tsx";
import styles from "./mapper.module.css";
import { useMapper } from "./mapper-context.tsx";
import { RecordEditor } from "./record-editor.tsx";
import type { TargetRow } from "./target-rows.ts";
import { useLineProblems } from "./use-line-problems.ts";
import { ValueTableEditor } from "./value-table-editor.tsx";

type Change = (value: Json | undefined, options?: { isTyping: boolean }) => void;

const LABELS: Record<Form, string> = {
  expression: "Expression",
  literal: "Fixed value",
  table: "Value by value",
  record: "Find a record",
  lines: "A line for each",
  object: "Field by field",
  commands: "Commands",
};

/** Everything that can be said about one line: which form it has, and the form's own editor. */
export function LineEditor({ row, onChange }: { row: TargetRow; onChange: Change }) {
  const { target, value } = row;
  const { canEdit, live, hasSample, sources } = useMapper();
  const mapped: Mapped = value === undefined ? { kind: "expression", source: "" } : readMapped(value);
  const problems = useLineProblems(target.name);
  const form = formOf(mapped, target);
  const forms = formsFor(target, form);
  const [asked, ask] = useState<Form | null>(null);
  const set = (next: Mapped, options?: { isTyping: boolean }) => onChange(writeMapped(next), options);
  const source = mapped.kind === "literal" ? "" : isExpression(value) ? value.$ : mappedText(mapped);
  const place = "path" in mapped ? mapped.path : null;
  const seen = place === null ? undefined : sources.byText.get(place)?.seen;
  const ways = seen ? conversionsFor(seen, target.type) : [];
  const answer = value === undefined ? undefined : live(target.name, value);

  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label={`How ${target.label} is filled`}
          value={form}
          disabled={!canEdit}
          options={forms.map((each) => ({ value: each, label: LABELS[each] }))}
          onChange={(next) => (droppedBy(mapped, next, target) === null ? set(inForm(mapped, next, target)) : ask(next))}
        />
        {ways.length > 0 && place !== null && (mapped.kind === "path" || mapped.kind === "converted") && (
          <Select
            size="sm"
            label={`Conversion for ${target.label}`}
            className="w-60"
            disabled={!canEdit}
            value={mapped.kind === "converted" ? mapped.by : AS_IT_IS}
            options={[{ value: AS_IT_IS, label: "As it is" }, ...ways.map((way) => ({ value: way.id, label: way.title }))]}
            onChange={(by) => set(by === AS_IT_IS ? { kind: "path", path: place } : { kind: "converted", path: place, by })}
          />
        )}
        {target.help && <span className="min-w-0 flex-1 truncate text-11 text-ink-3">{target.help}</span>}
      </div>
      {asked !== null && (
        <DroppingDialog
          label={target.label}
          what={droppedBy(mapped, asked, target) ?? "nothing"}
          onDrop={() => {
            ask(null);
            set(inForm(mapped, asked, target));
          }}
          onClose={() => ask(null)}
        />
      )}
      {form === "expression" && (
        <ExpressionField
          label={`Expression for ${target.label}`}
          value={source}
          placeholder="trigger.body.…"
          invalid={problems.length > 0}
          onChange={(text) => onChange(text.trim() === "" ? undefined : { $: text }, { isTyping: true })}
        />
      )}
      {form === "object" && <ObjectEditor target={target} />}
      {mapped.kind === "literal" && form === "commands" && <CommandsEditor target={target} commands={readCommands(mapped.value) ?? []} onChange={onChange} />}
      {mapped.kind === "literal" && form === "literal" && <FixedValue target={target} value={mapped.value} onChange={onChange} />}
      {mapped.kind === "table" && <ValueTableEditor target={target} mapped={mapped} onChange={set} />}
      {mapped.kind === "record" && <RecordEditor target={target} mapped={mapped} onChange={set} />}
      {mapped.kind === "lines" && <LinesEditor target={target} mapped={mapped} onChange={set} />}
      {form !== "literal" && form !== "object" && form !== "commands" && value !== undefined && (
        <p className={styles.liveValue} aria-live="polite">
          <span className="text-ink-3">= </span>
          {hasSample ? valueWords(answer) : "Choose a sample to see its value here."}
        </p>
      )}
      <ProblemLines problems={problems} />
      {target.type === "records" && value === undefined && (
        <Button size="sm" className="self-start" disabled={!canEdit} onClick={() => onChange([])}>
          Set to none
        </Button>
      )}
    </div>
  );
}

const AS_IT_IS = "as-it-is";

function formsFor(target: Target, present: Form): Form[] {
  const forms: Form[] = ["expression", "literal"];
  if (["choice", "boolean", "text", "any"].includes(target.type)) forms.push("table");
  if (target.type === "record" || target.type === "records") forms.push("record");
  if (target.type === "lines" || target.type === "any") forms.push("lines");
  if (target.type === "records" || target.type === "lines") forms.push("commands");
  if (target.type === "object") forms.push("object");
  return forms.includes(present) ? forms : [...forms, present];
}
