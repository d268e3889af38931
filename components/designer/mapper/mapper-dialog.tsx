"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { ArrowLeft, Redo2, Undo2, X } from "lucide-react";
import { useRef, useState } from "react";
import type { Json } from "#flow/document.ts";
import { isExpression } from "#flow/marks.ts";
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
import { AimBar } from "./aim-bar.tsx";
import { Mapper } from "./mapper.tsx";
import styles from "./mapper.module.css";
import { type Aim, aimOf, useSetAim } from "./use-aim.ts";
import { mappingAt, useMapping } from "./use-mapping.ts";
import { useSources } from "./use-sources.ts";
import { useEarlier, useTargets } from "./use-targets.ts";

export type MapperDialogProps = { form: EntryForm; held: Json | undefined; onChange: (value: Json) => void; onClose: () => void };

/** The mapper over the whole window, on the settings of the step that is open: every action is one step back there. */
export function MapperDialog({ form, held, onChange, onClose }: MapperDialogProps) {
  const { store, flow } = useDesigner();
  const panel = usePanel();
  const past = useDesignerState((state) => state.past.length);
  const future = useDesignerState((state) => state.future.length);
  const [opened] = useState(past);
  // it is drawn open, when the library no longer sees what had the focus before
  const [opener] = useState(() => document.activeElement);
  const [trail, setTrail] = useState<readonly Target[]>([]);
  const [pending, setPending] = useState<Aim | null>(null);
  const [said, setSaid] = useState("");
  const popup = useRef<HTMLDivElement>(null);
  const { step, canEdit, hasSample, liveValue } = panel;
  const setAim = useSetAim(step);
  const aim = pending ?? aimOf(step);
  const outer = useMapping({ form, held, onChange });
  const { mapping, of, around } = mappingAt(outer, trail);
  const into = trail.at(-1);
  const { targets, isReading, failure, retry, whose, strange } = useTargets({ form, aim, into });
  const model = form === "record" ? textIn(step.config, "model") || null : null;
  const earlier = useEarlier({ model: into === undefined ? model : null, flow });
  const sources = useSources(of);

  const live = (target: string, value: Json): ExpressionValue | undefined => {
    if (around !== null) return ofFirstLine(liveValue, around, target);
    const read = isExpression(value) ? value : lookedUp(value);
    return read === null ? undefined : liveValue(read.$);
  };
  const canUndo = past > opened;
  const label = into === undefined ? `Fields of ${whose ?? stepName(step)}` : `Fields of ${partWords(into)}`;

  return (
    <Base.Root open onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop fixed inset-0 z-50 bg-[rgb(10_20_22/.38)]" />
        <Base.Popup
          ref={popup}
          finalFocus={() => (opener instanceof HTMLElement && opener.isConnected ? opener : true)}
          initialFocus={() => popup.current?.querySelector<HTMLElement>("[role=tree]") ?? true}
          className={styles.dialog}
          onKeyDown={(event) => {
            const key = event.key.toLowerCase();
            if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y") || isTyping(event.target)) return;
            event.preventDefault();
            if (event.shiftKey || key === "y") store.redo();
            else if (canUndo) store.undo();
          }}
        >
          <header className={styles.head}>
            {into !== undefined && (
              <Button size="sm" icon={<ArrowLeft size={14} aria-hidden />} onClick={() => setTrail(trail.slice(0, -1))}>
                Back to {trail.at(-2)?.label ?? model ?? stepName(step)}
              </Button>
            )}
            <div className="min-w-0 flex-1">
              <Base.Title className="truncate text-16 font-semibold text-ink">
                {into === undefined ? `Map the fields of ${stepName(step)}` : `Map ${partWords(into)}`}
              </Base.Title>
              <Base.Description className="truncate text-12 text-ink-3">
                {of !== null ? (
                  <span className="mono">{`${of} → ${into?.relation ?? into?.name}`}</span>
                ) : whose === null ? (
                  "Names and values of an object"
                ) : (
                  <span className="mono">{whose}</span>
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
          {form === "list" && into === undefined && (
            <AimBar
              aim={aim}
              onChange={(next) => {
                // half a choice is kept here and not in the settings
                const isWhole = next.kind === "free" || (next.kind === "contract" ? next.ref !== "" : next.connection !== "" && next.model !== "");
                setPending(isWhole ? null : next);
                if (isWhole) setAim(next);
              }}
            />
          )}
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
                The fields of {whose} could not be read: {failure} What is mapped can be changed all the same.
              </Note>
            </div>
          )}
          {isReading ? (
            <p className="flex-1 px-4 py-6 text-13 text-ink-3">Reading the fields of {whose}</p>
          ) : (
            <Mapper
              key={`${whose} ${trail.map((each) => each.name).join(".")}`}
              mapping={mapping}
              sources={sources}
              targets={targets}
              isDescribed={targets.length > 0}
              strange={strange}
              label={label}
              earlier={earlier}
              canEdit={canEdit}
              hasSample={hasSample}
              live={live}
              enter={trail.some((each) => each.type === "lines") ? null : (target) => setTrail([...trail, target])}
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

function partWords(target: Target): string {
  return target.type === "lines" ? `each line of ${target.label}` : target.label;
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
