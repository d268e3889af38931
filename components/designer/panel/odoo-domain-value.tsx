"use client";

import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
import type { Comparison } from "#flow/odoo-domain/operators.ts";
import { relativeIn, relativeSource, type RelativeDate } from "#flow/odoo-domain/relative-date.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { OdooField } from "#flow/odoo-shape.ts";
import { literalOf } from "./odoo-literal.ts";
import { usePanel } from "./panel-context.tsx";
import type { Literal } from "./literal-input.tsx";
import { LiveValue } from "./live-value.tsx";
import { ValueControl } from "./value-control.tsx";

type ValueProps = {
  path: string;
  /** accessible name */
  name: string;
  field: OdooField | undefined;
  comparison: Comparison;
  value: Json;
  onChange: (value: Json) => void;
};

/** What a condition compares with: written down by the field's type, worked out, or for days counted from when the run looks. */
export function DomainValue(q: ValueProps) {
  const { field, comparison, value, onChange } = q;
  const { step } = usePanel();
  if (comparison.takes === "nothing") return null;
  // a trigger looks before there is a run, so nothing can be worked out but days that count from the look
  const fixed = step.type === "trigger.odoo";
  if (comparison.takes === "one" && (field?.type === "date" || field?.type === "datetime")) return <DayValue {...q} type={field.type} fixed={fixed} />;
  if (comparison.takes === "list" && field?.selection && !isExpression(value)) return <Choices {...q} selection={field.selection} />;
  return (
    <ValueControl
      path={q.path}
      label="Value"
      name={q.name}
      fixed={fixed}
      literal={literalFor(field, comparison)}
      {...(field?.type === "date" ? { placeholder: "2026-12-31" } : field?.type === "datetime" ? { placeholder: "2026-12-31 17:00:00" } : {})}
      value={value}
      onChange={(next) => onChange(next ?? (comparison.takes === "list" ? [] : ""))}
    />
  );
}

const NUMBERS = new Set(["integer", "float", "monetary", "many2one", "many2many", "one2many"]);

function literalFor(field: OdooField | undefined, { takes, id }: Comparison): Literal {
  if (id === "any" || id === "not any") return { kind: "json" };
  if (takes === "list") return { kind: field && NUMBERS.has(field.type) ? "numbers" : "texts" };
  if (takes === "pattern" || !field) return { kind: "text" };
  return NUMBERS.has(field.type) ? { kind: "number" } : field.type === "text" || field.type === "html" ? { kind: "text" } : literalOf(field);
}

function Choices({ name, value, onChange, selection }: ValueProps & { selection: [string, string][] }) {
  const { canEdit } = usePanel();
  const held = Array.isArray(value) ? value : [];
  return (
    <fieldset aria-label={name} className="flex flex-wrap gap-x-4 gap-y-1">
      {selection.map(([key, label]) => (
        <Checkbox
          key={key}
          checked={held.includes(key)}
          disabled={!canEdit}
          onChange={(isChosen) => onChange(isChosen ? [...held, key] : held.filter((each) => each !== key))}
        >
          {label}
        </Checkbox>
      ))}
    </fieldset>
  );
}

type When = "given" | "now" | "today" | "week" | "month" | "year" | "days";
const WHENS: { value: When; label: string }[] = [
  { value: "given", label: "a day of one's own" },
  { value: "today", label: "today" },
  { value: "now", label: "now" },
  { value: "days", label: "days from today" },
  { value: "week", label: "start of this week" },
  { value: "month", label: "start of this month" },
  { value: "year", label: "start of this year" },
];

function DayValue({ path, name, value, onChange, type, fixed }: ValueProps & { type: "date" | "datetime"; fixed: boolean }) {
  const { canEdit } = usePanel();
  const relative = isExpression(value) ? relativeIn(value.$, type) : null;
  const when = whenOf(relative);
  const put = (date: RelativeDate | null) => onChange(date === null ? "" : { $: relativeSource(date, type) });
  return (
    <div data-field={path} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-center gap-2">
        <Select
          label={`When, of ${name.toLowerCase()}`}
          className="min-w-0 flex-1"
          disabled={!canEdit}
          value={when}
          options={type === "date" ? WHENS.filter((each) => each.value !== "now") : WHENS}
          onChange={(next) => put(dateOf(next))}
        />
        {relative?.kind === "days" && (
          <Input
            aria-label={`Days from today, of ${name.toLowerCase()}`}
            type="number"
            className="w-24 shrink-0"
            disabled={!canEdit}
            value={relative.days}
            onChange={(event) => put({ kind: "days", days: Math.trunc(Math.max(-99_999, Math.min(99_999, Number(event.target.value) || 0))) })}
          />
        )}
      </div>
      {isExpression(value) && relative ? (
        <LiveValue source={value.$} />
      ) : (
        <ValueControl
          path={path}
          label="Value"
          name={name}
          fixed={fixed}
          literal={{ kind: "text" }}
          placeholder={type === "date" ? "2026-12-31" : "2026-12-31 17:00:00"}
          value={value}
          onChange={(next) => onChange(next ?? "")}
        />
      )}
    </div>
  );
}

function whenOf(date: RelativeDate | null): When {
  if (date === null) return "given";
  return date.kind === "start" ? date.of : date.kind;
}

function dateOf(when: When): RelativeDate | null {
  switch (when) {
    case "given":
      return null;
    case "days":
      return { kind: "days", days: -7 };
    case "now":
    case "today":
      return { kind: when };
    default:
      return { kind: "start", of: when };
  }
}
