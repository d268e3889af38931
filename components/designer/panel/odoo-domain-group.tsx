"use client";

import { FolderPlus, Plus, X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Select } from "#components/ui/select.tsx";
import type { DomainCondition, DomainGroup, DomainNode } from "#flow/odoo-domain/tree.ts";
import { DomainConditionEditor } from "./odoo-domain-condition.tsx";
import { usePanel } from "./panel-context.tsx";

type Hold = "and" | "or" | "not-and" | "not-or";
const HOLDS: { value: Hold; label: string }[] = [
  { value: "and", label: "all of these hold" },
  { value: "or", label: "any of these holds" },
  { value: "not-and", label: "not all of these hold" },
  { value: "not-or", label: "none of these holds" },
];

const blank = (): DomainNode => ({ kind: "condition", isNot: false, field: "", operator: "=", value: "" });

/** Conditions and further groups that hold together. `place` is null for the whole domain. */
export function DomainGroupEditor({
  pathOf,
  place,
  group,
  onChange,
  onRemove,
}: {
  /** of a condition, inside the step's settings */
  pathOf: (condition: DomainCondition) => string;
  place: string | null;
  group: DomainGroup;
  onChange: (group: DomainGroup) => void;
  onRemove?: () => void;
}) {
  const { canEdit } = usePanel();
  const { of } = group;
  const put = (next: DomainNode[]) => onChange({ ...group, of: next });
  const hold: Hold = group.isNot ? `not-${group.how}` : group.how;
  const name = place === null ? "the domain" : `group ${place}`;
  const other = group.how === "and" ? "or" : "and";
  return (
    <fieldset
      aria-label={place === null ? "Conditions" : `Group ${place}`}
      className={cx("flex min-w-0 flex-col gap-2", place !== null && "relative rounded-2 border border-line-strong bg-surface-2 p-2")}
    >
      {(place !== null || of.length > 1 || group.isNot) && (
        <div className={cx("flex items-center gap-2", place !== null && "pr-6")}>
          <Select
            size="sm"
            className="min-w-0"
            label={`What must hold, of ${name}`}
            disabled={!canEdit}
            value={hold}
            options={HOLDS}
            onChange={(next) => onChange({ ...group, isNot: next.startsWith("not-"), how: next.endsWith("or") ? "or" : "and" })}
          />
          {onRemove && (
            <span className="absolute top-1 right-1">
              <IconButton size="sm" label={`Remove ${name}`} disabled={!canEdit} onClick={onRemove}>
                <X size={14} aria-hidden />
              </IconButton>
            </span>
          )}
        </div>
      )}
      {of.map((node, at) => {
        const common = {
          place: place === null ? `${at + 1}` : `${place}.${at + 1}`,
          onRemove: () => put(of.filter((_, index) => index !== at)),
        };
        const set = (next: DomainNode) => put(of.map((each, index) => (index === at ? next : each)));
        return node.kind === "group" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          <DomainGroupEditor key={at} {...common} pathOf={pathOf} group={node} onChange={set} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          <DomainConditionEditor key={at} {...common} path={pathOf(node)} condition={node} onChange={set} />
        );
      })}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          icon={<Plus size={14} aria-hidden />}
          disabled={!canEdit}
          aria-label={place === null ? "Add condition" : `Add condition to ${name}`}
          onClick={() => put([...of, blank()])}
        >
          Add condition
        </Button>
        <Button
          size="sm"
          variant="ghost"
          icon={<FolderPlus size={14} aria-hidden />}
          disabled={!canEdit}
          aria-label={place === null ? "Add group" : `Add group to ${name}`}
          onClick={() => put([...of, { kind: "group", isNot: false, how: other, of: [blank(), blank()] }])}
        >
          Add group
        </Button>
      </div>
    </fieldset>
  );
}
