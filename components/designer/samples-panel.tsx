"use client";

import { useQuery } from "@tanstack/react-query";
import { Braces, ClipboardPaste, History, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "#components/trpc.tsx";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatTime } from "#components/ui/format.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { stepName } from "#flow/edit.ts";
import { placeOf } from "#flow/nested.ts";
import { exampleOf } from "#flow/schema-example.ts";
import { findFace } from "#flow/steps/faces.ts";
import type { FlowDocument, Json } from "#flow/document.ts";
import type { SampleSource, SampleView } from "#server/app.ts";
import { useDesigner, useDesignerState } from "./context.tsx";
import { CaptureDialog, SampleDialog } from "./dialogs/lazy.tsx";
import type { SampleStart } from "./dialogs/sample-form.tsx";
import { BLANK_SAMPLE } from "./dialogs/sample-menu.tsx";
import { usePins } from "./use-pins.ts";
import { useRemoveSample } from "./use-remove-sample.ts";

const SOURCE_WORDS: Record<SampleSource, string> = { pasted: "pasted", run: "from a run", schema: "from a schema" };

/** The samples of the flow: where each comes from, what is pinned with it, and the ways to get another. */
export function SamplesPanel({ chosen, onChoose }: { chosen: SampleView | null; onChoose: (sample: SampleView | null) => void }) {
  const { flow, environment, canEdit } = useDesigner();
  const document = useDesignerState((state) => state.whole);
  const trpc = useTRPC();
  const samples = useQuery(trpc.flows.samples.queryOptions({ flow }));
  const [start, setStart] = useState<SampleStart | null>(null);
  const [isCapturing, setCapturing] = useState(false);
  const { remove, isPending: isRemoving } = useRemoveSample(flow, { onRemoved: (sample) => sample.id === chosen?.id && onChoose(null) });
  const { unpin } = usePins(flow);
  const list = (samples.data ?? []) as SampleView[];
  const schema = triggerSchema(document);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        <Button size="sm" icon={<History size={14} aria-hidden />} disabled={!canEdit} onClick={() => setCapturing(true)}>
          From what really came
        </Button>
        <Button size="sm" icon={<ClipboardPaste size={14} aria-hidden />} disabled={!canEdit} onClick={() => setStart(BLANK_SAMPLE)}>
          Paste
        </Button>
        <Button
          size="sm"
          icon={<Braces size={14} aria-hidden />}
          disabled={!canEdit || schema === null}
          title={schema === null ? "The trigger declares no schema. Paste opens a form that takes any JSON Schema" : undefined}
          onClick={() => setStart({ sample: null, name: "From the schema", body: exampleOf(schema), source: "schema" })}
        >
          From the trigger’s schema
        </Button>
      </div>
      {samples.error && <p className="px-4 py-3 text-13 text-technical-text">The samples could not be read: {samples.error.message}</p>}
      {samples.data?.length === 0 && (
        <EmptyState compact title="No sample yet">
          A sample is what the trigger may get. Live values and test runs are worked out with it; it never reaches a deployed flow.
        </EmptyState>
      )}
      <ul className="min-h-0 flex-1 overflow-y-auto">
        {list.map((sample) => {
          const isChosen = sample.id === chosen?.id;
          const pins = Object.keys(sample.pins);
          return (
            <li
              key={sample.id}
              className={cx("flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5 text-12", isChosen && "bg-accent-soft")}
            >
              <button
                type="button"
                aria-pressed={isChosen}
                aria-label={`Use the sample ${sample.name}`}
                onClick={() => onChoose(sample)}
                className="min-w-0 flex-1 truncate text-left text-13 font-medium text-ink focus-visible:shadow-(--focus-inset)"
              >
                {sample.name}
              </button>
              {isChosen && <Tag tone="accent">chosen</Tag>}
              {sample.pinned && (
                <Tag title="Chosen by itself when the designer opens">
                  <Pin size={12} aria-hidden /> by itself
                </Tag>
              )}
              <span className="text-ink-3">
                {SOURCE_WORDS[sample.source]} · {sample.createdAt.slice(0, 10)} {formatTime(sample.createdAt)}
              </span>
              <IconButton size="sm" label={`Edit ${sample.name}`} disabled={!canEdit} onClick={() => setStart({ sample })}>
                <Pencil size={14} aria-hidden />
              </IconButton>
              <IconButton size="sm" label={`Remove ${sample.name}`} disabled={!canEdit || isRemoving} onClick={() => remove(sample)}>
                <Trash2 size={14} aria-hidden />
              </IconButton>
              {pins.length > 0 && (
                <span className="flex w-full flex-wrap items-center gap-1.5 text-ink-2">
                  Pinned:
                  {pins.map((id) => {
                    const step = placeOf(document, id)?.step;
                    const name = step ? stepName(step) : id;
                    return (
                      <Tag key={id} tone="accent">
                        {name}
                        <button
                          type="button"
                          aria-label={`Let go of what is pinned of ${name}`}
                          disabled={!canEdit}
                          onClick={() => unpin({ sample, step: id })}
                        >
                          <PinOff size={12} aria-hidden />
                        </button>
                      </Tag>
                    );
                  })}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <SampleDialog flow={flow} start={start} isFirst={list.length === 0} onClose={() => setStart(null)} onSaved={onChoose} />
      <CaptureDialog flow={flow} environment={environment} open={isCapturing} onClose={() => setCapturing(false)} onCaptured={onChoose} />
    </div>
  );
}

/** What the trigger says that it takes. */
function triggerSchema(document: FlowDocument): Json {
  for (const step of document.steps) if (findFace(step.type)?.trigger && step.config.schema !== undefined) return step.config.schema;
  return null;
}
