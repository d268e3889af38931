"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { FlowDocument, Json } from "#flow/document.ts";
import { stepsBefore } from "#flow/shape-at.ts";
import { isRecord } from "./json.ts";
import { usePanel } from "./panel-context.tsx";

/** What the step sees for the sample. A value that is chosen goes, as an expression, to the field that was edited last. */
export function DataTree({ document, trigger, steps }: { document: FlowDocument; trigger: Json | undefined; steps: Record<string, Json> }) {
  const { step } = usePanel();
  const before = stepsBefore(document, step.id).filter((id) => steps[id] !== undefined);
  if (trigger === undefined)
    return (
      <p className="px-4 py-4 text-13 text-ink-3">
        Choose a sample in the top bar, and what this step sees appears here. Values can then be put into its settings by a click.
      </p>
    );
  return (
    <div className="px-2 py-2 font-mono text-12">
      <Branch path="trigger" name="trigger" value={trigger} depth={0} />
      {before.map((id) => (
        <Branch key={id} path={`steps.${id}`} name={`steps.${id}`} value={steps[id] ?? null} depth={0} />
      ))}
    </div>
  );
}

function Branch({ path, name, value, depth }: { path: string; name: string; value: Json; depth: number }) {
  const [open, setOpen] = useState(depth < 2);
  const { onInsert } = usePanel();
  const entries = isRecord(value)
    ? Object.entries(value)
    : Array.isArray(value)
      ? value.slice(0, 20).map((each, index): [string, Json] => [String(index), each])
      : null;
  const inner = (key: string) => (Array.isArray(value) ? `${path}[${key}]` : /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}.\`${key}\``);
  return (
    <div style={{ paddingLeft: depth === 0 ? 0 : 12 }}>
      <div className="flex min-w-0 items-center gap-1">
        {entries ? (
          <button
            type="button"
            aria-expanded={open}
            aria-label={`${open ? "Fold" : "Unfold"} ${path}`}
            onClick={() => setOpen(!open)}
            className="grid size-5 shrink-0 place-items-center rounded-1 text-ink-3 hover:bg-surface-3"
          >
            {open ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
          </button>
        ) : (
          <span className="size-5 shrink-0" />
        )}
        <button
          type="button"
          draggable
          onDragStart={(event) => event.dataTransfer.setData("text/plain", path)}
          title={`Put ${path} into the field`}
          aria-label={`Use ${path}`}
          onClick={() => onInsert.current?.(path)}
          className="flex min-w-0 flex-1 items-baseline gap-2 rounded-1 px-1 text-left hover:bg-surface-3"
        >
          <span className="shrink-0 text-(--c-transform)">{name}</span>
          {!entries && <span className="truncate text-ink-2">{value === null ? "null" : String(value)}</span>}
          {entries && !open && <span className="text-ink-3">{Array.isArray(value) ? `${value.length} items` : `${entries.length} fields`}</span>}
        </button>
      </div>
      {open && entries?.map(([key, each]) => <Branch key={key} path={inner(key)} name={key} value={each} depth={depth + 1} />)}
    </div>
  );
}
