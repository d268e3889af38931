"use client";

import { X } from "lucide-react";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Select } from "#components/ui/select.tsx";
import { comparisonIn, comparisonsOf, valueFor } from "#flow/odoo-domain/operators.ts";
import type { DomainCondition } from "#flow/odoo-domain/tree.ts";
import { DomainValue } from "./odoo-domain-value.tsx";
import { OdooFieldPath, useFieldPath } from "./odoo-field-path.tsx";
import { usePanel, useProblemsAt } from "./panel-context.tsx";
import { ProblemLines } from "./setting.tsx";

/** One condition: a field, how it is compared, with what. `place` is where it stands, as 2.1 is the first in the second. */
export function DomainConditionEditor({
  path,
  place,
  condition,
  onChange,
  onRemove,
}: {
  path: string;
  place: string;
  condition: DomainCondition;
  onChange: (condition: DomainCondition) => void;
  onRemove: () => void;
}) {
  "use memo";
  const { canEdit } = usePanel();
  const problems = useProblemsAt(path);
  const { field } = useFieldPath(condition.field);
  const { operator, value } = condition;
  const known = comparisonIn({ type: field?.type, operator, value });
  const offered = comparisonsOf(field?.type);
  const options = offered.some((each) => each.id === known.id) ? offered : [...offered, known];
  const choose = (id: string) => {
    const next = options.find((each) => each.id === id) ?? known;
    onChange({ ...condition, operator: next.operator, value: valueFor(next, value) });
  };
  const name = `condition ${place}`;
  return (
    <fieldset
      data-field={path}
      aria-label={`Condition ${place}`}
      className="relative flex min-w-0 flex-col gap-2 rounded-2 border border-line bg-surface p-2 pr-8"
    >
      <OdooFieldPath label={`Field of ${name}`} value={condition.field} onChange={(next) => onChange({ ...condition, field: next })} />
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-pressed={condition.isNot}
          aria-label={`Not, of ${name}`}
          title="The condition must not hold"
          disabled={!canEdit}
          onClick={() => onChange({ ...condition, isNot: !condition.isNot })}
          className={cx(
            "h-(--control) shrink-0 rounded-2 px-2 text-12 text-ink-3 hover:bg-surface-3",
            "aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-text",
          )}
        >
          not
        </button>
        <Select
          label={`Operator of ${name}`}
          className="min-w-0 flex-1"
          disabled={!canEdit}
          value={known.id}
          options={options.map((each) => ({ value: each.id, label: each.label }))}
          onChange={choose}
        />
      </div>
      <DomainValue
        path={`${path}.2`}
        name={`Value of ${name}`}
        field={field}
        comparison={known}
        value={value}
        onChange={(next) => onChange({ ...condition, value: next })}
      />
      <ProblemLines problems={problems} />
      <span className="absolute top-1 right-1">
        <IconButton size="sm" label={`Remove ${name}`} disabled={!canEdit} onClick={onRemove}>
          <X size={14} aria-hidden />
        </IconButton>
      </span>
    </fieldset>
  );
}
