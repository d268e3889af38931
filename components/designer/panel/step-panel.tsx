"use client";

import { Trash2, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { FlowDocument, Json, Step } from "#flow/document.ts";
import type { Problem } from "#flow/problem.ts";
import { scopeAt } from "#flow/shape-at.ts";
import { findStep } from "#flow/steps/index.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Note } from "#components/ui/note.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { StepTile } from "#components/ui/step-tile.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { SampleView, TestRunView } from "#server/app.ts";
import { DataTree } from "./data-tree.tsx";
import { MoreSettings } from "./more-settings.tsx";
import { PanelProvider } from "./panel-context.tsx";
import { ProblemLines } from "./setting.tsx";
import { SettingEditor } from "./setting-editor.tsx";
import { StepResult } from "./step-result.tsx";
import { useLive } from "./use-live.ts";

export type StepPanelProps = {
  environment: string;
  flow: string;
  document: FlowDocument;
  step: Step;
  /** of this step */
  problems: Problem[];
  sample: SampleView | null;
  lastRun: TestRunView | null;
  focusField: string | null;
  canEdit: boolean;
  /** `burst`: changes of the same burst are one undo */
  onChange: (step: Step, burst: string) => void;
  onRename: (id: string) => void;
  onDelete: () => void;
  onClose: () => void;
};

type Tab = "settings" | "data" | "result" | "more";

export function StepPanel(q: StepPanelProps) {
  const { step, document, sample } = q;
  const definition = findStep(step.type);
  const [tab, setTab] = useState<Tab>("settings");
  const [way, setWay] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const live = useLive(q);
  const scope = useMemo(
    () => scopeAt(document, step.id, { ...(sample ? { trigger: sample.trigger } : {}), steps: live.steps }),
    [document, step.id, sample, live.steps],
  );
  useFocusField(body, q.focusField, () => setTab("settings"));

  const setConfig = (key: string, value: Json | undefined) => {
    const { [key]: _, ...rest } = step.config;
    q.onChange({ ...step, config: value === undefined ? rest : { ...step.config, [key]: value } }, key);
  };
  const { oneOf } = definition ?? {};
  // what was chosen stands when it is emptied
  const given = oneOf && (oneOf.ways.find((way) => step.config[way.key] !== undefined)?.key ?? way ?? oneOf.ways[0]?.key);
  const without = oneOf?.ways.find((each) => each.key === given)?.without ?? [];
  const fields = (definition?.fields ?? []).filter(
    (hint) =>
      !without.includes(hint.key) &&
      (!hint.when || step.config[hint.when.key] === hint.when.is) &&
      (!oneOf?.ways.some((each) => each.key === hint.key) || hint.key === given || step.config[hint.key] !== undefined),
  );
  const choose = (key: string) => {
    setWay(key);
    const chosen = oneOf?.ways.find((each) => each.key === key);
    if (!oneOf || !chosen) return;
    const others = Object.entries(step.config).filter(([name]) => !oneOf.ways.some((each) => each.key === name) && !chosen.without?.includes(name));
    q.onChange({ ...step, config: { ...Object.fromEntries(others), [key]: chosen.blank } }, key);
  };
  const unplaced = q.problems.filter(
    (problem) => problem.field === null || !fields.some((hint) => problem.field === hint.key || problem.field?.startsWith(`${hint.key}.`)),
  );

  return (
    <PanelProvider
      panel={{
        environment: q.environment,
        document,
        step,
        canEdit: q.canEdit,
        problems: q.problems,
        scope,
        hasSample: sample !== null,
        seen: { trigger: sample?.trigger, steps: live.steps, item: undefined },
        liveValue: live.liveValue,
      }}
    >
      <header className="flex shrink-0 items-start gap-3 px-4 pt-3 pb-1">
        <StepTile type={step.type} size="md" />
        <div className="min-w-0 flex-1">
          <Input
            aria-label="Name of the step"
            className="-ml-2 border-transparent bg-transparent text-14 font-semibold"
            disabled={!q.canEdit}
            value={step.name ?? ""}
            placeholder={definition?.title ?? step.type}
            maxLength={120}
            onChange={(event) => {
              const { name: _, ...rest } = step;
              q.onChange(event.target.value === "" ? rest : { ...step, name: event.target.value }, "name");
            }}
          />
          <StepId key={step.id} id={step.id} type={definition?.title ?? step.type} disabled={!q.canEdit} onRename={q.onRename} />
        </div>
        <IconButton label="Delete the step" shortcut="Del" disabled={!q.canEdit} onClick={q.onDelete}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
        <IconButton label="Close" shortcut="Esc" onClick={q.onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      <Tabs<Tab>
        label="Parts of the step"
        value={tab}
        onChange={setTab}
        tabs={[
          { value: "settings", label: "Settings", ...(q.problems.length > 0 ? { count: q.problems.length } : {}) },
          ...(definition?.trigger ? [] : [{ value: "data" as const, label: "Data" }]),
          { value: "result", label: "Result" },
          { value: "more", label: "More" },
        ]}
      >
        <div ref={body} className="min-h-0 flex-1 overflow-y-auto">
          {tab === "settings" && (
            <div className="flex flex-col gap-4 p-4">
              {definition ? (
                <>
                  <p className="text-12 text-ink-3">{definition.description}</p>
                  <ProblemLines problems={unplaced} />
                  {oneOf && given && (
                    <Segmented
                      label={oneOf.label}
                      size="md"
                      className="self-start"
                      disabled={!q.canEdit}
                      value={given}
                      onChange={choose}
                      options={oneOf.ways.map((each) => ({ value: each.key, label: each.label }))}
                    />
                  )}
                  {fields.map((hint) => (
                    <SettingEditor key={hint.key} hint={hint} value={step.config[hint.key]} onChange={(value) => setConfig(hint.key, value)} />
                  ))}
                </>
              ) : (
                <Note tone="danger">This installation has no step type {step.type}. Replace the step, or update the installation.</Note>
              )}
            </div>
          )}
          {tab === "data" && <DataTree document={document} trigger={sample?.trigger} steps={live.steps} />}
          {tab === "result" && <StepResult step={step.id} run={q.lastRun} />}
          {tab === "more" && definition && <MoreSettings step={step} definition={definition} onChange={q.onChange} />}
        </div>
      </Tabs>
    </PanelProvider>
  );
}

/** What expressions call the step. It is taken over when the field is left, because every expression that uses it changes with it. */
function StepId({ id, type, disabled, onRename }: { id: string; type: string; disabled: boolean; onRename: (id: string) => void }) {
  const [text, setText] = useState(id);
  const leave = () => {
    if (text === id) return;
    if (text.trim() === "") setText(id);
    else onRename(text.trim());
  };
  return (
    <span className="flex items-center gap-1 text-11 text-ink-3">
      {type} ·
      <input
        aria-label="Id of the step, for expressions"
        className="mono min-w-0 flex-1 rounded-1 bg-transparent px-1 text-ink-2 hover:bg-surface-3"
        disabled={disabled}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setText(id);
        }}
      />
    </span>
  );
}

/** A problem was chosen somewhere else: its field gets the focus. */
function useFocusField(body: { current: HTMLDivElement | null }, field: string | null, show: () => void): void {
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (field === null) return;
    latest.current();
    const frame = requestAnimationFrame(() => {
      const parts = field.split(".");
      // the nearest place that has an editor: values.name, or else values
      for (let length = parts.length; length > 0; length -= 1) {
        const place = body.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(parts.slice(0, length).join("."))}"]`);
        if (!place) continue;
        place.scrollIntoView({ block: "center" });
        place.querySelector<HTMLElement>("input, textarea, select, [contenteditable=true], [role=combobox], button")?.focus();
        return;
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [field, body]);
}
