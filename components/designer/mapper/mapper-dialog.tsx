"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { ArrowLeft, Redo2, Undo2, X } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { isExpression, type Json } from "#flow/document.ts";
import { stepName } from "#flow/edit.ts";
import type { EntryForm } from "#flow/mapping/entries.ts";
import { readMapped } from "#flow/mapping/mapped.ts";
import type { Target } from "#flow/mapping/target.ts";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Note } from "#components/ui/note.tsx";
import { isTyping } from "#components/ui/use-keys.ts";
import type { ExpressionValue } from "#server/app.ts";
import { useDesigner, useDesignerState } from "../context.tsx";
import { isRecord, textIn } from "../panel/json.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { Mapper } from "./mapper.tsx";
import styles from "./mapper.module.css";
import { linesMapping, useMapping } from "./use-mapping.ts";
import { useSources } from "./use-sources.ts";
import { useEarlier, useModelTargets } from "./use-targets.ts";

export type MapperDialogProps = { form: EntryForm; held: Json | undefined; onChange: (value: Json) => void; onClose: () => void };

/** The mapper over the whole window, on the settings of the step that is open: every action is one step back there. */
export function MapperDialog({ form, held, onChange, onClose }: MapperDialogProps) {
  const { store, flow } = useDesigner();
  const panel = usePanel();
  const past = useDesignerState((state) => state.past.length);
  const future = useDesignerState((state) => state.future.length);
  const [opened] = useState(past);
  const [lines, setLines] = useState<Target | null>(null);
  const [said, setSaid] = useState("");
  const popup = useRef<HTMLDivElement>(null);
  const { step, environment, canEdit, hasSample, liveValue } = panel;
  const connection = textIn(step.config, "connection");
  const model = form === "record" ? textIn(step.config, "model") : null;
  const outer = useMapping({ form, held, onChange });
  const inner = lines === null ? null : linesMapping(outer, lines.name);
  const shown = lines === null ? model : lines.relation;
  const { targets: fields, isReading, failure, retry } = useModelTargets({ environment, connection, model: shown });
  // a line belongs to its record by itself
  const targets = useMemo(() => fields.filter((field) => field.name !== lines?.inverse), [fields, lines]);
  const earlier = useEarlier({ model: lines === null ? model : null, flow });
  const sources = useSources(inner === null ? null : inner.of);

  const live = (target: string, value: Json): ExpressionValue | undefined => {
    if (lines !== null) return ofFirstLine(liveValue, outer.values.get(lines.name), target);
    const read = isExpression(value) ? value : lookedUp(value);
    return read === null ? undefined : liveValue(read.$);
  };
  const canUndo = past > opened;
  const label = lines === null ? `Fields of ${model ?? stepName(step)}` : `Fields of each line of ${lines.label}`;

  return (
    <Base.Root open onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop fixed inset-0 z-50 bg-[rgb(10_20_22/.38)]" />
        <Base.Popup
          ref={popup}
          initialFocus={() => popup.current?.querySelector<HTMLElement>("[role=tree]") ?? true}
          className={styles.dialog}
          onKeyDown={(event) => {
            if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || isTyping(event.target)) return;
            event.preventDefault();
            if (event.shiftKey) store.redo();
            else if (canUndo) store.undo();
          }}
        >
          <header className={styles.head}>
            {lines !== null && (
              <Button size="sm" icon={<ArrowLeft size={14} aria-hidden />} onClick={() => setLines(null)}>
                Back to {model}
              </Button>
            )}
            <div className="min-w-0 flex-1">
              <Base.Title className="truncate text-16 font-semibold text-ink">
                {lines === null ? `Map ${stepName(step)}` : `Map each line of ${lines.label}`}
              </Base.Title>
              <Base.Description className="truncate text-12 text-ink-3">
                {lines === null ? (
                  model === null ? (
                    "Names and values of an object"
                  ) : (
                    <span className="mono">{model}</span>
                  )
                ) : (
                  <span className="mono">{`${inner?.of} → ${lines.relation}`}</span>
                )}
                <span className={styles.keys}> · Enter picks a source and connects it · F2 edits · Y accepts · 1 to 9 converts · Del clears</span>
              </Base.Description>
            </div>
            <IconButton label="Undo" shortcut="Ctrl Z" disabled={!canUndo} onClick={store.undo}>
              <Undo2 size={16} aria-hidden />
            </IconButton>
            <IconButton label="Redo" shortcut="Ctrl Shift Z" disabled={future === 0} onClick={store.redo}>
              <Redo2 size={16} aria-hidden />
            </IconButton>
            <Base.Close
              render={
                <IconButton label="Close" shortcut="Esc">
                  <X size={16} aria-hidden />
                </IconButton>
              }
            />
          </header>
          {failure !== null && (
            <div className="px-4 pb-2">
              <Note
                tone="warn"
                action={
                  <Button size="sm" onClick={retry}>
                    Ask again
                  </Button>
                }
              >
                The fields of {shown} could not be read from Odoo: {failure} What is mapped can be changed all the same.
              </Note>
            </div>
          )}
          {isReading ? (
            <p className="flex-1 px-4 py-6 text-13 text-ink-3">Reading the fields of {shown}</p>
          ) : (
            <Mapper
              key={lines === null ? "outer" : lines.name}
              mapping={inner ?? outer}
              sources={sources}
              targets={targets}
              isDescribed={targets.length > 0}
              label={label}
              earlier={earlier}
              canEdit={canEdit}
              hasSample={hasSample}
              live={live}
              enterLines={lines === null && form === "record" ? setLines : null}
              say={setSaid}
            />
          )}
          <p role="status" className="sr-only">
            {said}
          </p>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The expression inside a lookup: its value is what is looked for. */
function lookedUp(value: Json): { $: string } | null {
  const mapped = readMapped(value);
  if (mapped.kind !== "record" || !isRecord(value) || !isRecord(value.$record)) return null;
  const inner = value.$record.value;
  return isExpression(inner) ? inner : null;
}

/** Lines are evaluated as a whole: the first of them stands for each. */
function ofFirstLine(liveValue: (source: string) => ExpressionValue | undefined, lines: Json | undefined, field: string): ExpressionValue | undefined {
  const answer = isExpression(lines) ? liveValue(lines.$) : undefined;
  if (!answer?.ok) return answer;
  const first = Array.isArray(answer.value) ? answer.value[0] : answer.value;
  if (!isRecord(first)) return { ok: true, value: undefined };
  const held = first[field];
  return { ok: true, value: isRecord(held) && isRecord(held.$record) ? held.$record.value : held };
}
