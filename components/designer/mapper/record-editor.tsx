"use client";

import { readSource, mappedText } from "#flow/mapping/mapped.ts";
import { Combobox } from "#components/ui/combobox.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { ExpressionField } from "../panel/expression-field.tsx";
import { type LineEditorProps, useMapper } from "./mapper-context.tsx";
import { useModelTargets } from "./use-targets.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { textIn } from "../panel/json.ts";
import { shownLiteral, WAYS, wayWords } from "./words.ts";

const MISSING = [
  { value: "fail" as const, label: "Stop with a business error" },
  { value: "leave-out" as const, label: "Leave the field out" },
  { value: "create" as const, label: "Make the record" },
];
/** Alone they say nothing that a record could be made of. */
const CANNOT_CREATE = new Set(["external-id", "key", "id"]);

/** A related record that is named by something other than its id. */
export function RecordEditor({ target, mapped, onChange }: LineEditorProps<"record">) {
  const { canEdit } = useMapper();
  const { environment, step } = usePanel();
  const related = useModelTargets({ environment, connection: textIn(step.config, "connection"), model: target.relation });
  const known = new Set(related.targets.map((each) => each.name));
  const ways = WAYS.filter((way) => related.targets.length === 0 || known.has(way.value) || CANNOT_CREATE.has(way.value));
  const more = related.targets.filter((each) => (each.type === "text" || each.type === "integer") && !ways.some((way) => way.value === each.name));
  const { value } = mapped;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2 text-12 text-ink-2">
        Find {target.relation ? <span className="mono text-11">{target.relation}</span> : "the record"} by
        <Combobox
          label={`${target.label} is found by`}
          className="w-44"
          allowOther
          disabled={!canEdit}
          value={mapped.by}
          options={[...ways, ...more.map((each) => ({ value: each.name, label: each.label, hint: each.name }))]}
          onChange={(by) =>
            by !== null && onChange({ ...mapped, by, onMissing: CANNOT_CREATE.has(by) && mapped.onMissing === "create" ? "fail" : mapped.onMissing })
          }
        />
        when there is none
        <Select
          label={`When there is no such record for ${target.label}`}
          className="w-56"
          disabled={!canEdit}
          value={mapped.onMissing}
          options={MISSING.filter((each) => each.value !== "create" || !CANNOT_CREATE.has(mapped.by))}
          onChange={(onMissing) => onChange({ ...mapped, onMissing })}
        />
      </div>
      {target.type === "records" && (
        <Segmented
          label={`How ${target.label} is changed`}
          value={mapped.add ? "add" : "set"}
          className="self-start"
          disabled={!canEdit}
          options={[
            { value: "set", label: "Set to these" },
            { value: "add", label: "Add these" },
          ]}
          onChange={(next) => onChange({ ...mapped, add: next === "add" })}
        />
      )}
      <ExpressionField
        label={`${wayWords(mapped.by)} of ${target.label}`}
        value={value === null ? "" : value.kind === "literal" ? `'${shownLiteral(value.value)}'` : mappedText(value)}
        placeholder="trigger.body.country"
        onChange={(text) => onChange({ ...mapped, value: text.trim() === "" ? null : readSource(text) }, { isTyping: true })}
      />
      <p className="text-11 text-ink-3">
        {target.type === "records" ? "A list finds all of them. " : ""}More than one match always stops the step. All records of a step are looked up in one
        search.
      </p>
    </div>
  );
}
