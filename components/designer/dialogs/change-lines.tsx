import { Minus, PencilLine, Plus } from "lucide-react";
import type { FlowChange } from "#flow/compare.ts";

const ICONS = { added: Plus, removed: Minus, changed: PencilLine };

/** What is different between two states of a flow, one line each. */
export function ChangeLines({ changes }: { changes: FlowChange[] }) {
  return (
    <ul className="mb-3 flex max-h-44 flex-col gap-1 overflow-y-auto text-12">
      {changes.map((change) => {
        const Icon = ICONS[change.kind];
        return (
          <li key={`${change.kind} ${change.what} ${change.id}`} className="flex items-baseline gap-2">
            <Icon size={12} aria-label={change.kind} className="shrink-0 translate-y-0.5 text-ink-3" />
            <span className="text-ink">
              {change.what === "edge" ? "Edge " : ""}
              {change.title}
            </span>
            {change.fields.length > 0 && <span className="mono truncate text-ink-3">{change.fields.map((field) => field.path).join(", ")}</span>}
          </li>
        );
      })}
    </ul>
  );
}
