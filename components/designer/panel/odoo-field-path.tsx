"use client";

import { useQueries } from "@tanstack/react-query";
import { ChevronRight, X } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { OdooField } from "#flow/odoo-shape.ts";
import { alongPath, modelsAlong, type Segment } from "./field-path.ts";
import { textIn } from "./json.ts";
import { usePanel } from "./panel-context.tsx";

/** The fields along a path through relations: each model is asked for once the one before it is known. */
export function useFieldPath(path: string): { segments: Segment[]; field: OdooField | undefined } {
  "use memo";
  const trpc = useTRPC();
  const { environment, step } = usePanel();
  const connection = textIn(step.config, "connection");
  const first = textIn(step.config, "model");
  const [asked, setAsked] = useState<readonly string[]>([first]);
  const answers = useQueries({
    queries: asked.map((model) =>
      trpc.odoo.fields.queryOptions({ environment, connection, model }, { enabled: connection !== "" && model !== "", staleTime: 300_000, retry: false }),
    ),
  });
  const segments = alongPath(path, first, (model) => answers[asked.indexOf(model)]?.data);
  // what is known already leads to what has to be known next: drawn again before anybody sees it
  const models = modelsAlong(segments);
  if (models.join(" ") !== asked.join(" ")) setAsked(models);
  return { segments, field: segments.at(-1)?.field };
}

/** A field of the model, or of a record that it points to, as far as relations lead. */
export function OdooFieldPath({ label, value, onChange }: { label: string; value: string; onChange: (path: string) => void }) {
  "use memo";
  const { canEdit } = usePanel();
  const { segments, field } = useFieldPath(value);
  const [isDeeper, setDeeper] = useState(false);
  const related = useFieldPath(field?.relation ? `${value}.` : value).segments.at(-1)?.fields ?? [];
  const names = segments.map((segment) => segment.name);
  const put = (at: number, name: string) => {
    setDeeper(false);
    onChange([...names.slice(0, at), name].join("."));
  };
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
      {segments.map((segment, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a segment has no identity but its place
        <div key={`${at} ${segment.model}`} className="flex min-w-28 flex-1 items-center gap-1">
          {at > 0 && <ChevronRight size={12} aria-hidden className="shrink-0 text-ink-3" />}
          <Combobox
            className="min-w-0 flex-1"
            label={at === 0 ? label : `${label}, relation ${at}`}
            allowOther
            disabled={!canEdit}
            value={segment.name === "" ? null : segment.name}
            options={optionsOf(segment.fields)}
            placeholder="Field"
            onChange={(name) => name !== null && put(at, name)}
          />
        </div>
      ))}
      {isDeeper ? (
        <div className="flex min-w-28 flex-1 items-center gap-1">
          <ChevronRight size={12} aria-hidden className="shrink-0 text-ink-3" />
          <Combobox
            className="min-w-0 flex-1"
            label={`${label}, relation ${segments.length}`}
            allowOther
            value={null}
            options={optionsOf(related)}
            placeholder={`Field of ${field?.label ?? value}`}
            onChange={(name) => (name === null ? setDeeper(false) : put(segments.length, name))}
          />
          <IconButton size="sm" label={`Stay at ${field?.label ?? value}`} onClick={() => setDeeper(false)}>
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ) : (
        field?.relation && (
          <IconButton size="sm" label={`Go on to the fields of ${field.label}`} disabled={!canEdit} onClick={() => setDeeper(true)}>
            <ChevronRight size={14} aria-hidden />
          </IconButton>
        )
      )}
    </div>
  );
}

function optionsOf(fields: OdooField[]) {
  return fields.map((field) => ({
    value: field.name,
    label: field.label,
    hint: `${field.name} · ${field.type}${field.relation ? ` → ${field.relation}` : ""}`,
  }));
}
